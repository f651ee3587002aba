//! Why a layer could not be written.

use crate::geometry::OutsideGrid;

/// Why a layer could not be written; whoever opened the file knows its name.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file takes no more.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The table could not be written.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// The text could not be written.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The `FlatGeobuf` file could not be written.
    #[error(transparent)]
    FlatGeobuf(#[from] flatgeobuf::Error),
    /// A shape or a value could not be put into the file's own form.
    #[error(transparent)]
    Geometry(#[from] geozero::error::GeozeroError),
    /// The GeoPackage could not be written.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    /// A place is not on the National Grid and has no longitude and latitude.
    #[error(transparent)]
    OutsideGrid(#[from] OutsideGrid),
}
