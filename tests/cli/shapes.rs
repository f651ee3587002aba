//! Invented boundary files.

use serde_json::{Value, json};

/// A kilometre square of the grid, `east` and `north` kilometres from 500,000, 200,000.
pub fn square(code: &str, name: &str, east: i32, north: i32) -> Value {
    rectangle(code, name, [500_000.0 + 1e3 * f64::from(east), 200_000.0 + 1e3 * f64::from(north)], 1_000.0)
}

/// A square from its south-western corner, in the file's own unit.
pub fn rectangle(code: &str, name: &str, [west, south]: [f64; 2], side: f64) -> Value {
    let (east, north) = (west + side, south + side);
    let ring = json!([[west, south], [east, south], [east, north], [west, north], [west, south]]);
    feature(code, name, &json!({"type": "Polygon", "coordinates": [ring]}))
}

pub fn feature(code: &str, name: &str, geometry: &Value) -> Value {
    json!({"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry})
}

/// A collection in National Grid metres.
pub fn on_grid(features: &[Value]) -> String {
    let crs = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}});
    json!({"type": "FeatureCollection", "crs": crs, "features": features}).to_string()
}

/// A collection in degrees, as the standard has it.
pub fn in_degrees(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// Mill and Quay, side by side.
pub fn two_wards() -> String {
    on_grid(&[square("X1", "Mill", 0, 0), square("X2", "Quay", 1, 0)])
}
