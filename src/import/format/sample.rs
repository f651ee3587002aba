//! Tiny files for the tests, in every format: two invented wards, the second with a lake and an
//! island in the sea.

use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo_types::{Geometry, MultiPolygon, Polygon, Rect, coord};
use geozero::{ColumnValue, CoordDimensions, PropertyProcessor, ToWkb};
use rusqlite::Connection;
use shapefile::ShapeWriter;
use zip::{ZipWriter, write::SimpleFileOptions};

pub(super) fn square(x: f64, y: f64, side: f64) -> Polygon<f64> {
    Rect::new(coord! { x: x, y: y }, coord! { x: x + side, y: y + side }).to_polygon()
}

/// Code, name and ground of the wards, in metres of some grid.
pub(super) fn wards() -> [(&'static str, &'static str, MultiPolygon<f64>); 2] {
    let inland = Polygon::new(
        square(20.0, 0.0, 10.0).exterior().clone(),
        vec![square(22.0, 2.0, 3.0).exterior().clone()],
    );
    [
        ("W1", "Môr", MultiPolygon(vec![square(0.0, 0.0, 10.0)])),
        ("W2", "Hill", MultiPolygon(vec![inland, square(40.0, 0.0, 2.0)])),
    ]
}

pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

pub(super) fn geojson() -> Vec<u8> {
    let features: Vec<_> = wards()
        .into_iter()
        .map(|(code, name, ground)| {
            serde_json::json!({
                "type": "Feature",
                "properties": { "code": code, "name": name },
                "geometry": geojson::Geometry::from(&ground),
            })
        })
        .collect();
    let crs = serde_json::json!({ "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::27700" } });
    serde_json::json!({ "type": "FeatureCollection", "crs": crs, "features": features }).to_string().into()
}

/// The wards on a grid of half metres; the mainland of each as two arcs, one of them backwards.
pub(super) fn topojson() -> Vec<u8> {
    let text = r#"{
        "type": "Topology", "transform": { "scale": [0.5, 0.5], "translate": [0, 0] },
        "arcs": [
            [[0, 0], [20, 0], [0, 20]], [[0, 0], [0, 20], [20, 0]],
            [[40, 0], [20, 0], [0, 20], [-20, 0], [0, -20]],
            [[44, 4], [0, 6], [6, 0], [0, -6], [-6, 0]],
            [[80, 0], [4, 0], [0, 4], [-4, 0], [0, -4]]
        ],
        "objects": { "wards": { "type": "GeometryCollection", "geometries": [
            { "type": "Polygon", "arcs": [[0, -2]], "id": "W1", "properties": { "name": "Môr" } },
            { "type": "MultiPolygon", "arcs": [[[2], [3]], [[4]]], "id": "W2", "properties": { "name": "Hill" } }
        ] } }
    }"#;
    text.into()
}

pub(super) fn flatgeobuf() -> Vec<u8> {
    flatgeobuf_of(GeometryType::MultiPolygon, FgbCrs { code: 27700, ..FgbCrs::default() }, &{
        wards().map(|(code, name, ground)| (code, name, Geometry::from(ground)))
    })
}

