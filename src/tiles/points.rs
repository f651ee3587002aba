//! Tiles of points: things that stand somewhere, each where it is or together with its neighbours.

use geo_types::Coord;
use geozero::mvt::{Message, Tile, tile::GeomType};

use super::{
    commands::Commands,
    coord::TileCoord,
    mvt::{LayerInMaking, Value},
    world::EXTENT,
};
use crate::geometry::mercator::{self, HALF_WORLD_M};

/// A point of a tile: units east and south of its corner, with what a viewer is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointFeature<'a> {
    /// Units east and south, from 0 to one less than [`EXTENT`].
    pub at: [i32; 2],
    /// Names with values.
    pub attributes: Vec<(&'a str, Value<'a>)>,
}

/// A tile of one layer of points, numbered from 0 in their order. Without any it is no bytes at all.
#[must_use]
pub fn tile_of_points<'a>(layer: &str, points: impl IntoIterator<Item = PointFeature<'a>>) -> Vec<u8> {
    let mut making = LayerInMaking::default();
    for (number, point) in (0_u64..).zip(points) {
        let mut commands = Commands::default();
        commands.point(point.at);
        making.add(Some(number), GeomType::Point, commands, point.attributes);
    }
    Tile { layers: making.finish(layer.to_owned()).into_iter().collect() }.encode_to_vec()
}

impl TileCoord {
    /// West, south, east and north in degrees.
    #[must_use]
    pub fn bounds(self) -> [f64; 4] {
        let metres = 2.0 * HALF_WORLD_M / f64::from(1_u32 << self.z());
        let at = |x: u32, y: u32| {
            mercator::to_lonlat(f64::from(x) * metres - HALF_WORLD_M, HALF_WORLD_M - f64::from(y) * metres)
        };
        let ((west, north), (east, south)) = (at(self.x(), self.y()), at(self.x() + 1, self.y() + 1));
        [west, south, east, north]
    }

    /// The unit of the tile on which a place in degrees falls; `None` when it lies in another tile. A place on the border of
    /// two lies in the one to the east or south.
    #[must_use]
    pub fn unit(self, lon: f64, lat: f64) -> Option<[i32; 2]> {
        let Coord { x, y } = Coord::from(mercator::from_lonlat(lon, lat));
        let tiles = f64::from(1_u32 << self.z());
        let units = |metres: f64, tile: u32| {
            let units = ((metres / (2.0 * HALF_WORLD_M)) * tiles - f64::from(tile)) * f64::from(EXTENT);
            #[allow(clippy::cast_possible_truncation, reason = "within the tile, or not used")]
            (0.0..f64::from(EXTENT)).contains(&units).then_some(units as i32)
        };
        Some([units(x + HALF_WORLD_M, self.x())?, units(HALF_WORLD_M - y, self.y())?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_falls_into_one_tile_of_each_zoom() {
        let (lon, lat) = (-0.1372, 50.8225);
        for z in 0..=16 {
            let world = f64::from(1_u32 << z);
            let (x, y) = mercator::from_lonlat(lon, lat);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "England has a tile")]
            let number = |metres: f64| (metres / (2.0 * HALF_WORLD_M) * world) as u32;
            let (x, y) = (number(x + HALF_WORLD_M), number(HALF_WORLD_M - y));
            let tile = TileCoord::new_checked(z, x, y).unwrap();
            let [west, south, east, north] = tile.bounds();
            assert!((west..east).contains(&lon) && (south..north).contains(&lat), "{tile}");
            assert!(tile.unit(lon, lat).is_some(), "{tile}");
            assert!(x == 0 || TileCoord::new_checked(z, x - 1, y).unwrap().unit(lon, lat).is_none());
        }
    }

    #[test]
    fn the_corner_of_a_tile_is_its_first_unit() {
        let tile = TileCoord::new_checked(1, 1, 1).unwrap();
        assert!(tile.bounds()[0].abs() < 1e-12);
        assert_eq!(tile.unit(0.0, 0.0), Some([0, 0]));
        assert_eq!(tile.unit(90.0, -66.513_260_443_111_86), Some([2048, 2048]));
    }
}
