//! Which tables of a GeoPackage hold features, and whether they can be trusted.

use rusqlite::{Connection, OptionalExtension};

use super::{super::Fault, damaged, fault_of};

/// What the format calls its tables.
const TABLES: &str = "feature tables";

/// A table of features, as the GeoPackage's own tables describe it.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) geometry: String,
    pub(super) srs_id: i64,
}

/// The named table, or the only one; stored and sound.
pub(super) fn choose(database: &Connection, name: Option<&str>) -> Result<Table, Fault> {
    let table = pick(feature_tables(database)?, name)?;
    if !is_stored(database, &table.name)? {
        return Err(damaged(format!("it lists the feature table {} but does not hold it", table.name)));
    }
    check_sound(database, &table)?;
    Ok(table)
}

fn feature_tables(database: &Connection) -> Result<Vec<Table>, Fault> {
    for name in ["gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"] {
        if !is_stored(database, name)? {
            return Err(Fault::NotAGeoPackage(format!(
                "it is a SQLite database but no GeoPackage with features (it has no {name}): export the layer as a \
                 GeoPackage"
            )));
        }
    }
    let sql = "select contents.table_name, columns.column_name, columns.srs_id
        from gpkg_contents as contents
        join gpkg_geometry_columns as columns on lower(columns.table_name) = lower(contents.table_name)
        where contents.data_type = 'features' order by contents.rowid";
    let mut statement = database.prepare(sql).map_err(fault_of)?;
    let tables = statement
        .query_map([], |row| {
            Ok(Table {
                name: row.get(0)?,
                geometry: row.get(1)?,
                srs_id: row.get::<_, Option<i64>>(2)?.unwrap_or_default(),
            })
        })
        .map_err(fault_of)?;
    tables.collect::<Result<_, _>>().map_err(fault_of)
}

fn pick(mut tables: Vec<Table>, name: Option<&str>) -> Result<Table, Fault> {
    let names = |tables: &[Table]| tables.iter().map(|table| table.name.clone()).collect();
    match name {
        Some(name) => match tables.iter().position(|table| table.name == name) {
            Some(index) => Ok(tables.swap_remove(index)),
            None => Err(Fault::NoSuchTable {
                what: "feature table",
                table: name.to_owned(),
                tables: names(&tables),
            }),
        },
        None if tables.len() > 1 => Err(Fault::ChooseTable { what: TABLES, tables: names(&tables) }),
        None => tables.pop().ok_or(Fault::NoFeatures),
    }
}

/// Whether there is a table of that name. A view could compute for ever, so it is refused.
fn is_stored(database: &Connection, name: &str) -> Result<bool, Fault> {
    let sql = "select type from sqlite_schema where lower(name) = lower(?1) and type in ('table', 'view')";
    let kind: Option<String> =
        database.query_row(sql, [name], |row| row.get(0)).optional().map_err(fault_of)?;
    if kind.as_deref() == Some("view") {
        return Err(Fault::NotAGeoPackage(format!(
            "its table {name} is a view, which is computed anew each time: save it as a table"
        )));
    }
    Ok(kind.is_some())
}

/// A damaged page can read as rows of nothing, so the table's structure is checked before its rows.
fn check_sound(database: &Connection, table: &Table) -> Result<(), Fault> {
    let sql = "select quick_check from pragma_quick_check(?1) limit 1";
    let verdict: String = database.query_row(sql, [&table.name], |row| row.get(0)).map_err(fault_of)?;
    if verdict == "ok" { Ok(()) } else { Err(damaged(verdict)) }
}
