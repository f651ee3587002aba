//! Web Mercator (EPSG:3857): only for drawing, never for measuring.

/// Radius of the sphere that EPSG:3857 takes the Earth for, in metres.
const RADIUS_M: f64 = 6_378_137.0;

/// Half the width of the world, in Web Mercator metres: the edge of tile 0/0/0.
pub const HALF_WORLD_M: f64 = std::f64::consts::PI * RADIUS_M;

/// Longitude and latitude in degrees to Web Mercator metres.
#[must_use]
pub fn from_lonlat(lon: f64, lat: f64) -> (f64, f64) {
    (RADIUS_M * lon.to_radians(), RADIUS_M * lat.to_radians().sin().atanh())
}

/// Web Mercator metres to longitude and latitude in degrees.
#[must_use]
pub fn to_lonlat(x: f64, y: f64) -> (f64, f64) {
    ((x / RADIUS_M).to_degrees(), (y / RADIUS_M).sinh().atan().to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edge_of_the_world_is_at_180_degrees_and_85_north() {
        let (x, y) = from_lonlat(180.0, 85.051_128_779_806_6);
        assert!((x - HALF_WORLD_M).abs() < 1e-6 && (y - HALF_WORLD_M).abs() < 1e-3);
        let (lon, lat) = to_lonlat(x, y);
        assert!((lon - 180.0).abs() < 1e-12 && (lat - 85.051_128_779_806_6).abs() < 1e-11);
    }
}
