//! Opening a database that is somebody else's, without leaving a trace.

use std::{
    ffi::OsString,
    fmt::Write,
    fs::{self, File},
    io::Read,
    path::Path,
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use super::{super::Fault, damaged, fault_of};

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Opens a GeoPackage for reading only.
pub(super) fn open(path: &Path) -> Result<Connection, Fault> {
    let whole = fs::canonicalize(path).map_err(Fault::Unreadable)?;
    // Without `immutable`, SQLite wants to write a lock or a journal beside a database in WAL mode;
    // with it, a journal that another program left there would be overlooked.
    let mode = if has_journal(&whole) {
        "mode=ro"
    } else {
        check_length(&whole)?;
        "immutable=1"
    };
    let address = format!("file:{}?{mode}", percent_encoded(&whole));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(address, flags).map_err(fault_of)?;
    database
        .execute_batch("pragma trusted_schema = off; pragma query_only = on; pragma cell_size_check = on;")
        .map_err(fault_of)?;
    database.busy_timeout(PATIENCE).map_err(fault_of)?;
    Ok(database)
}

/// SQLite reads pages beyond the end of a file that is cut short as if they were blank.
fn check_length(path: &Path) -> Result<(), Fault> {
    let mut header = [0; 100];
    let mut file = File::open(path).map_err(Fault::Unreadable)?;
    file.read_exact(&mut header).map_err(|_| damaged("it stops within its header"))?;
    let length = file.metadata().map_err(Fault::Unreadable)?.len();
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        bytes => u64::from(bytes.max(1)),
    };
    // Old writers leave the number of pages stale, and show it by the other two numbers.
    let pages = if number(24) == number(92) { u64::from(number(28)) } else { 0 };
    if length % page_bytes != 0 || length < pages * page_bytes {
        return Err(damaged(format!("it has {length} bytes of {}", (pages * page_bytes).max(length))));
    }
    Ok(())
}

fn has_journal(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|suffix| {
        let mut name = OsString::from(path);
        name.push(suffix);
        fs::metadata(name).is_ok_and(|about| about.len() > 0)
    })
}

fn percent_encoded(path: &Path) -> String {
    let mut address = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            address.push(char::from(*byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}
