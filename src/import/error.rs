//! Why an import was refused. Each message names the file, then the row and field, then what to do.

use std::{fmt, path::PathBuf};

use super::format::FormatError;
use crate::{atlas::AskError, boundary::LayerId, geometry::ReprojectionError, store::StoreError};

/// How many refused rows a message lists; the rest is counted.
const LISTED: usize = 10;

/// Why an import wrote nothing.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file could not be read.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The file does not say what its coordinates mean.
    #[error("{}: the file does not say which coordinate reference system it uses: give it with --crs EPSG:N", .file.display())]
    NoCrs {
        /// The file.
        file: PathBuf,
    },
    /// The coordinates cannot be of the declared system.
    #[error("{}: {reason}", .file.display())]
    WrongCrs {
        /// The file.
        file: PathBuf,
        /// What does not fit, and what to do.
        reason: String,
    },
    /// PROJ does not know the system.
    #[error("{}: {source}", .file.display())]
    Reprojection {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: ReprojectionError,
    },
    /// A column that was named is not there.
    #[error("{}: there is no column “{column}” for the {purpose}; the file has {}", .file.display(), quoted(.known))]
    MissingColumn {
        /// The file.
        file: PathBuf,
        /// What was named.
        column: String,
        /// What it was to give: code, name, member.
        purpose: &'static str,
        /// What there is.
        known: Vec<String>,
    },
    /// Neither a code nor a name was named.
    #[error("{}: say which column holds the code (--code) or the name (--name); the file has {}", .file.display(), quoted(.known))]
    NeitherCodeNorName {
        /// The file.
        file: PathBuf,
        /// What there is.
        known: Vec<String>,
    },
    /// Some rows cannot become areas.
    #[error("{} of {total} rows were refused and nothing was imported:\n{}", refusals.len(), Listed(refusals))]
    Refused {
        /// How many rows there were.
        total: usize,
        /// Each refused row.
        refusals: Vec<Refusal>,
    },
    /// Some rows of a list of assets cannot be used.
    #[error("nothing was imported: of {total} rows {good} are good and the others have {} in all; correct them, or import the good ones alone with --skip-bad:\n{}{}", faults(refusals.len()), Listed(refusals), kinds_listed(unknown_kinds))]
    RefusedRows {
        /// How many rows there were.
        total: usize,
        /// How many of them are good.
        good: usize,
        /// What is wrong with the others.
        refusals: Vec<Refusal>,
        /// Words that are no kind of asset.
        unknown_kinds: Vec<String>,
    },
    /// A lookup or place file is not as it should be.
    #[error("{}: {reason}", .file.display())]
    Table {
        /// The file.
        file: PathBuf,
        /// What is wrong, with the row and field.
        reason: String,
    },
    /// Areas could not be joined.
    #[error("{layer}: “{area}” cannot be put together: {reason}")]
    Compose {
        /// The new layer.
        layer: LayerId,
        /// The new area.
        area: String,
        /// Why.
        reason: String,
    },
    /// The layer that this one is to be made from is not there.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A row that cannot become an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file.
    pub file: PathBuf,
    /// The row, from 1.
    pub row: usize,
    /// Its code or name, where it has one.
    pub area: Option<String>,
    /// Why.
    pub reason: String,
}

struct Listed<'a>(&'a [Refusal]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, refusal) in self.0.iter().take(LISTED).enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            let area = refusal.area.as_ref().map(|area| format!(" ({area})")).unwrap_or_default();
            write!(f, "  {}: row {}{area}: {}", refusal.file.display(), refusal.row, refusal.reason)?;
        }
        match self.0.len().saturating_sub(LISTED) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

fn faults(count: usize) -> String {
    if count == 1 { "1 fault".to_owned() } else { format!("{count} faults") }
}

fn kinds_listed(unknown: &[String]) -> String {
    if unknown.is_empty() {
        return String::new();
    }
    let words = unknown.iter().take(LISTED * 3).cloned().collect::<Vec<_>>().join(", ");
    format!("\n  not kinds of asset: {words}; every kind is listed in data/kinds.toml")
}

fn quoted(columns: &[String]) -> String {
    if columns.is_empty() {
        return "no columns".to_owned();
    }
    columns.iter().take(40).map(|column| format!("“{column}”")).collect::<Vec<_>>().join(", ")
}
