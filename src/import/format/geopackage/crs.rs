//! The reference system that a GeoPackage's number stands for.

use rusqlite::{Connection, OptionalExtension};

use super::super::FileCrs;

/// Looks a system up in `gpkg_spatial_ref_sys`; −1 and 0 are the standard's "undefined".
pub(super) fn of(database: &Connection, srs_id: i64) -> rusqlite::Result<FileCrs> {
    if srs_id <= 0 {
        return Ok(FileCrs::Unknown);
    }
    let sql = "select organization, organization_coordsys_id, definition from gpkg_spatial_ref_sys where srs_id = ?1";
    let found: Option<(Option<String>, Option<i64>, Option<String>)> =
        database.query_row(sql, [srs_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((organization, code, definition)) = found else { return Ok(FileCrs::Unknown) };
    let (organization, definition) = (organization.unwrap_or_default(), definition.unwrap_or_default());
    let code = u32::try_from(code.unwrap_or_default()).ok().filter(|code| *code > 0);
    Ok(match code {
        Some(code) if organization.eq_ignore_ascii_case("EPSG") => FileCrs::Epsg(code),
        _ if !definition.trim().is_empty() && definition.trim() != "undefined" => {
            FileCrs::from_wkt(&definition)
        }
        Some(code) => FileCrs::from_name(&format!("{organization}:{code}")),
        None => FileCrs::Unknown,
    })
}
