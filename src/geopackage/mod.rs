//! The SQL that makes a GeoPackage 1.3 of an SQLite database, as the standard has it (OGC 12-128r17).
//!
//! What the store keeps and what an export hands out are each a GeoPackage, and must be right in the same way. Statements about
//! one feature table have `{layer}` where its name belongs, between double quotes or as a part of a name.

/// The tables of every GeoPackage, and its marks in the file's header. For an empty database.
pub const CORE: &str = include_str!("core.sql");
/// The R-tree over a feature table's column `geom` (annex F.3), empty.
pub const RTREE_CREATE: &str = include_str!("rtree_create.sql");
/// The triggers that keep that R-tree right when another program edits the table. They call functions that plain `SQLite` does not
/// have, so own writes come before them, or between [`TRIGGERS_DROP`] and them.
pub const TRIGGERS_CREATE: &str = include_str!("triggers_create.sql");
/// Takes the triggers away.
pub const TRIGGERS_DROP: &str = include_str!("triggers_drop.sql");
