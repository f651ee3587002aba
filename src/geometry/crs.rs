//! The reference systems that the program itself speaks.

/// A coordinate reference system known to the compiler.
pub trait Crs: Copy + Send + Sync + 'static {
    /// Its EPSG code.
    const EPSG: u32;
}

/// Longitude then latitude, degrees on WGS 84 (EPSG:4326 in CRS84 axis order): what GeoJSON and
/// browsers carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LonLat;

/// Easting then northing, metres on the British National Grid (EPSG:27700): what we measure in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bng;

/// EPSG code of WGS 84.
pub const EPSG_WGS84: u32 = 4326;
/// EPSG code of the British National Grid.
pub const EPSG_BNG: u32 = 27700;
/// EPSG code of Web Mercator.
pub const EPSG_WEB_MERCATOR: u32 = 3857;

impl Crs for LonLat {
    const EPSG: u32 = EPSG_WGS84;
}

impl Crs for Bng {
    const EPSG: u32 = EPSG_BNG;
}
