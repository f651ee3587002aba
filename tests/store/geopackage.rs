//! What makes the file a GeoPackage that other programs open and edit, and what is refused as none of ours.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use rusqlite::{Connection, functions::FunctionFlags};
use tempfile::TempDir;

use super::*;

fn a_store() -> (TempDir, PathBuf, GeoPackage) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    let store = GeoPackage::create_or_open(&path).unwrap();
    store.put_edition(&two_wards("2024", None)).unwrap();
    (folder, path, store)
}

/// The box in the header of a geometry: minx, maxx, miny, maxy.
fn envelope(blob: &[u8]) -> [f64; 4] {
    [8, 16, 24, 32].map(|at| f64::from_le_bytes(blob[at..at + 8].try_into().unwrap()))
}

/// Fails unless the R-tree holds exactly the boxes of the table (as 32-bit numbers, rounded outwards).
pub(crate) fn assert_indexed(path: &Path, layer: &str) {
    let database = Connection::open(path).unwrap();
    let sql = format!(
        "select fid, geom, minx, maxx, miny, maxy from \"{layer}\" full join \"rtree_{layer}_geom\" on id = fid order by 1"
    );
    let mut query = database.prepare(&sql).unwrap();
    let mut rows = query.query([]).unwrap();
    let mut found = 0;
    while let Some(row) = rows.next().unwrap() {
        let blob: Vec<u8> = row.get("geom").expect("a box without a row");
        for (column, exact) in ["minx", "maxx", "miny", "maxy"].iter().zip(envelope(&blob)) {
            let indexed: f64 = row.get(*column).expect("a row without a box");
            assert!((indexed - exact).abs() < 0.1, "{column}: {indexed} for {exact}");
        }
        found += 1;
    }
    assert!(found > 0);
    let check = format!("select rtreecheck('rtree_{layer}_geom')");
    assert_eq!(database.query_row(&check, [], |row| row.get::<_, String>(0)).unwrap(), "ok");
}

/// A connection as QGIS would make one: with the functions that the triggers call.
fn with_spatial_functions(path: &Path) -> Connection {
    let database = Connection::open(path).unwrap();
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for (position, name) in ["ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"].into_iter().enumerate() {
        database
            .create_scalar_function(name, 1, flags, move |arguments| {
                Ok(envelope(&arguments.get::<Vec<u8>>(0)?)[position])
            })
            .unwrap();
    }
    let is_empty =
        |arguments: &rusqlite::functions::Context<'_>| Ok(arguments.get::<Vec<u8>>(0)?[3] & 0b1_0000 != 0);
    database.create_scalar_function("ST_IsEmpty", 1, flags, is_empty).unwrap();
    database
}

/// A square as a GeoPackage polygon, the way QGIS may write one into a table of multi-polygons.
fn plain_polygon(west: f64, south: f64, side: f64) -> Vec<u8> {
    let mut blob = b"GP\0\x03".to_vec();
    blob.extend(27_700_i32.to_le_bytes());
    blob.extend([west, west + side, south, south + side].iter().flat_map(|metres| metres.to_le_bytes()));
    blob.push(1);
    blob.extend([3_u32, 1, 5].iter().flat_map(|number| number.to_le_bytes()));
    for point in square(west, south, side).exterior() {
        blob.extend([point.x, point.y].iter().flat_map(|metres| metres.to_le_bytes()));
    }
    blob
}

#[test]
fn the_file_says_that_it_is_a_geopackage() {
    let (_folder, path, store) = a_store();
    drop(store);
    let bytes = fs::read(&path).unwrap();
    assert_eq!(&bytes[68..72], b"GPKG");
    assert_eq!(bytes[60..64], 10_300_u32.to_be_bytes());
    let database = Connection::open(&path).unwrap();
    let texts = |sql: &str| {
        let mut query = database.prepare(sql).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<Vec<String>, _>>().unwrap()
    };
    assert_eq!(texts("pragma journal_mode"), ["wal"]);
    assert_eq!(
        texts("select table_name from gpkg_contents where data_type = 'features' order by 1"),
        ["patchwork_assets", "wards"]
    );
    let ours =
        "select name from sqlite_schema where type = 'table' and name glob 'patchwork_*' order by name";
    assert_eq!(
        texts(ours),
        texts("select table_name from gpkg_contents where table_name glob 'patchwork_*' order by 1")
    );
    assert_eq!(
        texts("select group_concat(srs_id) from gpkg_spatial_ref_sys order by srs_id"),
        ["-1,0,4326,27700"]
    );
    assert_eq!(
        texts(
            "select table_name || column_name || geometry_type_name || srs_id || z || m from gpkg_geometry_columns order by 1"
        ),
        ["patchwork_assetsgeomGEOMETRY2770000", "wardsgeomMULTIPOLYGON2770000"]
    );
    assert_eq!(texts("select extension_name from gpkg_extensions"), ["gpkg_rtree_index"; 2]);
    assert_eq!(
        texts("select name from sqlite_schema where type = 'trigger' order by name"),
        ["patchwork_assets", "wards"]
            .into_iter()
            .flat_map(|table| {
                ["delete", "insert", "update1", "update2", "update3", "update4"]
                    .map(|name| format!("rtree_{table}_geom_{name}"))
            })
            .collect::<Vec<_>>()
    );
    assert_eq!(
        texts(
            "select printf('%.0f %.0f %.0f %.0f', min_x, min_y, max_x, max_y) from gpkg_contents where min_x notnull"
        ),
        ["500000 200000 502000 201000"]
    );
    assert_eq!(texts("select * from pragma_foreign_key_check"), Vec::<String>::new());
}

