//! `patchwork export`: what leaves a store comes back as it was, and says whose it is.

use serde_json::{Value, json};

use crate::{
    desk::Desk,
    shapes::{on_grid, rectangle, square, two_wards},
};

const WORDS: [&str; 8] = [
    "--from",
    "2025-05-01",
    "--attribution",
    "Invented for a test",
    "--licence",
    "CC0",
    "--source",
    "wards.geojson",
];

fn desk_with_wards(wards: impl AsRef<[u8]>) -> Desk {
    let desk = Desk::new();
    desk.write("wards.geojson", wards);
    desk.import("wards.geojson", "wards", "2025", &WORDS);
    desk
}

fn json_of(desk: &Desk, more: &[&str]) -> Value {
    let args = [&["export", "wards", "--on", "2025-06-01", "--format", "geojson"], more].concat();
    serde_json::from_str(&desk.answer(&args)).unwrap()
}

/// Codes, names and ground in exact grid metres, by code.
fn areas(desk: &Desk) -> Vec<(String, Value, Value)> {
    let all = json_of(desk, &["--crs", "EPSG:27700"]);
    let area = |feature: &Value| {
        let properties = &feature["properties"];
        (
            properties["code"].as_str().unwrap().to_owned(),
            properties["name"].clone(),
            feature["geometry"].clone(),
        )
    };
    let mut areas: Vec<_> = all["features"].as_array().unwrap().iter().map(area).collect();
    areas.sort_by(|a, b| a.0.cmp(&b.0));
    areas
}

/// Three wards with odd millimetres: one with a hole, one in two parts.
fn odd_wards() -> String {
    let ring = |x: f64, y: f64, side: f64| {
        json!([[x, y], [x + side, y + 0.001], [x + side - 0.017, y + side], [x, y + side], [x, y]])
    };
    let hole = json!([
        [500_100.0, 200_100.0],
        [500_100.0, 200_200.003],
        [500_200.0, 200_150.0],
        [500_100.0, 200_100.0]
    ]);
    let feature = |code: &str, name: &str, geometry: Value| json!({ "type": "Feature", "properties": { "code": code, "name": name }, "geometry": geometry });
    let crs = json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::27700" } });
    let features = [
        feature(
            "X1",
            "Ring, or “Rink”",
            json!({ "type": "Polygon", "coordinates": [ring(500_000.123, 200_000.0, 987.654), hole] }),
        ),
        feature(
            "X2",
            "Isles",
            json!({ "type": "MultiPolygon", "coordinates": [
                [ring(510_000.0, 200_000.007, 300.0)], [ring(511_000.0, 200_000.0, 0.5)],
            ] }),
        ),
        feature(
            "X3",
            "Plain",
            json!({ "type": "Polygon", "coordinates": [ring(400_000.0, 300_000.0, 1_000.0)] }),
        ),
    ];
    json!({ "type": "FeatureCollection", "crs": crs, "features": features }).to_string()
}

#[rstest::rstest]
#[case::geojson("wards.json", &["--format", "geojson", "--crs", "EPSG:27700"])]
#[case::flatgeobuf("wards.fgb", &["--format", "fgb"])]
#[case::geopackage("wards.gpkg", &["--format", "gpkg"])]
fn what_is_exported_and_imported_again_is_the_same_ground(#[case] file: &str, #[case] form: &[&str]) {
    let desk = desk_with_wards(odd_wards());
    let said = desk.run(&[&["export", "wards", "--on", "2025-06-01", "--output", file], form].concat());
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.is_empty() && said.err.contains("3 areas of wards"), "{said:?}");

    let other = Desk::new();
    other.write(file, std::fs::read(desk.path(file)).unwrap());
    other.import(file, "wards", "2025", &WORDS);
    assert_eq!(areas(&desk).len(), 3);
    assert_eq!(areas(&other), areas(&desk));
}

#[test]
fn geojson_is_in_degrees_and_carries_what_must_be_said() {
    let all = json_of(&desk_with_wards(two_wards()), &[]);
    assert!(all.get("crs").is_none());
    let said = |name: &str| all[name].as_str().unwrap().to_owned();
    assert_eq!(
        (said("attribution"), said("licence"), said("source")),
        ("Invented for a test".to_owned(), "CC0".to_owned(), "wards.geojson".to_owned())
    );
    assert_eq!(all["releases"][0]["edition"], "2025");
    let corner = &all["features"][0]["geometry"]["coordinates"][0][0];
    let (lon, lat) = (corner[0].as_f64().unwrap(), corner[1].as_f64().unwrap());
    assert!((-1.0..0.0).contains(&lon) && (51.0..52.0).contains(&lat), "{lon} {lat}");
    let properties = all["features"][0]["properties"].as_object().unwrap();
    let keys: Vec<&str> = properties.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["code", "name", "id", "edition", "valid_from", "valid_until", "inferred", "note", "area_m2"]
    );
    assert_eq!((&properties["valid_from"], &properties["area_m2"]), (&json!("2025-05-01"), &json!(1e6)));
}

