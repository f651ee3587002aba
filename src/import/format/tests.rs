//! The same two wards in every format, and the ways in which a file as a whole can be wrong.

use std::{fs, path::PathBuf};

use geo::{Area, CoordsIter};
use rstest::rstest;
use tempfile::TempDir;

use super::{sample, *};

/// A folder of its own for one test's files.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Reads a file of that name and content; an error without its path.
    fn read(&self, name: &str, content: &[u8]) -> Result<RawLayer, String> {
        super::read(&self.file(name, content), None).map_err(|error| {
            assert!(error.to_string().starts_with(&*error.file.to_string_lossy()));
            error.fault.to_string()
        })
    }
}

fn read(name: &str, content: &[u8]) -> Result<RawLayer, String> {
    Folder::new().read(name, content)
}

#[rstest]
#[case::geojson("wards.geojson", sample::geojson(), Format::GeoJson)]
#[case::topojson("wards.topojson", sample::topojson(), Format::TopoJson)]
#[case::flatgeobuf("wards.fgb", sample::flatgeobuf(), Format::FlatGeobuf)]
#[case::geopackage("wards.gpkg", sample::geopackage(&["wards"]), Format::GeoPackage)]
#[case::zipped_shapefile("wards.zip", sample::zipped_shapefile(), Format::Shapefile)]
fn every_format_gives_the_same_wards_plain_or_gzipped(
    #[case] name: &str,
    #[case] content: Vec<u8>,
    #[case] format: Format,
) {
    for (name, content) in [
        (name.to_owned(), content.clone()),
        (format!("{name}.gz"), sample::gzip(&content)),
        (name.to_owned(), sample::gzip(&content)),
        ("no-ending".to_owned(), content),
    ] {
        let layer = read(&name, &content).unwrap();
        assert_eq!(layer.format, format, "{name}");
        let standard = if format == Format::TopoJson { FileCrs::Standard } else { FileCrs::Epsg(27700) };
        assert_eq!(layer.crs, standard);
        assert_same_wards(&layer);
    }
}

fn assert_same_wards(layer: &RawLayer) {
    let code = if layer.format == Format::TopoJson { "id" } else { "code" };
    assert!(layer.columns.iter().any(|column| column == code), "{:?}", layer.columns);
    assert!(!layer.columns.iter().any(|column| column == "geom"));
    let mut features = layer.features.clone();
    // FlatGeobuf keeps its features along a curve through the plane.
    features.sort_by_key(|feature| feature.attributes[code].to_string());
    for (feature, (expected_code, name, ground)) in features.iter().zip(sample::wards()) {
        assert_eq!(feature.attributes[code], expected_code);
        assert_eq!(feature.attributes["name"], name);
        assert_eq!(feature.problems, []);
        let shape = feature.geometry.as_ref().unwrap();
        assert!((shape.unsigned_area() - ground.unsigned_area()).abs() < 1e-9, "{shape:?}");
        assert_eq!(shape.coords_count(), ground.coords_count());
    }
    assert_eq!(features.len(), 2);
    let mut rows: Vec<_> = layer.features.iter().map(|feature| feature.row).collect();
    rows.sort_unstable();
    assert_eq!(rows, [1, 2]);
}

#[test]
fn a_loose_shapefile_is_read_with_the_parts_beside_it() {
    let folder = Folder::new();
    for (ending, content) in sample::shapefile_parts() {
        folder.file(&format!("wards.{}", ending.to_uppercase()), &content);
    }
    let layer = super::read(&folder.0.path().join("wards.SHP"), None).unwrap();
    assert_eq!(layer.crs, FileCrs::Epsg(27700));
    assert_same_wards(&layer);
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    let marked = |content: Vec<u8>| [b"\xEF\xBB\xBF\n".as_slice(), &content].concat();
    assert_same_wards(&read("wards.geojson", &marked(sample::geojson())).unwrap());
    assert_same_wards(&read("wards.json", &marked(sample::topojson())).unwrap());
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = Folder::new();
    let missing = super::read(&folder.0.path().join("none.fgb"), None).unwrap_err();
    assert!(missing.to_string().ends_with("none.fgb: there is no such file: check the path"), "{missing}");
    assert!(matches!(super::read(folder.0.path(), None).unwrap_err().fault, Fault::Directory));
    let device = super::read(Path::new("/dev/null"), None).unwrap_err();
    assert!(matches!(device.fault, Fault::NotAFile));
}

#[rstest]
#[case::empty("a.geojson", b"", "the file is empty")]
#[case::web_page("a.geojson", b"<!DOCTYPE html>", "named as GeoJSON but looks like a web page")]
#[case::table("a.csv", b"code,name", "it looks like plain text, perhaps a table")]
#[case::gzip_named_as_flatgeobuf("a.fgb", b"PK\x03\x04", "named as FlatGeobuf but looks like a zip")]
#[case::topology("a.geojson", br#"{"type":"Topology"}"#, "named as GeoJSON but looks like TopoJSON")]
#[case::part("a.dbf", b"\x03", "one part of a shapefile")]
#[case::no_features("a.geojson", br#"{"type":"FeatureCollection","features":[]}"#, "it holds no features")]
#[case::cut(
    "a.geojson",
    b"{\"type\":\"FeatureCollection\",\n\"features\":[{\"type\":",
    "feature 1: line 2, column 20: the JSON stops"
)]
fn a_file_that_is_not_what_it_says_is_refused(
    #[case] name: &str,
    #[case] content: &[u8],
    #[case] expected: &str,
) {
    let message = read(name, content).unwrap_err();
    assert!(message.contains(expected), "{message}");
}

#[test]
fn what_gzip_cannot_pack_usefully_is_refused() {
    let (shp, _) = sample::shp_and_shx();
    assert!(read("wards.shp.gz", &sample::gzip(&shp)).unwrap_err().contains("a gzipped .shp lacks"));
    let twice = sample::gzip(&sample::gzip(&sample::geojson()));
    assert!(read("wards.geojson.gz", &twice).unwrap_err().contains("a gzip within a gzip"));
    let cut = sample::gzip(&sample::geojson());
    assert!(read("wards.geojson.gz", &cut[..cut.len() / 2]).unwrap_err().contains("cut short"));
}

#[test]
fn a_table_can_be_named_only_where_there_are_tables() {
    let folder = Folder::new();
    for (name, content) in [("wards.geojson", sample::geojson()), ("wards.fgb", sample::flatgeobuf())] {
        let error = super::read(&folder.file(name, &content), Some("wards")).unwrap_err();
        assert!(matches!(error.fault, Fault::NoTables { .. }));
    }
    for (name, content) in [
        ("wards.topojson", sample::topojson()),
        ("wards.gpkg", sample::geopackage(&["wards"])),
        ("wards.zip", sample::zipped_shapefile()),
    ] {
        let path = folder.file(name, &content);
        assert_eq!(super::read(&path, Some("wards")).unwrap().table.as_deref(), Some("wards"));
        let error = super::read(&path, Some("lsoas")).unwrap_err().to_string();
        assert!(error.contains("named \"lsoas\": there are wards"), "{error}");
    }
}
