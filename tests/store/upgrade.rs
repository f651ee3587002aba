//! Stores that an older version wrote, and those that a newer one did.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;

/// Written when areas had no notes and nothing was inferred: two editions and a revision of wards, one of fire areas.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/store-schema-1.gpkg");

/// The same when areas had notes and there were no people: the mill of 2025 has a note.
const SAMPLE_2: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/store-schema-2.gpkg");

/// The same with a table of people, a replaced one and a postcode, when there were no assets.
const SAMPLE_3: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/store-schema-3.gpkg");

fn sample() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.gpkg");
    fs::copy(SAMPLE, &path).unwrap();
    (folder, path)
}

fn number(path: &Path) -> i64 {
    let database = Connection::open(path).unwrap();
    database.query_row("select number from patchwork_schema", [], |row| row.get(0)).unwrap()
}

/// Every table with its columns, every index and trigger.
fn shape(path: &Path) -> Vec<String> {
    let sql = "select s.type || ' ' || s.name || ' ' || coalesce(group_concat(c.name || ' ' || c.type || ' ' || c.\"notnull\" \
               || ' ' || c.pk || ' ' || coalesce(c.dflt_value, '')), '') \
               from sqlite_schema s left join pragma_table_xinfo(s.name) c group by s.type, s.name order by 1";
    let database = Connection::open(path).unwrap();
    let mut query = database.prepare(sql).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn an_older_store_is_upgraded_with_everything_in_it() {
    let (_folder, path) = sample();
    let store = GeoPackage::open(&path).unwrap();
    assert_eq!(number(&path), 6);
    let read = wards(&store);
    let end = Some(date(2025, 5, 1));
    assert_eq!(
        versions(&read),
        [
            ("Mill", "2023", end),
            ("Quay", "2023", end),
            ("Mill", "2025", None),
            ("Quay and Docks", "2025", None)
        ]
    );
    assert_eq!(read.editions[0].edition.revision, 1);
    assert_eq!(
        read.editions[0].edition.provenance.attribution.as_deref(),
        Some("Invented for demonstration")
    );
    assert!(read.areas.iter().all(|area| !area.inferred && area.notes.is_empty()));
    let areas = read.areas.iter().map(|area| area.region.area().0);
    assert_eq!(areas.collect::<Vec<_>>(), [1e6, 1e6, 1e6 - 100.125 * 100.125, 1e6 + 100.0]);
    assert_eq!(store.stamps().unwrap().len(), 2);
    assert_eq!(store.place().unwrap().title.as_deref(), Some("Nowhere"));
    assert_eq!(store.prune().unwrap(), Pruned { revisions: 1, areas: 1 });
}

#[test]
fn an_upgraded_store_has_the_shape_of_a_new_one() {
    let (folder, path) = sample();
    drop(GeoPackage::open(&path).unwrap());
    let new = folder.path().join("new.gpkg");
    let store = GeoPackage::create_or_open(&new).unwrap();
    store.put_edition(&two_wards("2024", None)).unwrap();
    store.put_edition(&edition("fire-areas", "1", None, vec![area("", "All of it", 0)])).unwrap();
    drop(store);
    assert_eq!(shape(&path), shape(&new));
    assert_ne!(shape(&path), shape(Path::new(SAMPLE)));
}

#[test]
fn a_store_without_people_is_upgraded_and_can_have_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.gpkg");
    fs::copy(SAMPLE_2, &path).unwrap();
    let new = folder.path().join("new.gpkg");
    let store = GeoPackage::open(&path).unwrap();
    assert_eq!((number(&path), number(&folder.path().join("old.gpkg.before-schema-6"))), (6, 2));
    assert_eq!(
        wards(&store).areas[2].note_on(date(2026, 1, 1)).as_deref(),
        Some("changed 2026-01-01, not drawn here")
    );
    assert_eq!(store.table_stamps().unwrap(), []);
    let made = GeoPackage::create_or_open(&new).unwrap();
    made.put_edition(&two_wards("2024", None)).unwrap();
    made.put_edition(&edition("fire-areas", "1", None, vec![area("", "All of it", 0)])).unwrap();
    assert_eq!(shape(&path), shape(&new));
    let registered = "select count(*) from gpkg_contents where data_type = 'attributes' \
                      and table_name in (select name from sqlite_schema where name glob 'patchwork_*')";
    let count = |path: &Path| -> i64 {
        Connection::open(path).unwrap().query_row(registered, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(count(&path), count(&new));
}

#[test]
fn a_store_without_assets_keeps_its_people_through_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.gpkg");
    fs::copy(SAMPLE_3, &path).unwrap();
    let counts = || {
        let database = Connection::open(&path).unwrap();
        ["patchwork_table", "patchwork_population", "patchwork_postcode"].map(|table| {
            let sql = format!("select count(*) from {table}");
            database.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap()
        })
    };
    let before = counts();
    assert_eq!(before, [3, 4, 1]);
    let store = GeoPackage::open(&path).unwrap();
    assert_eq!((number(&path), counts()), (4, before));
    assert_eq!(store.table_stamps().unwrap().len(), 2);
    let broken = "select count(*) from pragma_foreign_key_check";
    assert_eq!(
        Connection::open(&path).unwrap().query_row(broken, [], |row| row.get::<_, i64>(0)).unwrap(),
        0
    );
    assert_eq!(store.prune().unwrap(), Pruned { revisions: 2, areas: 1 });
    assert_eq!(counts(), [2, 2, 1]);
    drop(store);
    let new = folder.path().join("new.gpkg");
    let made = GeoPackage::create_or_open(&new).unwrap();
    made.put_edition(&two_wards("2024", None)).unwrap();
    made.put_edition(&edition("fire-areas", "1", None, vec![area("", "All of it", 0)])).unwrap();
    assert_eq!(shape(&path), shape(&new));
}

#[test]
fn an_upgraded_store_can_be_written_and_its_index_is_right() {
    let (_folder, path) = sample();
    let store = GeoPackage::open(&path).unwrap();
    let written = store.put_edition(&two_wards("2026", Some(date(2026, 5, 7)))).unwrap();
    assert_eq!(written.consequences, ["edition 2025 now ends on 2026-05-07"]);
    let ids: Vec<AreaId> = wards(&store).areas[4..].iter().map(|area| area.id.clone()).collect();
    assert_eq!(ids, [id("wards-mill"), id("wards-quay")]);
    geopackage::assert_indexed(&path, "wards");
    geopackage::assert_indexed(&path, "fire-areas");
}

#[test]
fn a_copy_is_laid_beside_it_first_and_no_copy_is_overwritten() {
    let (folder, path) = sample();
    drop(GeoPackage::open(&path).unwrap());
    let copy = folder.path().join("old.gpkg.before-schema-6");
    assert_eq!(number(&copy), 1);
    assert_eq!(shape(&copy), shape(Path::new(SAMPLE)));

    let before = fs::read(&copy).unwrap();
    fs::copy(SAMPLE, &path).unwrap();
    drop(GeoPackage::open(&path).unwrap());
    assert_eq!(fs::read(&copy).unwrap(), before);
    assert_eq!(number(&folder.path().join("old.gpkg.before-schema-6-2")), 1);

    drop(GeoPackage::open(&path).unwrap());
    let copies = fs::read_dir(folder.path())
        .unwrap()
        .filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().contains("before-schema"));
    assert_eq!(copies.count(), 2);
}

#[test]
fn an_upgrade_that_fails_leaves_the_store_as_it_was() {
    let (_folder, path) = sample();
    let damage = "update patchwork_layer set layer = 'lost' where layer = 'fire-areas'";
    let database = Connection::open(&path).unwrap();
    database.execute_batch("pragma foreign_keys = off").unwrap();
    database.execute_batch(damage).unwrap();
    let before = shape(&path);
    drop(database);
    assert!(GeoPackage::open(&path).is_err());
    assert_eq!((number(&path), shape(&path)), (1, before));
}

#[test]
fn a_newer_store_is_refused_and_not_touched() {
    let (folder, path) = sample();
    Connection::open(&path).unwrap().execute_batch("update patchwork_schema set number = 5").unwrap();
    let before = fs::read(&path).unwrap();
    for opened in [GeoPackage::open(&path), GeoPackage::create_or_open(&path)] {
        let error = opened.unwrap_err();
        assert!(matches!(error, StoreError::Newer { found: 7, known: 6, .. }), "{error:?}");
        assert!(error.to_string().contains("newer version of Patchwork"), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
