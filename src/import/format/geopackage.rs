//! OGC GeoPackage: one feature table of a SQLite database.
//!
//! Opened so that nothing is ever written beside it, which also makes a read-only directory do.

mod crs;
mod database;
mod tables;

use std::{error::Error, io::Write, path::Path};

use rusqlite::{Connection, ErrorCode, types::ValueRef};
use serde_json::{Map, Value};

use self::tables::Table;
use super::{
    Fault, Format, MAX_BYTES, RawLayer,
    layer::{Collector, number},
    wkb,
};

/// Reads a GeoPackage that was unpacked into memory, by way of a temporary file.
pub(super) fn read_bytes(bytes: &[u8], table: Option<&str>) -> Result<RawLayer, Fault> {
    let mut file = tempfile::NamedTempFile::with_suffix(".gpkg").map_err(Fault::Unreadable)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(Fault::Unreadable)?;
    read(file.path(), table)
}

/// Reads one table of a GeoPackage: the named one, or the only one.
pub(super) fn read(path: &Path, table: Option<&str>) -> Result<RawLayer, Fault> {
    let database = database::open(path)?;
    let table = tables::choose(&database, table)?;
    let crs = crs::of(&database, table.srs_id).map_err(fault_of)?;
    let columns = columns(&database, &table).map_err(fault_of)?;
    let mut collector = Collector::default();
    collect(&database, &table, &columns, &mut collector)?;
    let declared = columns.into_iter().map(|column| column.name).collect();
    Ok(collector.into_layer(Format::GeoPackage, Some(table.name), crs, declared))
}

/// An attribute column and whether its whole numbers are truth values.
struct Column {
    name: String,
    boolean: bool,
}

fn columns(database: &Connection, table: &Table) -> rusqlite::Result<Vec<Column>> {
    let mut statement = database.prepare("select name, type from pragma_table_info(?1)")?;
    let columns = statement.query_map([&table.name], |row| {
        let kind: String = row.get(1)?;
        Ok(Column { name: row.get(0)?, boolean: kind.eq_ignore_ascii_case("boolean") })
    })?;
    columns
        .filter(|column| {
            !column.as_ref().is_ok_and(|column| column.name.eq_ignore_ascii_case(&table.geometry))
        })
        .collect()
}

fn collect(
    database: &Connection,
    table: &Table,
    columns: &[Column],
    collector: &mut Collector,
) -> Result<(), Fault> {
    let names: Vec<_> = std::iter::once(&table.geometry)
        .chain(columns.iter().map(|column| &column.name))
        .map(|name| quoted(name))
        .collect();
    let sql = format!("select {} from {}", names.join(", "), quoted(&table.name));
    let mut statement = database.prepare(&sql).map_err(fault_of)?;
    let mut rows = statement.query([]).map_err(fault_of)?;
    let mut text_bytes = 0;
    while let Some(values) = rows.next().map_err(fault_of)? {
        let row = collector.next_row();
        let geometry = match values.get_ref(0).map_err(fault_of)? {
            ValueRef::Null => None,
            ValueRef::Blob(blob) => wkb::read_blob(blob, row, &mut collector.builder)?,
            _ => return Err(Fault::feature(row, "its geometry is no geometry: export the layer again")),
        };
        let mut attributes = Map::new();
        for (index, column) in columns.iter().enumerate() {
            let cell = values.get_ref(index + 1).map_err(fault_of)?;
            if let ValueRef::Text(text) = cell {
                // A damaged tree can lead to the same page again and again.
                text_bytes += text.len() as u64;
                if text_bytes > MAX_BYTES {
                    return Err(Fault::TooLarge);
                }
            }
            attributes.insert(column.name.clone(), value(cell, column, row)?);
        }
        collector.push(row, geometry, attributes)?;
    }
    Ok(())
}

