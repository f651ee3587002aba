//! A plane in metres that stands for the British National Grid: near enough to size, exactly invertible.

use geo::{Coord, MapCoordsInPlace, MultiPolygon};

/// Metres of the plane to a degree of longitude and of latitude.
const SCALE: [f64; 2] = [68_000.0, 111_200.0];

/// The plane's origin, longitude and latitude.
const ORIGIN: [f64; 2] = [-7.5, 49.0];

const EARTH_RADIUS_M: f64 = 6_378_137.0;

/// From degrees on WGS 84 to the plane, on whole millimetres.
pub fn from_lon_lat(shape: &mut MultiPolygon<f64>) {
    shape.map_coords_in_place(|Coord { x: lon, y: lat }| {
        snapped(Coord { x: (lon - ORIGIN[0]) * SCALE[0], y: (lat - ORIGIN[1]) * SCALE[1] })
    });
}

/// To the nearest millimetre.
pub fn snapped(place: Coord<f64>) -> Coord<f64> {
    Coord { x: (place.x * 1000.0).round() / 1000.0, y: (place.y * 1000.0).round() / 1000.0 }
}

/// From the plane to Web Mercator metres (EPSG:3857).
pub fn to_mercator(place: Coord<f64>) -> Coord<f64> {
    let lon = place.x / SCALE[0] + ORIGIN[0];
    let lat = place.y / SCALE[1] + ORIGIN[1];
    Coord { x: EARTH_RADIUS_M * lon.to_radians(), y: EARTH_RADIUS_M * lat.to_radians().tan().asinh() }
}

/// From Web Mercator metres (EPSG:3857) to the plane, on whole millimetres.
pub fn from_mercator(place: Coord<f64>) -> Coord<f64> {
    let lon = (place.x / EARTH_RADIUS_M).to_degrees();
    let lat = (place.y / EARTH_RADIUS_M).sinh().atan().to_degrees();
    snapped(Coord { x: (lon - ORIGIN[0]) * SCALE[0], y: (lat - ORIGIN[1]) * SCALE[1] })
}
