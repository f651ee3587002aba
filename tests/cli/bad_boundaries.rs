//! Boundary files that must be refused: a clear sentence, and nothing lost.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::{
    desk::Desk,
    shapes::{feature, in_degrees, on_grid, rectangle, square, two_wards},
};

/// A desk with an edition 2024 in its store, so that there is something to lose.
fn with_an_older_edition() -> Desk {
    let desk = Desk::new();
    desk.write("older.geojson", two_wards());
    desk.import("older.geojson", "wards", "2025", &[]);
    desk
}

/// Imports a file over the edition that is there; it must be refused in words that hold all of `words`, and the store
/// answers as before.
fn must_be_refused(desk: &Desk, file: &str, more: &[&str], words: &[&str]) {
    let said = desk.refused_import(file, more);
    assert!(said.contains(file), "the file is not named: {said}");
    for word in words {
        assert!(said.contains(word), "“{word}” is not in: {said}");
    }
    assert_eq!(desk.codes_at("500500,200500", "2025-06-01"), ["X1"]);
    assert_eq!(desk.codes_at("501500,200500", "2025-06-01"), ["X2"]);
}

fn refused_file(file: &str, content: impl AsRef<[u8]>, words: &[&str]) {
    let desk = with_an_older_edition();
    desk.write(file, content);
    must_be_refused(&desk, file, &[], words);
}

fn ring(coordinates: &Value) -> String {
    let shape = json!({"type": "Polygon", "coordinates": [coordinates]});
    on_grid(&[square("X1", "Mill", 0, 0), feature("X2", "Quay", &shape)])
}

fn gzipped(content: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(content.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_file_that_is_not_there() {
    must_be_refused(
        &with_an_older_edition(),
        "nowhere.geojson",
        &[],
        &["there is no such file", "check the path"],
    );
}

#[test]
fn a_file_that_is_not_the_format_its_name_says() {
    refused_file(
        "wards.fgb",
        on_grid(&[square("X9", "Other", 0, 0)]),
        &["it is named as FlatGeobuf but looks like"],
    );
    refused_file("wards.geojson", "<html><body>Not found</body></html>", &["looks like"]);
}

#[test]
fn a_column_that_is_not_there_and_those_that_are() {
    let desk = with_an_older_edition();
    desk.write("wards.geojson", two_wards());
    let words =
        ["import", "layer", "wards.geojson", "--layer", "wards", "--edition", "2026", "--code", "WD25CD"];
    let said = desk.refusal(&words);
    assert!(said.contains("there is no column “WD25CD” for the code; the file has “code”, “name”"), "{said}");
}

#[test]
fn a_code_that_is_used_twice() {
    let twice = [square("X1", "Mill", 0, 0), square("X2", "Quay", 1, 0), square("X1", "Moor", 2, 0)];
    refused_file(
        "wards.geojson",
        on_grid(&twice),
        &["row 3 (X1)", "code “X1” is used twice: row 1 has it too"],
    );
}

#[test]
fn lines_where_areas_are_due() {
    let line = json!({"type": "LineString", "coordinates": [[500_000, 200_000], [501_000, 201_000]]});
    refused_file(
        "roads.geojson",
        on_grid(&[feature("X1", "Mill Lane", &line)]),
        &["row 1 (X1)", "made of lines"],
    );
}

#[test]
fn a_ring_of_three_points() {
    refused_file(
        "wards.geojson",
        ring(&json!([[500_000, 200_000], [501_000, 200_000], [500_000, 200_000]])),
        &["row 2 (X2)", "ring"],
    );
}

#[test]
fn a_number_that_is_none() {
    let content = two_wards().replacen("501000.0", "NaN", 1);
    refused_file("wards.geojson", content, &["line 1, column", "NaN"]);
}

#[test]
fn a_collection_with_nothing_in_it() {
    refused_file("wards.geojson", on_grid(&[]), &["holds no features"]);
    refused_file("nothing.geojson", "", &["is empty"]);
}

#[test]
fn hexagons_that_claim_to_be_on_the_grid() {
    let hexes =
        on_grid(&[rectangle("X1", "Mill", [12.0, 7.0], 1.0), rectangle("X2", "Quay", [13.0, 7.5], 1.0)]);
    refused_file("hexes.geojson", hexes, &["EPSG:27700", "not National Grid metres", "--crs EPSG:N"]);
}

#[test]
fn hexagons_in_a_geopackage_that_claims_to_be_on_the_grid() {
    let desk = with_an_older_edition();
    geopackage_of_one_square(&desk, "hexes.gpkg", 12.0, 7.0);
    must_be_refused(&desk, "hexes.gpkg", &[], &["EPSG:27700", "not National Grid metres"]);
}

/// A GeoPackage that says EPSG:27700, with one square of side 1.
fn geopackage_of_one_square(desk: &Desk, name: &str, west: f64, south: f64) {
    let package = rusqlite::Connection::open(desk.path(name)).unwrap();
    package
        .execute_batch(
            "pragma application_id = 0x47504B47;
             create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text,
                 organization_coordsys_id integer, definition text, description text);
             insert into gpkg_spatial_ref_sys values ('OSGB36 / British National Grid', 27700, 'EPSG', 27700, 'undefined', '');
             create table gpkg_contents (table_name text primary key, data_type text, identifier text, description text,
                 last_change text, min_x real, min_y real, max_x real, max_y real, srs_id integer);
             insert into gpkg_contents values ('hexes', 'features', 'hexes', '', '2025-01-01T00:00:00.000Z', null, null, null, null, 27700);
             create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text,
                 srs_id integer, z tinyint, m tinyint);
             insert into gpkg_geometry_columns values ('hexes', 'geom', 'POLYGON', 27700, 0, 0);
             create table hexes (fid integer primary key, geom blob, code text, name text);",
        )
        .unwrap();
    let mut blob = b"GP\x00\x01".to_vec();
    blob.extend(27_700_i32.to_le_bytes());
    blob.push(1);
    for count in [3_u32, 1, 5] {
        blob.extend(count.to_le_bytes());
    }
    for (x, y) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)] {
        blob.extend((west + x).to_le_bytes());
        blob.extend((south + y).to_le_bytes());
    }
    package.execute("insert into hexes values (1, ?1, 'X1', 'Mill')", [blob]).unwrap();
}