fn value(cell: ValueRef<'_>, column: &Column, row: usize) -> Result<Value, Fault> {
    Ok(match cell {
        ValueRef::Integer(number) if column.boolean => (number != 0).into(),
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(value) => number(value),
        ValueRef::Text(text) => str::from_utf8(text)
            .map_err(|_| Fault::Feature {
                row,
                field: Some(column.name.clone()),
                reason: "the text is not UTF-8: export the layer again".to_owned(),
            })?
            .into(),
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What SQLite says when it cannot go on.
fn fault_of(error: rusqlite::Error) -> Fault {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::CannotOpen | ErrorCode::ReadOnly,
        ) => Fault::InUse(error.to_string()),
        _ => damaged(error),
    }
}

fn damaged(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
    Fault::damaged("GeoPackage", reason)
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use rstest::rstest;
    use serde_json::json;

    use super::{
        super::{FileCrs, sample},
        *,
    };

    fn read_changed(sql: &str) -> Result<RawLayer, String> {
        read_bytes(&sample::geopackage_with(&["wards"], sql), None).map_err(|fault| fault.to_string())
    }

    #[test]
    fn one_of_several_tables_must_be_chosen() {
        let bytes = sample::geopackage(&["wards", "the \"old\" ward's"]);
        let message = read_bytes(&bytes, None).unwrap_err().to_string();
        assert!(message.contains("choose one with --table (wards, the \"old\" ward's)"), "{message}");
        let layer = read_bytes(&bytes, Some("the \"old\" ward's")).unwrap();
        assert_eq!(layer.features.len(), 2);
    }

    #[test]
    fn columns_come_in_order_without_the_geometry() {
        let layer = read_changed("").unwrap();
        assert_eq!(layer.columns, ["fid", "code", "name", "coastal"]);
        assert_eq!(layer.features[1].attributes["coastal"], json!(true));
        assert_eq!(layer.features[1].attributes["fid"], json!(2));
    }

    #[rstest]
    #[case::as_the_sample("", FileCrs::Epsg(27700))]
    #[case::undefined("update gpkg_geometry_columns set srs_id = -1", FileCrs::Unknown)]
    #[case::not_listed("delete from gpkg_spatial_ref_sys", FileCrs::Unknown)]
    #[case::by_definition(
        "update gpkg_spatial_ref_sys set organization = 'mine', definition = 'PROJCS[\"British_National_Grid\"]'",
        FileCrs::Epsg(27700)
    )]
    #[case::another_register("update gpkg_spatial_ref_sys set organization = 'ESRI'", FileCrs::Named("ESRI:27700".into()))]
    fn the_crs_is_looked_up(#[case] sql: &str, #[case] expected: FileCrs) {
        assert_eq!(read_changed(sql).unwrap().crs, expected);
    }

    #[test]
    fn a_feature_without_ground_is_kept() {
        let layer = read_changed("update wards set geom = null where code = 'W1'").unwrap();
        assert_eq!(layer.features[0].geometry, None);
        assert!(layer.features[1].geometry.is_some());
    }

    #[rstest]
    #[case::no_rows("delete from wards", None)]
    #[case::no_layers("delete from gpkg_contents", Some("it holds no features"))]
    #[case::no_geopackage("drop table gpkg_contents", Some("a SQLite database but no GeoPackage"))]
    #[case::no_table("drop table wards", Some("it lists the feature table wards but does not hold it"))]
    #[case::text_for_ground(
        "update wards set geom = 'here' where code = 'W2'",
        Some("feature 2: its geometry is no geometry")
    )]
    #[case::foreign_ground("update wards set geom = x'0001'", Some("feature 1: its geometry is cut short"))]
    #[case::broken_text(
        "update wards set name = cast(x'4DF4' as text)",
        Some("feature 1: field name: the text is not UTF-8")
    )]
    #[case::no_layers_but_a_view(
        "alter table gpkg_contents rename to c; create view gpkg_contents as select * from c",
        Some("its table gpkg_contents is a view")
    )]
    #[case::no_systems("drop table gpkg_spatial_ref_sys", Some("no GeoPackage"))]
    #[case::view(
        "alter table wards rename to stored; create view wards as select * from stored",
        Some("its table wards is a view")
    )]
    fn what_cannot_be_read_is_refused(#[case] sql: &str, #[case] expected: Option<&str>) {
        match (read_changed(sql), expected) {
            (Ok(layer), None) => assert!(layer.features.is_empty()),
            (Err(message), Some(expected)) => assert!(message.contains(expected), "{message}"),
            (outcome, _) => panic!("{outcome:?}"),
        }
    }

    #[test]
    fn a_read_only_folder_will_do_and_nothing_is_left_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wards 100%?#é.gpkg");
        // A database in WAL mode is the one that a reader would want to write beside.
        fs::write(&path, sample::geopackage_with(&["wards"], "pragma journal_mode = wal")).unwrap();
        let mode = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        mode(0o555);
        let layer = read(&path, None);
        let beside = fs::read_dir(folder.path()).unwrap().count();
        mode(0o755);
        assert_eq!(layer.unwrap().features.len(), 2);
        assert_eq!(beside, 1);
    }

    #[test]
    fn what_another_program_has_not_checkpointed_yet_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wards.gpkg");
        fs::write(&path, sample::geopackage(&["wards"])).unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("pragma journal_mode = wal; insert into wards (code) values ('W3')").unwrap();
        assert_eq!(read(&path, None).unwrap().features.len(), 3);
    }

    #[test]
    fn what_another_program_is_changing_is_refused_as_such() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wards.gpkg");
        fs::write(&path, sample::geopackage(&["wards"])).unwrap();
        let other = Connection::open(&path).unwrap();
        other.execute_batch("begin exclusive; update wards set name = ''").unwrap();
        assert!(matches!(read(&path, None), Err(Fault::InUse(_))));
        other.execute_batch("rollback").unwrap();
        assert!(read(&path, None).is_ok());
    }

    #[test]
    fn a_file_that_stops_early_is_refused() {
        let bytes = sample::geopackage(&["wards"]);
        for length in (100..bytes.len()).step_by(997) {
            let fault = read_bytes(&bytes[..length], None).unwrap_err();
            assert!(matches!(fault, Fault::Damaged { format: "GeoPackage", .. }), "{length}: {fault}");
        }
    }
}
