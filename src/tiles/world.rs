//! Places on the Web Mercator square, as whole numbers.
//!
//! The square's side is cut in 2³² steps of 9.3 mm of Mercator (6 mm on the ground in England), from the
//! north-west corner east and south. A step is a power of two finer than a tile unit at any zoom, so
//! rounding to a tile is a shift, the same in every tile and for every area that uses the vertex.

use geo_types::Coord;

use super::coord::TileCoord;

/// Half the side of the Web Mercator square (EPSG:3857), metres.
const HALF_SIDE_M: f64 = 20_037_508.342_789_244;

/// Steps along the side.
const STEPS: f64 = 4_294_967_296.0;

/// Tile units along a tile's side: the `extent` of the MVT layer.
pub const EXTENT: u16 = 4096;

const EXTENT_BITS: u8 = 12;

/// How far beyond its tile a shape is kept, tile units: wide enough that the cut is never seen.
pub const BUFFER: i32 = 64;

/// A place, in steps east and south of the square's north-west corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WorldPoint {
    pub x: u32,
    pub y: u32,
}

impl WorldPoint {
    /// The step nearest to Web Mercator metres (EPSG:3857); what lies off the square goes to its edge.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, as told"
    )]
    pub fn from_mercator(metres: Coord<f64>) -> Self {
        let step = |distance_m: f64| (distance_m / (2.0 * HALF_SIDE_M) * STEPS).round() as u32;
        Self { x: step(metres.x + HALF_SIDE_M), y: step(HALF_SIDE_M - metres.y) }
    }

    /// Longitude and latitude, degrees on WGS 84.
    pub fn lon_lat(self) -> [f64; 2] {
        let turn = std::f64::consts::TAU;
        let lon = f64::from(self.x) / STEPS * 360.0 - 180.0;
        let lat = (turn / 2.0 - f64::from(self.y) / STEPS * turn).sinh().atan().to_degrees();
        [lon, lat]
    }
}

/// The smallest upright box around some places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WorldBox {
    pub min: WorldPoint,
    pub max: WorldPoint,
}

impl WorldBox {
    /// The box around nothing, which any place widens to itself.
    pub const EMPTY: Self =
        Self { min: WorldPoint { x: u32::MAX, y: u32::MAX }, max: WorldPoint { x: 0, y: 0 } };

    pub fn around(points: impl IntoIterator<Item = WorldPoint>) -> Self {
        points.into_iter().fold(Self::EMPTY, |all, point| all.with(Self { min: point, max: point }))
    }

    pub fn with(self, other: Self) -> Self {
        Self {
            min: WorldPoint { x: self.min.x.min(other.min.x), y: self.min.y.min(other.min.y) },
            max: WorldPoint { x: self.max.x.max(other.max.x), y: self.max.y.max(other.max.y) },
        }
    }

    pub fn is_empty(self) -> bool {
        self.min.x > self.max.x
    }

    pub fn covers(self, point: WorldPoint) -> bool {
        (self.min.x..=self.max.x).contains(&point.x) && (self.min.y..=self.max.y).contains(&point.y)
    }
}

/// A place in a tile, tile units east and south of the tile's north-west corner.
pub(super) type TilePoint = [i32; 2];

/// How the square lies in one tile.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    tile: TileCoord,
    shift: u8,
}

/// Steps to a tile unit at zoom `z`, as a power of two.
const fn unit_bits(z: u8) -> u8 {
    32 - EXTENT_BITS - z
}

/// Steps to a tile unit at zoom `z`.
pub(super) fn unit_steps(z: u8) -> f64 {
    f64::from(1_u32 << unit_bits(z))
}

impl Frame {
    pub fn of(tile: TileCoord) -> Self {
        Self { tile, shift: unit_bits(tile.z()) }
    }