#[test]
fn the_index_follows_every_write() {
    let (_folder, path, store) = a_store();
    assert_indexed(&path, "wards");
    store.put_edition(&edition("wards", "2024", None, vec![area("X3", "Heath", 7)])).unwrap();
    assert_indexed(&path, "wards");
    store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap();
    store.put_edition(&edition("wards", "2024", None, vec![area("X3", "Heath", 8)])).unwrap();
    assert_indexed(&path, "wards");
    store.prune().unwrap();
    assert_indexed(&path, "wards");
}

#[test]
fn edits_by_a_program_with_spatial_functions_keep_the_index_right() {
    let (_folder, path, store) = a_store();
    let stamp = wards(&store).stamp;
    let gis = with_spatial_functions(&path);
    let edits = "
        update wards set geom = ?1 where name = 'Mill';
        insert into wards (area_id, name, edition, geom) values ('wards-by-hand', 'By hand', '2024', ?1);
        update wards set fid = 77 where name = 'By hand';
        delete from wards where name = 'Quay';
        update gpkg_contents set last_change = '2031-01-01T00:00:00.000Z' where table_name = 'wards';";
    for edit in edits.split_inclusive(';').filter(|edit| !edit.trim().is_empty()) {
        let values = [plain_polygon(600_000.0, 300_000.0, 2_000.000_4)];
        let values = &values[..edit.matches("?1").count().min(1)];
        gis.execute(edit, rusqlite::params_from_iter(values)).unwrap();
        assert_indexed(&path, "wards");
    }
    let read = wards(&store);
    assert_eq!(versions(&read), [("Mill", "2024", None), ("By hand", "2024", None)]);
    // Snapped to whole millimetres, since nobody has done that before.
    assert_eq!(*read.areas[0].region, region(vec![square(600_000.0, 300_000.0, 2_000.0)]));
    assert_ne!(read.stamp, stamp);

    store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap();
    assert_indexed(&path, "wards");
    assert_eq!(wards(&store).areas.len(), 4);
}

#[test]
fn a_shape_that_is_no_ground_is_named_with_its_row() {
    let (_folder, path, store) = a_store();
    with_spatial_functions(&path)
        .execute("update wards set geom = substr(geom, 1, 60) where name = 'Quay'", [])
        .unwrap();
    let error = store.read_layer(&"wards".parse().unwrap()).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().ends_with("table wards, fid 2: its geometry ends too early"), "{error}");
}

#[test]
fn a_table_of_another_program_is_not_taken_for_a_layer() {
    let (_folder, path, store) = a_store();
    Connection::open(&path).unwrap().execute_batch("create table Parishes (id integer primary key)").unwrap();
    let error =
        store.put_edition(&edition("parishes", "2024", None, vec![area("P1", "Ash", 0)])).unwrap_err();
    assert!(error.to_string().contains("another program has made a table “parishes”"), "{error}");
    assert_eq!(store.stamps().unwrap().len(), 1);
}

