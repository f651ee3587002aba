//! Stores that must be left alone, and stores that cannot be written.

use std::os::unix::{
    fs::{MetadataExt, PermissionsExt},
    process::CommandExt,
};

use crate::{
    desk::{Desk, import_args, said},
    shapes::{on_grid, square, two_wards},
};

/// Neither an import nor a question may accept the store or change a byte of it.
fn must_be_left_alone(desk: &Desk, words: &str) {
    desk.write("wards.geojson", two_wards());
    let before = std::fs::read(desk.store()).unwrap();
    let import = import_args("wards.geojson", "wards", "2025");
    for args in [&import[..], &["locate", "500500,200500"], &["prune"], &["serve", "--bind", "127.0.0.1:0"]] {
        let said = desk.refusal(args);
        assert!(said.contains("patchwork.gpkg") && said.contains(words), "“{words}” is not in: {said}");
    }
    let after = std::fs::read(desk.store()).unwrap();
    assert!(after == before, "its content has changed");
}

#[test]
fn a_file_of_text_is_no_store() {
    let desk = Desk::new();
    desk.write(
        "patchwork.gpkg",
        "a letter to the council, longer than the header of a database is: ".repeat(20),
    );
    must_be_left_alone(&desk, "is not a Patchwork store");
}

#[test]
fn somebody_elses_database_is_no_store() {
    let desk = Desk::new();
    let other = rusqlite::Connection::open(desk.store()).unwrap();
    other
        .execute_batch("create table letters (text text); insert into letters values ('dear council')")
        .unwrap();
    drop(other);
    must_be_left_alone(&desk, "it is an SQLite database, but no GeoPackage");
}

#[test]
fn somebody_elses_geopackage_is_no_store() {
    let desk = Desk::new();
    let other = rusqlite::Connection::open(desk.store()).unwrap();
    other
        .execute_batch("pragma application_id = 0x47504B47; create table gpkg_contents (table_name text)")
        .unwrap();
    drop(other);
    must_be_left_alone(&desk, "it is a GeoPackage that another program made");
}

#[test]
fn a_store_of_a_newer_program_is_left_to_it() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    let store = rusqlite::Connection::open(desk.store()).unwrap();
    assert_eq!(store.execute("update patchwork_schema set number = 99", []).unwrap(), 1);
    store.execute_batch("pragma wal_checkpoint(truncate)").unwrap();
    drop(store);
    must_be_left_alone(&desk, "newer version of Patchwork (schema 99;");
}

#[test]
fn a_folder_is_no_store() {
    let desk = Desk::new();
    std::fs::create_dir(desk.store()).unwrap();
    assert!(desk.refusal(&["locate", "500500,200500"]).contains("it is a folder"));
}

/// Runs the program as somebody whom file permissions bind: the tests themselves may be run by root.
fn without_privileges(desk: &Desk, args: &[&str]) -> crate::desk::Said {
    let mut command = desk.command(args);
    if std::fs::metadata(desk.path("")).unwrap().uid() == 0 {
        let copy = desk.path("patchwork");
        if !copy.exists() {
            std::fs::copy(env!("CARGO_BIN_EXE_patchwork"), &copy).unwrap();
        }
        command = std::process::Command::new(copy);
        command.current_dir(desk.path("")).args(args).uid(65_534).gid(65_534);
    }
    said(&mut command)
}

#[test]
fn a_store_that_may_not_be_written_can_be_asked_and_says_so_to_an_import() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk.write("wards.geojson", on_grid(&[square("X9", "Other", 0, 0)]));
    let permit = |path: &str, mode| {
        std::fs::set_permissions(desk.path(path), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    permit("wards.geojson", 0o444);
    permit("patchwork.gpkg", 0o444);
    permit("", 0o755);
    // A copy of the program, if one is needed, is laid down while the folder may still be written.
    assert_eq!(without_privileges(&desk, &["--version"]).code, Some(0));
    permit("", 0o555);
    let refused = without_privileges(&desk, &import_args("wards.geojson", "wards", "2025"));
    let asked =
        without_privileges(&desk, &["locate", "500500,200500", "--on", "2025-06-01", "--format", "csv"]);
    permit("", 0o755);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.err.contains("patchwork.gpkg cannot be written"), "{refused:?}");
    assert_eq!(asked.code, Some(0), "{asked:?}");
    assert!(asked.out.contains("X1"), "{asked:?}");
    assert_eq!(desk.codes_at("500500,200500", "2025-06-01"), ["X1"]);
}

#[test]
fn a_store_cannot_be_made_where_nothing_can() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    let mut args = import_args("wards.geojson", "wards", "2025");
    args.extend(["--store", "no/such/folder/patchwork.gpkg"]);
    let said = desk.refusal(&args);
    assert!(said.contains("no/such/folder/patchwork.gpkg"), "{said}");
}
