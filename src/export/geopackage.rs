//! A GeoPackage of one layer, in British National Grid metres, that GIS tools open as it is.

use std::path::Path;

use geo_types::Geometry;
use geozero::{CoordDimensions, ToWkb};
use rusqlite::{Connection, ToSql, params};
use serde_json::Value;

use super::{ExportError, Selection, selection::values};
use crate::{geometry::EPSG_BNG, geopackage};

/// Writes a selection into a file that is not there yet, or is empty. The attribution is the layer's description in
/// `gpkg_contents`; `gpkg_metadata` has all of the releases as JSON.
///
/// # Errors
/// [`ExportError`] when the file cannot be written; it may then be half made.
pub fn write_geopackage(selection: &Selection<'_>, file: &Path) -> Result<(), ExportError> {
    let layer = selection.layer.id.as_str();
    // A layer's id has only letters, digits, `-` and `_`, so it can break out of neither kind of quotes.
    let of_layer = |sql: &str| sql.replace("{layer}", layer);
    let mut database = Connection::open(file)?;
    let transaction = database.transaction()?;
    transaction.execute_batch(geopackage::CORE)?;
    transaction.execute_batch(&of_layer(include_str!("geopackage.sql")))?;
    transaction.execute_batch(&of_layer(geopackage::RTREE_CREATE))?;
    {
        let mut insert = transaction.prepare(&of_layer(
            "insert into \"{layer}\" (code, name, id, edition, valid_from, valid_until, inferred, note, area_m2, geom)
                values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        ))?;
        let mut index = transaction
            .prepare(&of_layer("insert into \"rtree_{layer}_geom\" values (?1, ?2, ?3, ?4, ?5)"))?;
        for area in &selection.areas {
            let bounds = area.bounds();
            let envelope = vec![bounds.min().x, bounds.max().x, bounds.min().y, bounds.max().y];
            let srid = i32::try_from(EPSG_BNG).ok();
            let shape = Geometry::MultiPolygon(area.version.region.shape().clone());
            let ground = shape.to_gpkg_wkb(CoordDimensions::xy(), srid, envelope.clone())?;
            let mut row: Vec<Box<dyn ToSql>> = values(area, selection.on).into_iter().map(cell).collect();
            row.push(Box::new(ground));
            let fid = insert.insert(rusqlite::params_from_iter(row))?;
            index.execute(params![fid, envelope[0], envelope[1], envelope[2], envelope[3]])?;
        }
    }
    transaction.execute(
        &of_layer(
            "update gpkg_contents set description = ?1, (min_x, min_y, max_x, max_y) =
                (select min(minx), min(miny), max(maxx), max(maxy) from \"rtree_{layer}_geom\")",
        ),
        [format!("{}: {}", selection.layer.title, selection.attribution())],
    )?;
    transaction.execute(
        "insert into gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)
            values ('dataset', 'http://purl.org/dc/terms/', 'application/json', ?1)",
        [selection.credits().to_string()],
    )?;
    transaction.execute(
        "insert into gpkg_metadata_reference (reference_scope, table_name, md_file_id) values ('table', ?1, ?2)",
        params![layer, transaction.last_insert_rowid()],
    )?;
    transaction.execute_batch(&of_layer(geopackage::TRIGGERS_CREATE))?;
    transaction.commit()?;
    database.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn cell(value: Value) -> Box<dyn ToSql> {
    match value {
        Value::String(text) => Box::new(text),
        Value::Bool(flag) => Box::new(flag),
        Value::Number(number) => Box::new(number.as_f64()),
        _ => Box::new(rusqlite::types::Null),
    }
}
