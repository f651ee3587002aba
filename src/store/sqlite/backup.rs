//! Consistent copies, and the removal of what nobody asks for any more.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    path::Path,
    thread,
    time::Duration,
};

use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use super::{
    connections::{Connections, whole},
    failure::database,
};
use crate::store::{Pruned, StoreError};

/// How often to ask for a database that somebody holds.
const MOST_TRIES: u32 = 100;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// Copies the database as it is now to a file that is not there yet.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<(), StoreError> {
    if to.symlink_metadata().is_ok() {
        return Err(StoreError::Exists { path: to.to_owned() });
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let refused = |error: io::Error| not_written(to, &error);
    // Under another name until it is whole; dropped, and so removed, on every way out but the last.
    let name = to.file_name().unwrap_or(OsStr::new("backup"));
    let half = tempfile::Builder::new().prefix(name).suffix(".half").tempfile_in(folder).map_err(refused)?;
    let half = half.into_temp_path();
    copy_into(from, &half).map_err(|error| database(to, error))?;

    if let Some(source) = from.path().filter(|path| !path.is_empty()) {
        // A temporary file is its owner's alone; the copy is for whom the store is.
        fs::metadata(source)
            .and_then(|source| fs::set_permissions(&half, source.permissions()))
            .map_err(refused)?;
    }
    File::open(&half).and_then(|file| file.sync_all()).map_err(refused)?;
    half.persist_noclobber(to).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists { path: to.to_owned() },
        _ => refused(error.error),
    })?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(refused)
}

fn copy_into(from: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut half = Connection::open(to)?;
    half.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    half.pragma_update(None, "synchronous", "OFF")?;
    step_through(&Backup::new(from, &mut half)?)?;
    half.close().map_err(|(_, error)| error)
}

fn step_through(copying: &Backup<'_, '_>) -> rusqlite::Result<()> {
    for _ in 0..MOST_TRIES {
        // All pages in one step: one read of one state, however much others write meanwhile.
        if copying.step(-1)? == StepResult::Done {
            return Ok(());
        }
        thread::sleep(BETWEEN_TRIES);
    }
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(rusqlite::Error::SqliteFailure(busy, None))
}

fn not_written(path: &Path, error: &io::Error) -> StoreError {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull { path },
        _ => StoreError::ReadOnly { path, reason: error.to_string() },
    }
}

/// Removes every revision, then gives the room back.
pub(super) fn prune(connections: &Connections) -> Result<Pruned, StoreError> {
    let mut writer = connections.writer()?;
    let removed = whole(&mut writer, |transaction| {
        let areas = transaction.execute("delete from patchwork_revision_area", [])?;
        let revisions = transaction.execute("delete from patchwork_edition where status = 'replaced'", [])?;
        let tables = transaction.execute("delete from patchwork_table where status = 'replaced'", [])?;
        let scenarios = super::scenarios::prune(transaction)?;
        Ok(Pruned { revisions: (revisions + tables + scenarios) as u64, areas: areas as u64 })
    });
    let removed = removed.map_err(|failure| failure.about(connections.path()))?;
    if removed.revisions > 0 {
        // What was removed is removed. That the file stays as long as it was (others read, little room) is no error.
        if let Err(error) = writer.execute_batch("vacuum; pragma wal_checkpoint(truncate);") {
            tracing::warn!(%error, "the revisions are removed, but the file could not be made shorter");
        }
    }
    Ok(removed)
}
