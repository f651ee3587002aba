//! `GeoJSON` (RFC 7946), with what must be said as members of the collection.

use std::io::Write;

use geo_types::{Coord, LineString, Polygon};
use serde_json::{Map, Value, json};

use super::{
    ExportError, Selection,
    selection::{COLUMNS, values},
};
use crate::geometry::{OutsideGrid, to_degrees};

/// What the coordinates of a `GeoJSON` file are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coordinates {
    /// Longitude and latitude on WGS 84, degrees to seven decimals (about a centimetre): what the standard asks for.
    #[default]
    Degrees,
    /// British National Grid metres, exact to the millimetre. The file names EPSG:27700 in the `crs` member of the
    /// standard's predecessor (2008), which GIS tools read.
    Grid,
}

/// Writes a selection as a `FeatureCollection`, a feature a line.
///
/// # Errors
/// [`ExportError`] when `out` takes no more, or ground has no longitude and latitude.
pub fn write_geojson(
    selection: &Selection<'_>,
    coordinates: Coordinates,
    mut out: impl Write,
) -> Result<(), ExportError> {
    let mut head = Map::new();
    head.insert("type".to_owned(), "FeatureCollection".into());
    head.insert("name".to_owned(), selection.layer.id.as_str().into());
    if coordinates == Coordinates::Grid {
        let name = json!({ "name": "urn:ogc:def:crs:EPSG::27700" });
        head.insert("crs".to_owned(), json!({ "type": "name", "properties": name }));
    }
    if let Value::Object(credits) = selection.credits() {
        head.extend(credits);
    }
    let head = serde_json::to_string(&head)?;
    // Left open, so that features follow one by one.
    writeln!(out, "{},\"features\":[", head.strip_suffix('}').unwrap_or(&head))?;
    for (at, area) in selection.areas.iter().enumerate() {
        let parts = area.version.region.shape().iter().map(|part| polygon(part, coordinates));
        let mut parts: Vec<Value> = parts.collect::<Result<_, _>>()?;
        let geometry = match parts.pop() {
            Some(only) if parts.is_empty() => json!({ "type": "Polygon", "coordinates": only }),
            last => {
                parts.extend(last);
                json!({ "type": "MultiPolygon", "coordinates": parts })
            }
        };
        let named = COLUMNS.iter().map(|&column| column.to_owned()).zip(values(area, selection.on));
        let properties: Map<String, Value> = named.collect();
        let feature = json!({ "type": "Feature", "properties": properties, "geometry": geometry });
        if at > 0 {
            out.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut out, &feature)?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()?;
    Ok(())
}

/// Rings, exterior first and anticlockwise, as a region's are (RFC 7946 §3.1.6).
fn polygon(polygon: &Polygon<f64>, coordinates: Coordinates) -> Result<Value, OutsideGrid> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let rings: Vec<Vec<[f64; 2]>> =
        rings.map(|ring| positions(ring, coordinates)).collect::<Result<_, _>>()?;
    Ok(json!(rings))
}

fn positions(ring: &LineString<f64>, coordinates: Coordinates) -> Result<Vec<[f64; 2]>, OutsideGrid> {
    let place = |&Coord { x, y }: &Coord<f64>| match coordinates {
        Coordinates::Grid => Ok([x, y]),
        Coordinates::Degrees => to_degrees(x, y),
    };
    ring.coords().map(place).collect()
}