#[test]
fn gdal_opens_it_and_finds_the_same_features() {
    let (_folder, path, store) = a_store();
    let areas = (0..500).map(|n| area(&format!("L{n}"), &format!("Block {n}"), n)).collect();
    store.put_edition(&edition("blocks", "2021", None, areas)).unwrap();
    let ogrinfo = |arguments: &[&str]| {
        let output = Command::new("ogrinfo").args(arguments).output().ok()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && output.stderr.is_empty(), "{said}{output:?}");
        Some(said)
    };
    let file = path.to_str().unwrap();
    let Some(layers) = ogrinfo(&["-ro", file]) else {
        println!("not tried: ogrinfo (Debian package gdal-bin) is not installed");
        return;
    };
    assert!(
        layers.contains("wards (Multi Polygon)") && layers.contains("blocks (Multi Polygon)"),
        "{layers}"
    );
    let blocks = ogrinfo(&["-ro", "-so", file, "blocks"]).unwrap();
    assert!(blocks.contains("Feature Count: 500"), "{blocks}");
    assert!(blocks.contains("OSGB36 / British National Grid") && blocks.contains("27700"), "{blocks}");
    assert!(
        blocks.contains("Extent: (500000.000000, 200000.000000) - (1000000.000000, 201000.000000)"),
        "{blocks}"
    );
    assert!(blocks.contains("valid_from: Date") && blocks.contains("inferred: Integer(Boolean)"), "{blocks}");
    let around = ["-spat", "510500", "200500", "512500", "200600"];
    let some = ogrinfo(&[&["-ro", "-so"][..], &around, &[file, "blocks"]].concat()).unwrap();
    assert!(some.contains("Feature Count: 3"), "{some}");
    let indexed = ogrinfo(&["-ro", file, "-sql", "select HasSpatialIndex('blocks', 'geom')"]).unwrap();
    assert!(indexed.contains("(Integer) = 1"), "{indexed}");

    ogrinfo(&[file, "-sql", "update wards set geom = ST_Transform(geom, 27700) where code = 'X1'"]).unwrap();
    assert_indexed(&path, "wards");
    assert_eq!(wards(&store).areas.len(), 2);
}

#[test]
fn an_unfinished_file_is_made_a_store_and_a_finished_one_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    fs::write(&path, "").unwrap();
    assert!(matches!(GeoPackage::open(&path), Err(StoreError::NotAStore { .. })));
    drop(GeoPackage::create_or_open(&path).unwrap());
    GeoPackage::open(&path).unwrap();

    // As left behind by a process that was killed before its first commit.
    let begun = folder.path().join("begun.gpkg");
    Connection::open(&begun).unwrap().execute_batch("pragma journal_mode = wal; vacuum;").unwrap();
    assert!(fs::metadata(&begun).unwrap().len() > 0);
    assert!(matches!(GeoPackage::open(&begun), Err(StoreError::NotAStore { .. })));
    GeoPackage::create_or_open(&begun).unwrap().put_edition(&two_wards("2024", None)).unwrap();
}

#[test]
fn many_processes_may_make_the_same_store_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wards.gpkg");
    std::thread::scope(|scope| {
        for n in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let layer = format!("layer-{n}");
                let new = edition(&layer, "2024", None, vec![area("X1", "Mill", n)]);
                GeoPackage::create_or_open(path).unwrap().put_edition(&new).unwrap();
            });
        }
    });
    assert_eq!(GeoPackage::open(&path).unwrap().stamps().unwrap().len(), 8);
}

#[test]
fn a_file_that_is_not_ours_is_refused_with_the_reason_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("text"), "wards,and,districts\n".repeat(100)).unwrap();
    fs::create_dir(file("folder")).unwrap();
    Connection::open(file("plain")).unwrap().execute_batch("create table t (x)").unwrap();
    let theirs = "pragma application_id = 0x47504B47; create table gpkg_contents (table_name)";
    Connection::open(file("theirs")).unwrap().execute_batch(theirs).unwrap();
    for (name, reason) in [
        ("text", "it is not an SQLite database"),
        ("folder", "it is a folder"),
        ("plain", "it is an SQLite database, but no GeoPackage"),
        ("theirs", "it is a GeoPackage that another program made"),
    ] {
        let before = fs::read(file(name)).ok();
        for opened in [GeoPackage::open(&file(name)), GeoPackage::create_or_open(&file(name))] {
            let error = opened.unwrap_err();
            assert!(matches!(error, StoreError::NotAStore { .. }), "{name}: {error:?}");
            assert!(error.to_string().ends_with(reason), "{name}: {error}");
        }
        assert!(fs::read(file(name)).ok() == before, "{name} was changed");
    }
    assert!(matches!(GeoPackage::open(&file("nothing")), Err(StoreError::Missing { .. })));
    let nowhere = file("no such folder").join("wards.gpkg");
    assert!(matches!(GeoPackage::create_or_open(&nowhere), Err(StoreError::ReadOnly { .. })));
}

#[test]
fn a_store_that_was_cut_short_is_damaged_not_empty() {
    let (_folder, path, store) = a_store();
    drop(store);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let read = GeoPackage::open(&path).and_then(|store| store.read_layer(&"wards".parse().unwrap()));
    assert!(matches!(read, Err(StoreError::Damaged { .. })), "{read:?}");
}