#[test]
fn a_table_has_the_point_for_the_label_and_the_attribution_in_every_row() {
    let desk = desk_with_wards(two_wards());
    let table = desk.answer(&["export", "wards", "--on", "2025-06-01", "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    let heads = rows.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let cell = |row: usize, head: &str| {
        rows[row].get(heads.iter().position(|name| name == head).unwrap()).unwrap().to_owned()
    };
    assert_eq!(rows.len(), 2);
    for row in 0..2 {
        assert_eq!(cell(row, "attribution"), "Invented for a test");
        let place = format!("{},{}", cell(row, "label_lon"), cell(row, "label_lat"));
        assert_eq!(desk.codes_at(&place, "2025-06-01"), [cell(row, "code")]);
    }
    assert_eq!(cell(0, "label_easting"), "500500.000");
}

#[test]
fn a_geopackage_says_whose_it_is_where_gis_tools_look() {
    let desk = desk_with_wards(two_wards());
    desk.answer(&["export", "wards", "--on", "2025-06-01", "--format", "gpkg", "--output", "out.gpkg"]);
    let database = rusqlite::Connection::open(desk.path("out.gpkg")).unwrap();
    let text = |sql: &str| database.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(
        text("select description from gpkg_contents where table_name = 'wards'"),
        "Wards: Invented for a test"
    );
    let credits: Value = serde_json::from_str(&text("select metadata from gpkg_metadata")).unwrap();
    assert_eq!((&credits["licence"], &credits["on"]), (&json!("CC0"), &json!("2025-06-01")));
    assert_eq!(text("select cast(count(*) as text) from rtree_wards_geom"), "2");
    assert_eq!(text("select integrity_check from pragma_integrity_check"), "ok");
}

#[test]
fn a_flatgeobuf_says_whose_it_is_in_its_header() {
    let desk = desk_with_wards(two_wards());
    desk.answer(&["export", "wards", "--on", "2025-06-01", "--format", "fgb", "--output", "out.fgb"]);
    let file = std::fs::File::open(desk.path("out.fgb")).unwrap();
    let reader = flatgeobuf::FgbReader::open(std::io::BufReader::new(file)).unwrap();
    assert_eq!(reader.header().description(), Some("Invented for a test"));
    let credits: Value = serde_json::from_str(reader.header().metadata().unwrap()).unwrap();
    assert_eq!(credits["releases"][0]["licence"], "CC0");
}

#[test]
fn inside_a_place_areas_are_whole_and_those_across_its_edge_are_named() {
    let desk = Desk::new();
    // A row of four wards; the district holds the first, half of the second. The place holds two, and 3 m of the third.
    let wards: Vec<_> = (0..4).map(|east| square(&format!("X{east}"), "Ward", east, 0)).collect();
    desk.write("wards.geojson", on_grid(&wards));
    desk.import("wards.geojson", "wards", "2025", &WORDS);
    let half = on_grid(&[rectangle("D1", "Half", [500_000.0, 200_000.0], 1_500.0)]);
    let strip = on_grid(&[rectangle("D2", "Strip", [500_000.0, 200_000.0], 2_003.0)]);
    desk.write("half.geojson", half);
    desk.import("half.geojson", "districts", "2025", &[]);
    desk.write("strip.geojson", strip);
    desk.import("strip.geojson", "places", "2025", &[]);
    let export = |place: &str| {
        let said = desk.run(&[
            "export",
            "wards",
            "--on",
            "2025-06-01",
            "--format",
            "geojson",
            "--crs",
            "EPSG:27700",
            "--in",
            place,
        ]);
        assert_eq!(said.code, Some(0), "{said:?}");
        let all: Value = serde_json::from_str(&said.out).unwrap();
        let codes =
            all["features"].as_array().unwrap().iter().map(|feature| feature["properties"]["code"].clone());
        (codes.collect::<Vec<_>>(), all["features"][1]["properties"]["area_m2"].clone(), said.err)
    };
    let (codes, area, said) = export("districts:D1");
    assert_eq!(codes, ["X0", "X1"]);
    assert_eq!(area, 1e6, "whole, though half of it lies outside");
    assert!(
        said.contains("1 of them cross the edge of districts:D1") && said.contains("Ward (X1)"),
        "{said}"
    );
    let (codes, _, said) = export("places:D2");
    assert_eq!(codes, ["X0", "X1"]);
    assert!(said.is_empty(), "{said}");
}

#[test]
fn what_cannot_be_exported_is_refused_in_a_sentence() {
    let desk = desk_with_wards(two_wards());
    let refusal = |words: &[&str]| desk.refusal(&[&["export"], words].concat());
    let unknown = refusal(&["parishes", "--format", "csv"]);
    assert!(unknown.contains("parishes") && unknown.contains("wards"), "{unknown}");
    assert!(
        refusal(&["wards", "--format", "csv", "--on", "2020-01-01"])
            .contains("no areas in force on 2020-01-01")
    );
    assert!(refusal(&["wards", "--format", "csv", "--on", "2025-06-01", "--in", "wards:X9"]).contains("X9"));
    assert!(refusal(&["wards", "--format", "fgb"]).contains("--output FILE"));
    assert!(
        refusal(&["wards", "--format", "gpkg", "--output", "o.gpkg", "--crs", "EPSG:4326"])
            .contains("EPSG:27700")
    );
    assert!(refusal(&["wards", "--format", "csv", "--crs", "EPSG:27700"]).contains("leave --crs out"));
    let missing = refusal(&["wards", "--on", "2025-06-01", "--format", "csv", "--output", "nowhere/o.csv"]);
    assert!(missing.contains("nowhere/o.csv"), "{missing}");
}

#[test]
fn a_file_that_is_there_is_left_alone() {
    let desk = desk_with_wards(two_wards());
    desk.write("mine.gpkg", "precious");
    for form in ["gpkg", "fgb", "geojson", "csv"] {
        let said = desk.refusal(&[
            "export",
            "wards",
            "--on",
            "2025-06-01",
            "--format",
            form,
            "--output",
            "mine.gpkg",
        ]);
        assert!(said.contains("mine.gpkg exists already"), "{said}");
    }
    assert_eq!(std::fs::read(desk.path("mine.gpkg")).unwrap(), b"precious");
}
