//! OGC GeoPackage: one feature table of a SQLite database.
//!
//! Opened so that nothing is ever written beside it, which also makes a read-only directory do.

mod crs;

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{Read, Write},
    path::Path,
};

use rusqlite::{Connection, OpenFlags, types::ValueRef};
use serde_json::{Map, Value};

use super::{
    Fault, Format, MAX_BYTES, RawLayer,
    layer::{Collector, number},
    wkb,
};

/// What the format calls its tables.
const TABLES: &str = "feature tables";

/// Reads a GeoPackage that was unpacked into memory, by way of a temporary file.
pub(super) fn read_bytes(bytes: &[u8], table: Option<&str>) -> Result<RawLayer, Fault> {
    let mut file = tempfile::NamedTempFile::with_suffix(".gpkg").map_err(Fault::Unreadable)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(Fault::Unreadable)?;
    read(file.path(), table)
}

/// Reads one table of a GeoPackage: the named one, or the only one.
pub(super) fn read(path: &Path, table: Option<&str>) -> Result<RawLayer, Fault> {
    let database = open(path)?;
    let table = choose(feature_tables(&database)?, table)?;
    let crs = crs::of(&database, table.srs_id).map_err(damaged)?;
    let columns = columns(&database, &table).map_err(damaged)?;
    let mut collector = Collector::default();
    collect(&database, &table, &columns, &mut collector)?;
    let declared = columns.into_iter().map(|column| column.name).collect();
    Ok(collector.into_layer(Format::GeoPackage, Some(table.name), crs, declared))
}

fn open(path: &Path) -> Result<Connection, Fault> {
    let whole = fs::canonicalize(path).map_err(Fault::Unreadable)?;
    // Without `immutable`, SQLite wants to write a lock or a journal beside a database in WAL mode;
    // with it, a journal that another program left there would be overlooked.
    let mode = if has_journal(&whole) {
        "mode=ro"
    } else {
        check_length(&whole)?;
        "immutable=1"
    };
    let address = format!("file:{}?{mode}", percent_encoded(&whole));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(address, flags).map_err(damaged)?;
    database
        .execute_batch("pragma trusted_schema = off; pragma query_only = on; pragma cell_size_check = on;")
        .map_err(damaged)?;
    Ok(database)
}

/// SQLite reads pages beyond the end of a file that is cut short as if they were blank.
fn check_length(path: &Path) -> Result<(), Fault> {
    let mut header = [0; 100];
    let mut file = File::open(path).map_err(Fault::Unreadable)?;
    file.read_exact(&mut header).map_err(|_| damaged("it stops within its header"))?;
    let length = file.metadata().map_err(Fault::Unreadable)?.len();
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        bytes => u64::from(bytes.max(1)),
    };
    // Old writers leave the number of pages stale, and show it by the other two numbers.
    let pages = if number(24) == number(92) { u64::from(number(28)) } else { 0 };
    if length % page_bytes != 0 || length < pages * page_bytes {
        return Err(damaged(format!("it has {length} bytes of {}", (pages * page_bytes).max(length))));
    }
    Ok(())
}

fn has_journal(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|suffix| {
        let mut name = OsString::from(path);
        name.push(suffix);
        fs::metadata(name).is_ok_and(|about| about.len() > 0)
    })
}

fn percent_encoded(path: &Path) -> String {
    let mut address = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            address.push(char::from(*byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// A table of features, as the GeoPackage's own tables describe it.
struct Table {
    name: String,
    geometry: String,
    srs_id: i64,
}

fn feature_tables(database: &Connection) -> Result<Vec<Table>, Fault> {
    let count = "select count(*) from sqlite_schema where name in ('gpkg_contents', 'gpkg_geometry_columns')";
    let described: i64 = database.query_row(count, [], |row| row.get(0)).map_err(damaged)?;
    if described < 2 {
        return Err(Fault::NotAGeoPackage(
            "it is a SQLite database but no GeoPackage with features: export the layer as a GeoPackage"
                .to_owned(),
        ));
    }
    let sql = "select contents.table_name, columns.column_name, columns.srs_id
        from gpkg_contents as contents
        join gpkg_geometry_columns as columns on lower(columns.table_name) = lower(contents.table_name)
        where contents.data_type = 'features' order by contents.rowid";
    let mut statement = database.prepare(sql).map_err(damaged)?;
    let tables = statement
        .query_map([], |row| Ok(Table { name: row.get(0)?, geometry: row.get(1)?, srs_id: row.get(2)? }))
        .map_err(damaged)?;
    tables.collect::<Result<_, _>>().map_err(damaged)
}

fn choose(mut tables: Vec<Table>, name: Option<&str>) -> Result<Table, Fault> {
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
    check_stored(database, table)?;
    check_sound(database, table)?;
    let names: Vec<_> = std::iter::once(&table.geometry)
        .chain(columns.iter().map(|column| &column.name))
        .map(|name| quoted(name))
        .collect();
    let sql = format!("select {} from {}", names.join(", "), quoted(&table.name));
    let mut statement = database.prepare(&sql).map_err(damaged)?;
    let mut rows = statement.query([]).map_err(damaged)?;
    let mut text_bytes = 0;
    while let Some(values) = rows.next().map_err(damaged)? {
        let row = collector.next_row();
        let geometry = match values.get_ref(0).map_err(damaged)? {
            ValueRef::Null => None,
            ValueRef::Blob(blob) => wkb::read_blob(blob, row, &mut collector.builder)?,
            _ => return Err(Fault::feature(row, "its geometry is no geometry: export the layer again")),
        };
        let mut attributes = Map::new();
        for (index, column) in columns.iter().enumerate() {
            let cell = values.get_ref(index + 1).map_err(damaged)?;
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

/// A view could compute for ever, so only stored tables are read.
fn check_stored(database: &Connection, table: &Table) -> Result<(), Fault> {
    let sql = "select type from sqlite_schema where lower(name) = lower(?1) and type in ('table', 'view')";
    let kind: String =
        database.query_row(sql, [&table.name], |row| row.get(0)).map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => {
                damaged(format!("it lists the feature table {} but does not hold it", table.name))
            }
            error => damaged(error),
        })?;
    if kind == "view" {
        return Err(Fault::NotAGeoPackage(format!(
            "its layer {} is a view, which is computed anew each time: save it as a table",
            table.name
        )));
    }
    Ok(())
}

/// A damaged page can read as rows of nothing, so the table's structure is checked before its rows.
fn check_sound(database: &Connection, table: &Table) -> Result<(), Fault> {
    let sql = "select quick_check from pragma_quick_check(?1) limit 1";
    let verdict: String = database.query_row(sql, [&table.name], |row| row.get(0)).map_err(damaged)?;
    if verdict == "ok" { Ok(()) } else { Err(damaged(verdict)) }
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

fn damaged(reason: impl ToString) -> Fault {
    Fault::damaged("GeoPackage", reason)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

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
    #[case::view(
        "alter table wards rename to stored; create view wards as select * from stored",
        Some("its layer wards is a view")
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
    fn a_file_that_stops_early_is_refused() {
        let bytes = sample::geopackage(&["wards"]);
        for length in (100..bytes.len()).step_by(997) {
            let fault = read_bytes(&bytes[..length], None).unwrap_err();
            assert!(matches!(fault, Fault::Damaged { format: "GeoPackage", .. }), "{length}: {fault}");
        }
    }
}
