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

/// Numbers the vertices of all areas and reads their rings.
///
/// Rings with fewer than three different corners enclose nothing and are left out, with their polygon
/// when they are its exterior.
pub(super) fn read(shapes: &[&MultiPolygon<f64>]) -> Outlines {
    let mut corners: Runs<(Key, Coord<f64>)> = Runs::default();
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

fn push_ring(corners: &mut Runs<(Key, Coord<f64>)>, ring: &LineString<f64>) -> Option<u32> {
    for &corner in ring {
        let next = (key(corner), corner);
        if corners.open().last().is_none_or(|last| last.0 != next.0) {
            corners.push(next);
        }
    }
    let open = corners.open();
    let closes = open.len() > 1 && open[0].0 == open[open.len() - 1].0;
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
fn number(corners: &[(Key, Coord<f64>)]) -> (Vec<Coord<f64>>, Vec<u32>) {
    let mut sorted: Vec<(Key, u32)> =
        corners.iter().enumerate().map(|(position, corner)| (corner.0, position as u32)).collect();
    sorted.par_sort_unstable();

    let mut places = Vec::new();
    let mut numbers = vec![0; corners.len()];
    for same in sorted.chunk_by(|a, b| a.0 == b.0) {
        for &(_, position) in same {
            numbers[position as usize] = places.len() as u32;
        }
        places.push(corners[same[0].1 as usize].1);
    }
    places.shrink_to_fit();
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
    fn corners_to_the_west_and_south_of_the_origin_keep_their_order() {
        let mut west_first = [1.0, -0.001, 0.0, -700_000.0].map(|x| (key(Coord { x, y: -x }), x));
        west_first.sort_unstable_by_key(|pair| pair.0);
        assert_eq!(west_first.map(|pair| pair.1), [-700_000.0, -0.001, 0.0, 1.0]);
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
