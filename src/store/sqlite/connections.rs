//! One writer, a few readers, and one connection that watches for the commits of others.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::failure::{Failure, database, refuses_writes};
use crate::store::StoreError;

/// Readers that are kept open between questions; more are opened when more ask at once.
const MOST_IDLE_READERS: usize = 4;
/// How long to wait for another process's write.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pages of the size that holds most areas whole: a third quicker to write and to copy than the usual 4,096.
const PAGE_BYTES: i64 = 16_384;
/// What the writer may keep in memory during a write.
const WRITE_CACHE_KIB: i64 = 65_536;
/// What the write-ahead log is cut back to after a large write.
const LOG_BYTES: i64 = 64 << 20;

/// How a store may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    Read,
    /// Where not even the files that SQLite puts beside a database can be made.
    ReadAlone,
}

/// The connections to one file.
#[derive(Debug)]
pub(super) struct Connections {
    path: PathBuf,
    access: Access,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    watcher: Mutex<Connection>,
}

impl Connections {
    /// Opens a file that is there, with as much access as the system grants. Nothing is changed in a file that `accept`
    /// refuses.
    pub(super) fn open<T>(
        path: &Path,
        accept: impl Fn(&Connection) -> Result<T, StoreError>,
    ) -> Result<(Self, T), StoreError> {
        let mut refused = None;
        for access in [Access::Write, Access::Read, Access::ReadAlone] {
            if access == Access::ReadAlone && log_has_content(path) {
                break;
            }
            match Self::open_with(path, access, &accept) {
                Ok(opened) => return opened,
                Err(error) if refuses_writes(&error) => refused = Some(error),
                Err(error) => return Err(database(path, error)),
            }
        }
        Err(database(path, refused.unwrap_or(rusqlite::Error::InvalidQuery)))
    }

    /// The outer error is the database's, about this kind of access; the inner one is what `accept` says of the file.
    fn open_with<T>(
        path: &Path,
        access: Access,
        accept: impl Fn(&Connection) -> Result<T, StoreError>,
    ) -> rusqlite::Result<Result<(Self, T), StoreError>> {
        let writer = connect(path, access)?;
        let accepted = match accept(&writer) {
            Ok(accepted) => accepted,
            Err(error) => return Ok(Err(error)),
        };
        if access == Access::Write {
            write_ahead(&writer)?;
            writer.pragma_update(None, "cache_size", -WRITE_CACHE_KIB)?;
        }
        let watcher = Mutex::new(connect(path, access)?);
        let (path, writer, readers) = (path.to_owned(), Mutex::new(writer), Mutex::default());
        Ok(Ok((Self { path, access, writer, readers, watcher }, accepted)))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn writer(&self) -> Result<MutexGuard<'_, Connection>, StoreError> {
        if self.access == Access::Write {
            return Ok(lock(&self.writer));
        }
        let reason = "the file or its folder may only be read".to_owned();
        Err(StoreError::ReadOnly { path: self.path.clone(), reason })
    }

    pub(super) fn watcher(&self) -> MutexGuard<'_, Connection> {
        lock(&self.watcher)
    }

    /// Asks something of one state of the store, whatever is committed meanwhile.
    pub(super) fn read<T>(
        &self,
        ask: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.with_reader(|reader| {
            let transaction = reader.transaction()?;
            ask(&transaction)
        })
    }

    /// Lends a connection that nobody else uses.
    pub(super) fn with_reader<T>(
        &self,
        ask: impl FnOnce(&mut Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let idle = lock(&self.readers).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => connect(&self.path, self.access).map_err(|error| database(&self.path, error))?,
        };
        let answer = ask(&mut reader).map_err(|failure| failure.about(&self.path))?;
        let mut readers = lock(&self.readers);
        if readers.len() < MOST_IDLE_READERS {
            readers.push(reader);
        }
        Ok(answer)
    }

    /// Does something whole or not at all.
    pub(super) fn write<T>(
        &self,
        act: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer()?;
        whole(&mut writer, act).map_err(|failure| failure.about(&self.path))
    }
}

/// One transaction, which holds the file from its first moment: what it has read is still so when it writes.
pub(super) fn whole<T>(
    writer: &mut Connection,
    act: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let answer = act(&transaction)?;
    transaction.commit()?;
    // A server may not write again for weeks. That the memory stays with us if this fails is no error.
    let _ = writer.execute_batch("pragma shrink_memory");
    Ok(answer)
}

/// Opens a file that is there and reads from it, which is when SQLite finds out whether it can.
fn connect(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let threads = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match access {
        Access::Write => Connection::open_with_flags(path, threads | OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        Access::Read => Connection::open_with_flags(path, threads | OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        Access::ReadAlone => {
            let flags = threads | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(format!("file:{}?immutable=1", percent_encoded(path)), flags)?
        }
    };
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    if access == Access::Write {
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
    }
    connection.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?;
    if access == Access::Write && connection.is_readonly("main")? {
        let refusal = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY);
        return Err(rusqlite::Error::SqliteFailure(refusal, None));
    }
    Ok(connection)
}

/// Lets readers go on while a write is under way. Whether that is so is written in the file.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    // QGIS puts a file back to a rollback journal when it closes it. Somebody who has it open just now may keep us from
    // changing that: the file works all the same.
    match connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)) {
        Err(error) if refuses_writes(&error) => Err(error),
        _ => Ok(()),
    }
}

/// Makes a file if there is none, and fills it if nothing is in it.
pub(super) fn create(
    path: &Path,
    fill: impl FnOnce(&Transaction<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
    write_ahead(&connection)?;
    whole(&mut connection, fill)
}

/// Whether commits wait in the log beside the file: it cannot be read alone then.
fn log_has_content(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

fn percent_encoded(path: &Path) -> String {
    path.as_os_str().as_encoded_bytes().iter().fold(String::new(), |mut text, &byte| {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere leaves a connection as it was: a transaction that it had open is rolled back when dropped.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
