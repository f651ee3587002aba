//! The rings of many areas over one set of vertices, each known by a number.
//!
//! Coordinates are exact multiples of 1 mm, so equal millimetres are the same vertex. Vertices are
//! numbered from west to east, then south to north: numbers do not depend on the order of areas.

use geo_types::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;

use super::runs::Runs;

/// What area shapes are made of, all corners by vertex number.
#[derive(Debug)]
pub(super) struct Outlines {
    /// Grid metres of each vertex.
    pub places: Vec<Coord<f64>>,
    /// Rings of vertices, the last not repeating the first.
    pub rings: Runs<u32>,
    /// Rings of each polygon: its exterior, then its holes.
    pub polygons: Runs<u32>,
    /// Polygons of each area.
    pub areas: Runs<u32>,
}

/// Millimetres, ordered as a number: easting first.
type Key = u64;

#[expect(clippy::cast_possible_truncation, reason = "grid millimetres fit an i32; what does not saturates")]
fn key(metres: Coord<f64>) -> Key {
    let ordered = |metres: f64| u64::from(((metres * 1000.0).round() as i32).cast_unsigned() ^ (1 << 31));
    ordered(metres.x) << 32 | ordered(metres.y)
}

/// The grid metres that a key stands for.
#[expect(clippy::cast_possible_truncation, reason = "each half of a key is 32 bits")]
fn place(key: Key) -> Coord<f64> {
    let metres = |ordered: u64| f64::from((ordered as u32 ^ (1 << 31)).cast_signed()) / 1000.0;
    Coord { x: metres(key >> 32), y: metres(key) }
}

/// Numbers the vertices of all areas and reads their rings.
///
/// Rings with fewer than three different corners enclose nothing and are left out, with their polygon
/// when they are its exterior.
pub(super) fn read(shapes: &[&MultiPolygon<f64>]) -> Outlines {
    let mut corners = Runs::default();
    let mut polygons = Runs::default();
    let mut areas = Runs::default();
    for shape in shapes {
        for polygon in *shape {
            if let Some(exterior) = push_ring(&mut corners, polygon.exterior()) {
                polygons.push(exterior);
                for hole in polygon.interiors() {
                    if let Some(hole) = push_ring(&mut corners, hole) {
                        polygons.push(hole);
                    }
                }
                areas.push(polygons.close());
            }
        }
        areas.close();
    }

    let (places, numbers) = number(corners.items());
    Outlines { places, rings: corners.with_items(numbers), polygons, areas }
}

fn push_ring(corners: &mut Runs<Key>, ring: &LineString<f64>) -> Option<u32> {
    for &corner in ring {
        let next = key(corner);
        if corners.open().last() != Some(&next) {
            corners.push(next);
        }
    }
    let open = corners.open();
    let closes = open.len() > 1 && open[0] == open[open.len() - 1];
    if open.len() < 3 + usize::from(closes) {
        corners.drop_open();
        return None;
    }
    if closes {
        corners.pop();
    }
    Some(corners.close())
}

/// Each different vertex once, in order, and the number of every corner's vertex.
#[expect(clippy::cast_possible_truncation, reason = "corners are counted in u32 by `Runs`")]
fn number(corners: &[Key]) -> (Vec<Coord<f64>>, Vec<u32>) {
    let mut sorted: Vec<(Key, u32)> =
        corners.iter().enumerate().map(|(position, &key)| (key, position as u32)).collect();
    sorted.par_sort_unstable();

    let mut places = Vec::new();
    let mut numbers = vec![0; corners.len()];
    for same in sorted.chunk_by(|a, b| a.0 == b.0) {
        for &(_, position) in same {
            numbers[position as usize] = places.len() as u32;
        }
        places.push(place(same[0].0));
    }
    (places, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{polygon, wkt};

    #[test]
    fn two_squares_side_by_side_share_two_vertices() {
        let west = MultiPolygon::from(wkt!(POLYGON((0. 0., 1. 0., 1. 1., 0. 1., 0. 0.))));
        let east = MultiPolygon::from(wkt!(POLYGON((1. 0., 2. 0., 2. 1., 1. 1., 1. 0.))));
        let outlines = read(&[&west, &east]);
        assert_eq!(outlines.places.len(), 6);
        assert_eq!(outlines.rings.run(0), [0, 2, 3, 1]);
        assert_eq!(outlines.rings.run(1), [2, 4, 5, 3]);
    }

    #[test]
    fn a_vertex_is_given_back_where_it_was() {
        for corner in [Coord { x: 428_000.123, y: 1_219_999.999 }, Coord { x: -0.001, y: -700_000.5 }] {
            assert_eq!(place(key(corner)), corner);
        }
    }

    #[test]
    fn corners_to_the_west_and_south_of_the_origin_keep_their_order() {
        let west_to_east = [-700_000.0, -0.001, 0.0, 1.0].map(|x| key(Coord { x, y: -x }));
        assert!(west_to_east.is_sorted());
    }

    #[test]
    fn a_ring_that_encloses_nothing_is_left_out_with_its_holes() {
        let line = polygon! {
            exterior: [(x: 0., y: 0.), (x: 5., y: 0.), (x: 5., y: 0.), (x: 0., y: 0.)],
            interiors: [[(x: 1., y: 0.), (x: 2., y: 0.), (x: 1., y: 1.)]],
        };
        let outlines = read(&[&MultiPolygon::from(line)]);
        assert_eq!((outlines.rings.len(), outlines.areas.len()), (0, 1));
        assert!(outlines.areas.run(0).is_empty());
    }
}