#[test]
fn metres_of_the_grid_in_a_file_of_degrees() {
    let metres = in_degrees(&[square("X1", "Mill", 0, 0)]);
    refused_file("wards.geojson", metres, &["look like National Grid metres", "--crs EPSG:27700"]);
}

#[test]
fn a_packed_file_that_stops_early() {
    let squares: Vec<Value> =
        (0..500).map(|n| square(&format!("X{n}"), &format!("Ward {}", n * 7919 % 503), n, 0)).collect();
    let packed = gzipped(&on_grid(&squares));
    refused_file("wards.geojson.gz", &packed[..packed.len() * 2 / 3], &["cut short", "fetch the file again"]);
}

#[test]
fn a_flatgeobuf_that_stops_early() {
    let whole =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/boundaries/demo/wards_2025.fgb")).unwrap();
    for part in [3, 60, 99] {
        let cut = &whole[..whole.len() * part / 100];
        refused_file("wards.fgb", cut, &["cut short"]);
    }
}

#[test]
fn ground_outside_the_grid_is_named() {
    let paris = in_degrees(&[
        rectangle("X1", "Mill", [-0.1, 51.0], 0.01),
        rectangle("X2", "Louvre", [2.33, 48.86], 0.01),
    ]);
    refused_file("wards.geojson", paris, &["row 2 (X2)", "outside"]);
}

#[test]
fn every_row_that_is_wrong_is_listed_with_its_number() {
    let line = json!({"type": "LineString", "coordinates": [[500_000, 200_000], [501_000, 201_000]]});
    let rows = [
        square("X1", "Mill", 0, 0),
        feature("X2", "Quay", &line),
        square("", "Moor", 2, 0),
        square("X4", "Hill", 3, 0),
        square("X1", "Dale", 4, 0),
    ];
    let words = [
        "3 of 5 rows were refused and nothing was imported",
        "row 2 (X2)",
        "row 3 (Moor)",
        "row 5 (X1)",
        "is empty",
    ];
    refused_file("wards.geojson", on_grid(&rows), &words);
}

#[test]
fn two_editions_of_which_nobody_knows_when_they_begin() {
    let desk = with_an_older_edition();
    let args = crate::desk::import_args("older.geojson", "wards", "2030");
    let said = desk.refusal(&args);
    assert!(said.contains("layer wards") && said.contains("2025") && said.contains("--from"), "{said}");
    assert_eq!(desk.codes_at("500500,200500", "2025-06-01"), ["X1"]);
}
