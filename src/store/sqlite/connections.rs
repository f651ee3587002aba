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
    /// Opens a file that is there, with as much access as the system grants.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let mut refused = None;
        for access in [Access::Write, Access::Read, Access::ReadAlone] {
            if access == Access::ReadAlone && log_has_content(path) {
                break;
            }
            match connect(path, access) {
                Ok(writer) => return Self::around(path, access, writer),
                Err(error) if refuses_writes(&error) => refused = Some(error),
                Err(error) => return Err(database(path, error)),
            }
        }
        Err(database(path, refused.unwrap_or(rusqlite::Error::InvalidQuery)))
    }

    fn around(path: &Path, access: Access, writer: Connection) -> Result<Self, StoreError> {
        let watcher = connect(path, access).map_err(|error| database(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            access,
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            watcher: Mutex::new(watcher),
        })
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
    connection.pragma_update(None, "cache_size", -65_536)?;
    if access == Access::Write {
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        // QGIS puts a file back to a rollback journal when it closes it. Somebody who reads just now may keep us from
        // changing that: the file works all the same.
        let changed =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        if let Err(error) = changed
            && refuses_writes(&error)
        {
            return Err(error);
        }
    }
    connection.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?;
    if access == Access::Write && connection.is_readonly("main")? {
        let refusal = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY);
        return Err(rusqlite::Error::SqliteFailure(refusal, None));
    }
    Ok(connection)
}

/// Makes an empty database where there is no file; leaves one that is there alone.
pub(super) fn create(path: &Path) -> rusqlite::Result<()> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    Ok(())
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