    /// The tile unit nearest to a place; halves go east and south in every tile.
    pub fn round(self, point: WorldPoint) -> TilePoint {
        let half = 1_u64 << (self.shift - 1);
        let unit = |steps: u32, tile: u32| {
            let units = (u64::from(steps) + half) >> self.shift;
            // At most 2²⁸ units to the square, so both fit.
            i32::try_from(units).unwrap_or(i32::MAX) - i32::try_from(tile << EXTENT_BITS).unwrap_or(i32::MAX)
        };
        [unit(point.x, self.tile.x()), unit(point.y, self.tile.y())]
    }

    /// Whether the place lies in this tile proper: every place lies in exactly one tile of a zoom.
    pub fn owns(self, point: WorldPoint) -> bool {
        let column = |steps: u32| u64::from(steps) >> (self.shift + EXTENT_BITS);
        column(point.x) == u64::from(self.tile.x()) && column(point.y) == u64::from(self.tile.y())
    }

    /// The tile unit that a place lies in: within the tile for every place that it owns.
    pub fn floor(self, point: WorldPoint) -> TilePoint {
        let inside = |steps: u32| (steps >> self.shift) & (u32::from(EXTENT) - 1);
        [inside(point.x).cast_signed(), inside(point.y).cast_signed()]
    }

    /// Corners, in steps, of the tile with its buffer and the half unit that rounding may add.
    pub fn reach(self) -> [[f64; 2]; 2] {
        let unit = f64::from(1_u32 << self.shift);
        let span = |tile: u32, units: f64| (f64::from(tile) * f64::from(EXTENT) + units) * unit;
        let margin = f64::from(BUFFER) + 0.5;
        let far = f64::from(EXTENT) + margin;
        [
            [span(self.tile.x(), -margin), span(self.tile.y(), -margin)],
            [span(self.tile.x(), far), span(self.tile.y(), far)],
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(z: u8, x: u32, y: u32) -> Frame {
        Frame::of(TileCoord::new_checked(z, x, y).unwrap())
    }

    #[test]
    fn the_square_runs_from_north_west_to_south_east() {
        let corner = |x, y| WorldPoint::from_mercator(Coord { x, y });
        assert_eq!(corner(-HALF_SIDE_M, HALF_SIDE_M), WorldPoint { x: 0, y: 0 });
        assert_eq!(corner(0.0, 0.0), WorldPoint { x: 1 << 31, y: 1 << 31 });
        assert_eq!(corner(3e7, -3e7), WorldPoint { x: u32::MAX, y: u32::MAX });
    }

    #[test]
    fn greenwich_comes_back_as_longitude_and_latitude() {
        // EPSG:3857 of 51.4779 N on the meridian, from the projection's own formula.
        let y = 6_378_137.0 * (51.4779_f64.to_radians().tan().asinh());
        let [lon, lat] = WorldPoint::from_mercator(Coord { x: 0.0, y }).lon_lat();
        assert!(lon.abs() < 1e-6 && (lat - 51.4779).abs() < 1e-6, "{lon} {lat}");
    }

    #[test]
    fn a_place_on_the_line_between_two_tiles_rounds_alike_in_both() {
        let on_the_line = WorldPoint { x: 1 << 31, y: 5 << 18 };
        let [west, south] = tile(1, 0, 0).round(on_the_line);
        let [east, also_south] = tile(1, 1, 0).round(on_the_line);
        assert_eq!((west, east), (4096, 0));
        assert_eq!(south, also_south);
        assert!(tile(1, 1, 0).owns(on_the_line) && !tile(1, 0, 0).owns(on_the_line));
        assert_eq!(tile(1, 1, 0).floor(on_the_line)[0], 0);
    }

    #[test]
    fn the_whole_world_is_one_tile_at_zoom_0() {
        let last = WorldPoint { x: u32::MAX, y: u32::MAX };
        assert!(tile(0, 0, 0).owns(last));
        assert_eq!(tile(0, 0, 0).floor(last), [4095, 4095]);
        assert_eq!(tile(0, 0, 0).round(last), [4096, 4096]);
    }
}
