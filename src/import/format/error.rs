//! Why a file was refused, in the reader's terms.

use std::{error::Error, fmt::Write as _, io, path::PathBuf};

use super::{Format, MAX_BYTES, MAX_FEATURES, MAX_VALUES, MAX_VERTICES};

/// A file that was refused: which, why, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[error("{}: {fault}", .file.display())]
pub struct FormatError {
    /// The file as the caller named it.
    pub file: PathBuf,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a file. The messages do not name it: [`FormatError`] does.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nothing has that path.
    #[error("there is no such file: check the path")]
    Missing,
    /// The path leads to a directory.
    #[error("this is a directory: name a file in it")]
    Directory,
    /// The path leads to a pipe, a socket or a device.
    #[error("this is not a regular file: save the data to a file first")]
    NotAFile,
    /// The operating system would not let it be read.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// There is nothing in it.
    #[error("the file is empty: fetch it again")]
    Empty,
    /// It is larger than [`MAX_BYTES`], packed or unpacked.
    #[error("it holds more than {} GiB: split it into smaller files", MAX_BYTES >> 30)]
    TooLarge,
    /// It has more features than [`MAX_FEATURES`].
    #[error("it has more than {MAX_FEATURES} features: split it into smaller files")]
    TooManyFeatures,
    /// It has more attribute values than [`MAX_VALUES`].
    #[error("it has more than {MAX_VALUES} attribute values: leave out the columns that are not needed")]
    TooManyValues,
    /// Its shapes have more vertices than [`MAX_VERTICES`].
    #[error("its shapes have more than {MAX_VERTICES} vertices: split it into smaller files")]
    TooManyVertices,
    /// Its content is of no format that can be read.
    #[error(
        "it looks like {looks_like}, not like boundaries: give GeoJSON, TopoJSON, FlatGeobuf, GeoPackage \
         or a shapefile (.shp, or a zip with its parts)"
    )]
    Unknown {
        /// What the content resembles.
        looks_like: &'static str,
    },
    /// Its name promises one format and its content is another.
    #[error(
        "it is named as {named} but looks like {found}: rename it, or fetch it again if it is not what you expected"
    )]
    Mismatch {
        /// The format that the name promises.
        named: &'static str,
        /// What the content resembles.
        found: &'static str,
    },
    /// It is the `.dbf`, `.shx`, `.prj` or `.cpg` of a shapefile.
    #[error("this is one part of a shapefile: name the .shp beside it")]
    ShapefilePart,
    /// A `.shp` alone was gzipped, so its attributes are missing.
    #[error("a gzipped .shp lacks its other parts: put the .shp, .dbf, .shx, .prj and .cpg into one zip")]
    GzippedShapefile,
    /// A part of a shapefile is missing.
    #[error("{part} is missing beside it, and the names and codes are in there: copy it there")]
    MissingPart {
        /// The missing file's name.
        part: String,
    },
    /// Compressed data stops before its end.
    #[error("the compressed data is cut short: fetch the file again")]
    CutShort,
    /// It stops before its end, or contradicts itself.
    #[error("the {format} is damaged or cut short ({reason}): fetch the file again")]
    Damaged {
        /// What was being read.
        format: &'static str,
        /// What does not add up.
        reason: Box<dyn Error + Send + Sync>,
    },
    /// The JSON cannot be parsed, or is not shaped as the standard says.
    #[error("{}line {line}, column {column}: {reason}", in_feature(.row.as_ref()))]
    Json {
        /// The feature in which it happened, counted from 1, where there is one.
        row: Option<usize>,
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// What is wrong there and what to do.
        reason: String,
    },
    /// It is JSON, but not a layer of features.
    #[error("{0}")]
    NotFeatures(String),
    /// One feature cannot be read.
    #[error("feature {row}: {}{reason}", in_field(.field.as_ref()))]
    Feature {
        /// The feature's place in the file, counted from 1.
        row: usize,
        /// The attribute, where it is an attribute.
        field: Option<String>,
        /// What is wrong and what to do.
        reason: String,
    },
    /// There is not one feature in it.
    #[error("it holds no features: fetch it again, or leave it out")]
    NoFeatures,
    /// It holds several tables and none was chosen.
    #[error("it holds several {what}: choose one with --table ({})", list(.tables))]
    ChooseTable {
        /// What the format calls them.
        what: &'static str,
        /// Their names.
        tables: Vec<String>,
    },
    /// It has no table of that name.
    #[error("it has no {what} named {table:?}: there {}", there_are(.tables))]
    NoSuchTable {
        /// What the format calls them.
        what: &'static str,
        /// The name that was asked for.
        table: String,
        /// The names that there are.
        tables: Vec<String>,
    },
    /// A table was named, but the format has none.
    #[error("a {format} file has one layer only: leave --table out")]
    NoTables {
        /// The format of the file.
        format: Format,
    },
    /// A database that another program is writing to, or left in the middle of a change.
    #[error("another program has it open, or left it half changed ({0}): close it there, or save it anew")]
    InUse(String),
    /// It is a database, but not one of boundaries.
    #[error("{0}")]
    NotAGeoPackage(String),
    /// The zip holds no shapefile, or something that has no business in one.
    #[error("{0}")]
    Zip(String),
}

impl Fault {
    /// A feature that cannot be read.
    pub(super) fn feature(row: usize, reason: impl Into<String>) -> Self {
        Self::Feature { row, field: None, reason: reason.into() }
    }

    /// A file that stops early or contradicts itself.
    pub(super) fn damaged(format: &'static str, reason: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Damaged { format, reason: reason.into() }
    }
}

fn in_feature(row: Option<&usize>) -> String {
    row.map(|row| format!("feature {row}: ")).unwrap_or_default()
}

fn in_field(name: Option<&String>) -> String {
    name.map(|name| format!("field {name}: ")).unwrap_or_default()
}

fn there_are(names: &[String]) -> String {
    if names.is_empty() { "is none".to_owned() } else { format!("are {}", list(names)) }
}

/// The first names of a list, and how many more there are.
pub(super) fn list(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let mut text = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        let _ = write!(text, " and {} more", names.len() - SHOWN);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_file_then_the_row_then_the_field() {
        let fault = Fault::Feature { row: 3, field: Some("NAME".into()), reason: "is not UTF-8".into() };
        let error = FormatError { file: "wards.shp".into(), fault };
        assert_eq!(error.to_string(), "wards.shp: feature 3: field NAME: is not UTF-8");
    }

    #[test]
    fn a_long_list_is_shortened() {
        let names: Vec<String> = (1..=22).map(|n| format!("t{n}")).collect();
        assert!(list(&names).ends_with("t20 and 2 more"));
    }
}
