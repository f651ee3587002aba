//! What goes wrong inside, and how it is told.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::{
    asset::AssetId,
    boundary::{LayerId, timeline::Conflict},
    scenario::ScenarioId,
    store::StoreError,
};

/// An error before it knows which file it is about.
#[derive(Debug)]
pub(super) enum Failure {
    Sqlite(rusqlite::Error),
    Conflict(LayerId, Conflict),
    Taken { layer: LayerId, is_ground: bool },
    Damaged(String),
    Stale(AssetId),
    StaleScenario(ScenarioId),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Failure {
    pub(super) fn about(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Sqlite(source) => database(&path, source),
            Self::Conflict(layer, conflict) => StoreError::Conflict { layer, conflict },
            Self::Taken { layer, is_ground } => StoreError::Taken { layer, is_ground },
            Self::Stale(asset) => StoreError::Stale { asset },
            Self::StaleScenario(scenario) => StoreError::StaleScenario { scenario },
            Self::Damaged(what) => StoreError::Damaged { path, what },
        }
    }
}

/// Whether the system refuses to let the file or its folder be written (or a file beside it be made).
pub(super) fn refuses_writes(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
    )
}

/// What the database says, as one of the errors that people can act on.
pub(super) fn database(path: &Path, source: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    let extended = source.sqlite_error().map(|error| error.extended_code);
    match source.sqlite_error_code() {
        _ if refuses_writes(&source) => StoreError::ReadOnly { path, reason: said(&source) },
        Some(ErrorCode::DiskFull) => StoreError::DiskFull { path },
        // The index of the write-ahead log could not grow: there is no room for it.
        _ if extended == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => StoreError::DiskFull { path },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
        Some(ErrorCode::NotADatabase) => {
            StoreError::NotAStore { path, reason: "it is not an SQLite database".to_owned() }
        }
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, what: said(&source) },
        _ if matches!(
            source,
            rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..)
        ) =>
        {
            StoreError::Damaged { path, what: source.to_string() }
        }
        _ => StoreError::Database { path, source },
    }
}

fn said(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}
