//! Small invented worlds, placed by tile: a shape is drawn in units of one tile and turned into ground.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use patchwork::tiles::{Drawn, Ground, Mosaic, Sheet, TileCoord, Value};

use super::plane;

/// Half the side of the Web Mercator square, metres.
const HALF_SIDE_M: f64 = 20_037_508.342_789_244;

/// A tile in the Midlands.
pub const HOME: (u8, u32, u32) = (10, 506, 337);

pub fn tile(z: u8, x: u32, y: u32) -> TileCoord {
    TileCoord::new_checked(z, x, y).unwrap()
}

pub fn home() -> TileCoord {
    tile(HOME.0, HOME.1, HOME.2)
}

/// Web Mercator metres of a place in [`HOME`], tile units.
fn mercator([x, y]: [f64; 2]) -> Coord<f64> {
    let unit = 2.0 * HALF_SIDE_M / f64::from(1_u32 << HOME.0) / 4096.0;
    Coord {
        x: (f64::from(HOME.1) * 4096.0 + x) * unit - HALF_SIDE_M,
        y: HALF_SIDE_M - (f64::from(HOME.2) * 4096.0 + y) * unit,
    }
}

/// Where a place of the plane lies in a tile, tile units.
pub fn units_in(tile: TileCoord, place: Coord<f64>) -> [f64; 2] {
    let metres = plane::to_mercator(place);
    let per_metre = f64::from(1_u32 << tile.z()) * 4096.0 / (2.0 * HALF_SIDE_M);
    [
        (metres.x + HALF_SIDE_M) * per_metre - f64::from(tile.x()) * 4096.0,
        (HALF_SIDE_M - metres.y) * per_metre - f64::from(tile.y()) * 4096.0,
    ]
}

/// A place of the plane, from units of [`HOME`].
pub fn place(units: [f64; 2]) -> Coord<f64> {
    plane::from_mercator(mercator(units))
}

fn line(corners: &[[f64; 2]]) -> LineString<f64> {
    corners.iter().map(|&corner| place(corner)).collect()
}

/// A polygon from its exterior and its holes, in units of [`HOME`].
pub fn polygon(exterior: &[[f64; 2]], holes: &[&[[f64; 2]]]) -> Polygon<f64> {
    Polygon::new(line(exterior), holes.iter().map(|hole| line(hole)).collect())
}

pub fn rectangle([west, north]: [f64; 2], [east, south]: [f64; 2]) -> [[f64; 2]; 4] {
    [[west, north], [east, north], [east, south], [west, south]]
}

/// One invented area.
pub struct Area {
    pub name: &'static str,
    pub shape: MultiPolygon<f64>,
    pub inside: Coord<f64>,
}

/// An area whose name goes at `inside`, units of [`HOME`].
pub fn area(name: &'static str, polygons: Vec<Polygon<f64>>, inside: [f64; 2]) -> Area {
    Area { name, shape: MultiPolygon::new(polygons), inside: place(inside) }
}

/// An area of one polygon without holes.
pub fn simple_area(name: &'static str, exterior: &[[f64; 2]], inside: [f64; 2]) -> Area {
    area(name, vec![polygon(exterior, &[])], inside)
}

pub fn mosaic(areas: &[Area]) -> Mosaic {
    let grounds: Vec<Ground<'_>> =
        areas.iter().map(|area| Ground { shape: &area.shape, inside: area.inside }).collect();
    Mosaic::build(&grounds, plane::to_mercator)
}

/// Draws every area, feature ids from 1, with its name and number.
pub fn draw(areas: &[Area], mosaic: &Mosaic, tile: TileCoord) -> Drawn {
    draw_selected(areas, mosaic, tile, |_| true)
}

pub fn draw_selected(
    areas: &[Area],
    mosaic: &Mosaic,
    tile: TileCoord,
    select: impl Fn(u32) -> bool,
) -> Drawn {
    let sheet = Sheet {
        layer: "wards",
        borders: true,
        labels: true,
        select,
        id: |area| u64::from(area) + 1,
        attributes: |area: u32, zoom: u8| {
            [
                ("name", Value::from(areas[area as usize].name)),
                ("seats", Value::from(i64::from(area) - 1)),
                ("asked_at_zoom_12_or_deeper", Value::from(zoom >= 12)),
            ]
        },
    };
    mosaic.tile(tile, &sheet)
}
