//! The columns of tables of scenarios, and what else they are called.

use crate::import::{ImportError, table::Table};

/// A column, by the names that it goes by; the first is ours.
pub(super) type Names = &'static [&'static str];

pub(super) const ID: Names =
    &["proposal_id", "scenario_id", "option_id", "scenario", "proposal", "option", "id"];
pub(super) const TITLE: Names = &["title", "name"];
pub(super) const PLACE: Names = &["area", "place", "county"];
pub(super) const STATUS: Names = &["status"];
pub(super) const STATUS_DATE: Names = &["status_date", "date"];
pub(super) const VESTING: Names = &["vesting_date", "vesting_day", "vesting"];
pub(super) const SOURCE: Names = &["source"];
pub(super) const NOTES: Names = &["notes", "note"];
pub(super) const PURPOSE: Names = &["purpose"];
pub(super) const GUIDE: Names = &["guide_people", "guide"];
pub(super) const VISIBILITY: Names = &["visibility"];
pub(super) const MODIFIED_FROM: Names = &["modified_from"];
pub(super) const COMBINES: Names = &["combines"];

/// A column that says what is made says what for.
pub(super) const COUNCILS: Names = &["new_unitary", "new_council", "new_authority", "unitary", "council"];
pub(super) const AREA: Names = &[
    "new_unitary",
    "new_council",
    "new_authority",
    "unitary",
    "council",
    "area_name",
    "new_area",
    "area",
    "team",
    "int",
    "neighbourhood_team",
    "neighbourhood",
    "locality",
    "group",
    "place",
];
pub(super) const KIND: Names = &["component_type", "type", "layer", "level"];
pub(super) const CODE: Names = &["component_code", "code", "area_code", "gss_code", "gss"];
pub(super) const NAME: Names = &["component_name", "component", "name"];
pub(super) const CONFIDENCE: Names = &["confidence"];

/// A column's name in lower-case letters and digits joined by `_`.
pub(super) fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").to_lowercase()
}

/// The position of a column under one of its names.
pub(super) fn position(columns: &[String], names: Names) -> Option<usize> {
    names.iter().find_map(|name| columns.iter().position(|column| plain(column) == *name))
}

/// As [`position`], of a column that must be there.
///
/// # Errors
/// [`ImportError::MissingColumn`] with what there is.
pub(super) fn required(table: &Table, names: Names, purpose: &'static str) -> Result<usize, ImportError> {
    position(&table.columns, names).ok_or_else(|| ImportError::MissingColumn {
        file: table.file().to_path_buf(),
        column: names[0].to_owned(),
        purpose,
        known: table.columns.clone(),
    })
}
