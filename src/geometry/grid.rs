//! WGS 84 to the British National Grid and back, through OSTN15.

use super::{krueger, ostn15};

/// A place that the National Grid (0–700 km east, 0–1,250 km north) does not reach.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum OutsideGrid {
    /// Given as longitude and latitude.
    #[error(
        "longitude {lon}, latitude {lat} lies outside the British National Grid (0–700 km east, 0–1,250 km north)"
    )]
    LonLat {
        /// Degrees east.
        lon: f64,
        /// Degrees north.
        lat: f64,
    },
    /// Given as grid coordinates.
    #[error(
        "easting {easting}, northing {northing} lies outside the British National Grid (0–700,000 by 0–1,250,000 metres)"
    )]
    Grid {
        /// Metres east.
        easting: f64,
        /// Metres north.
        northing: f64,
    },
}

/// Longitude and latitude in degrees (WGS 84) to easting and northing in metres (EPSG:27700).
///
/// # Errors
/// [`OutsideGrid`] where OSTN15 has no shift: the caller should name the place and refuse it.
pub fn to_grid(lon: f64, lat: f64) -> Result<(f64, f64), OutsideGrid> {
    let outside = OutsideGrid::LonLat { lon, lat };
    if !(-180.0..=180.0).contains(&lon) || !(-89.9..=89.9).contains(&lat) {
        return Err(outside);
    }
    let (easting, northing) = krueger::project(lon, lat);
    let (east, north) = ostn15::shift(easting, northing).ok_or(outside)?;
    Ok((easting + east, northing + north))
}

/// As [`to_lonlat`], to seven decimals of a degree, about a centimetre: how coordinates leave.
///
/// # Errors
/// As [`to_lonlat`].
pub fn to_degrees(easting: f64, northing: f64) -> Result<[f64; 2], OutsideGrid> {
    let (lon, lat) = to_lonlat(easting, northing)?;
    Ok([rounded_degrees(lon), rounded_degrees(lat)])
}

/// Seven decimals of a degree.
#[must_use]
pub fn rounded_degrees(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// Easting and northing in metres (EPSG:27700) to longitude and latitude in degrees (WGS 84).
///
/// # Errors
/// [`OutsideGrid`] where OSTN15 has no shift.
pub fn to_lonlat(easting: f64, northing: f64) -> Result<(f64, f64), OutsideGrid> {
    let outside = OutsideGrid::Grid { easting, northing };
    // The shift is given at the unshifted place: approach it. It changes by centimetres a kilometre, so each
    // round gains four digits. The guess starts on the grid, for a place within the shift of its edge.
    let (mut east, mut north) = (easting.clamp(0.0, 699_999.0), northing.clamp(0.0, 1_249_999.0));
    if (east - easting).abs() > 200.0 || (north - northing).abs() > 200.0 || !(easting + northing).is_finite()
    {
        return Err(outside);
    }
    for _ in 0..6 {
        let (d_east, d_north) = ostn15::shift(east, north).ok_or(outside)?;
        let (next_east, next_north) = (easting - d_east, northing - d_north);
        let moved = (next_east - east).abs().max((next_north - north).abs());
        (east, north) = (next_east, next_north);
        if moved < 1e-6 {
            break;
        }
    }
    Ok(krueger::unproject(east, north))
}

/// Ordnance Survey's test point TP25: longitude, latitude, easting, northing
/// ("Transformations and OSGM15 user guide", test data; © Crown copyright).
const CHECK_POINT: (f64, f64, f64, f64) = (-1.616_576_851_84, 54.979_122_736_60, 424_639.355, 565_012.703);

/// Checks one published point against the projection, both ways, to 2 mm. Called once at start: a build
/// that fell back to a Helmert transformation would be metres out.
///
/// # Errors
/// A sentence that says how far out the result was.
pub fn self_check() -> Result<(), String> {
    let (lon, lat, easting, northing) = CHECK_POINT;
    let (e, n) = to_grid(lon, lat).map_err(|error| error.to_string())?;
    let off = (e - easting).hypot(n - northing);
    if off < 0.002 {
        return Ok(());
    }
    Err(format!("the OSTN15 self-check is out by {off:.3} m: coordinates from this build cannot be trusted"))
}