pub(super) fn flatgeobuf_of(
    kind: GeometryType,
    crs: FgbCrs<'_>,
    features: &[(&str, &str, Geometry<f64>)],
) -> Vec<u8> {
    let options = FgbWriterOptions { crs, ..FgbWriterOptions::default() };
    let mut writer = FgbWriter::create_with_options("wards", kind, options).unwrap();
    writer.add_column("code", ColumnType::String, |_, _| {});
    writer.add_column("name", ColumnType::String, |_, _| {});
    for (code, name, geometry) in features {
        let properties = |feature: &mut dyn PropertyProcessor| {
            feature.property(0, "code", &ColumnValue::String(code)).unwrap();
            feature.property(1, "name", &ColumnValue::String(name)).unwrap();
        };
        writer.add_feature_geom(geometry.clone(), |feature| properties(feature)).unwrap();
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    bytes
}

/// A GeoPackage with one table for each name, all of them the same wards.
pub(super) fn geopackage(tables: &[&str]) -> Vec<u8> {
    geopackage_with(tables, "")
}

/// The same, changed by some SQL.
pub(super) fn geopackage_with(tables: &[&str], sql: &str) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let database = Connection::open(file.path()).unwrap();
    database
        .execute_batch(
            "create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text,
                organization_coordsys_id integer, definition text, description text);
             insert into gpkg_spatial_ref_sys values ('grid', 27700, 'EPSG', 27700, 'undefined', null);
             create table gpkg_contents (table_name text primary key, data_type text, identifier text, srs_id integer);
             create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text,
                srs_id integer, z integer, m integer);",
        )
        .unwrap();
    for table in tables {
        let (quoted, literal) =
            (format!("\"{}\"", table.replace('"', "\"\"")), format!("'{}'", table.replace('\'', "''")));
        database
            .execute_batch(&format!(
                "create table {quoted} (fid integer primary key, geom blob, code text, name text, coastal boolean);
                 insert into gpkg_contents values ({literal}, 'features', {literal}, 27700);
                 insert into gpkg_geometry_columns values ({literal}, 'geom', 'MULTIPOLYGON', 27700, 0, 0);"
            ))
            .unwrap();
        for (code, name, ground) in wards() {
            let blob =
                Geometry::from(ground).to_gpkg_wkb(CoordDimensions::xy(), Some(27700), Vec::new()).unwrap();
            let insert = format!("insert into {quoted} (geom, code, name, coastal) values (?, ?, ?, ?)");
            database.execute(&insert, (blob, code, name, code == "W2")).unwrap();
        }
    }
    database.execute_batch(sql).unwrap();
    database.close().unwrap();
    std::fs::read(file.path()).unwrap()
}

/// The `.shp` and the `.shx` of the wards.
pub(super) fn shp_and_shx() -> (Vec<u8>, Vec<u8>) {
    let (mut shp, mut shx) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    {
        let mut writer = ShapeWriter::with_shx(&mut shp, &mut shx);
        for (_, _, ground) in wards() {
            writer.write_shape(&shapefile::Polygon::from(ground)).unwrap();
        }
        writer.finalize().unwrap();
    }
    (shp.into_inner(), shx.into_inner())
}

/// The parts of the wards' shapefile, by ending.
pub(super) fn shapefile_parts() -> Vec<(&'static str, Vec<u8>)> {
    let (shp, shx) = shp_and_shx();
    let rows = wards().map(|(code, name, _)| [code.as_bytes().to_vec(), format!("{name:<5}").into_bytes()]);
    let rows: Vec<_> = rows.iter().map(|[code, name]| [code.as_slice(), &name[..5]]).collect();
    let rows: Vec<_> = rows.iter().map(<[&[u8]; 2]>::as_slice).collect();
    vec![
        ("shp", shp),
        ("shx", shx),
        ("dbf", dbf(&[("code", b'C', 2), ("name", b'C', 5)], &rows, 0)),
        ("prj", br#"PROJCS["British_National_Grid",UNIT["Meter",1.0]]"#.to_vec()),
        ("cpg", b"UTF-8".to_vec()),
    ]
}

pub(super) fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub(super) fn zipped_shapefile() -> Vec<u8> {
    let parts: Vec<_> =
        shapefile_parts().into_iter().map(|(ending, bytes)| (format!("wards.{ending}"), bytes)).collect();
    zipped(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// A dBase table of fields (name, type, width) and rows of raw values.
pub(super) fn dbf(fields: &[(&str, u8, usize)], rows: &[&[&[u8]]], code_page: u8) -> Vec<u8> {
    let header = u16::try_from(32 + 32 * fields.len() + 1).unwrap();
    let record = u16::try_from(1 + fields.iter().map(|(_, _, width)| width).sum::<usize>()).unwrap();
    let mut bytes = vec![3, 123, 5, 17];
    bytes.extend(u32::try_from(rows.len()).unwrap().to_le_bytes());
    bytes.extend(header.to_le_bytes());
    bytes.extend(record.to_le_bytes());
    bytes.resize(29, 0);
    bytes.extend([code_page, 0, 0]);
    for (name, kind, width) in fields {
        let mut field = [0; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        field[11] = *kind;
        field[16] = u8::try_from(*width).unwrap();
        bytes.extend(field);
    }
    bytes.push(0x0D);
    for row in rows {
        bytes.push(b' ');
        row.iter().for_each(|value| bytes.extend(*value));
    }
    bytes.push(0x1A);
    bytes
}
