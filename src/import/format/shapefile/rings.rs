//! Which ring of a shapefile's polygon is a hole, and in what.
//!
//! After the ESRI Shapefile Technical Description (1998): outer rings run clockwise, holes the other
//! way, in any order. Which hole belongs to which outer ring is left to the reader, so it is found by
//! what lies in what. Some writers do not mind the direction; then only what lies in what counts.

use geo::{
    BoundingRect,
    coordinate_position::{CoordPos, coord_pos_relative_to_ring},
};
use geo_types::{Coord, LineString, Polygon, Rect};

use super::super::{Fault, builder::GeometryBuilder};

/// How much work telling holes may be for one file, in vertices looked at: seconds.
const MAX_LOOKS: u64 = 1_000_000_000;

/// Sorts the rings of one shape after another, counting the work.
#[derive(Default)]
pub(super) struct Sorter {
    looks: u64,
}

/// The file has cost too much already.
struct TooMuch;

struct Ring {
    positions: Vec<Coord<f64>>,
    closed: LineString<f64>,
    bounds: Option<Rect<f64>>,
    /// Positive where the ring runs the way of a hole.
    area: f64,
}

impl Ring {
    fn new(positions: Vec<Coord<f64>>) -> Self {
        let mut closed = LineString(positions.clone());
        closed.close();
        let (bounds, area) = (closed.bounding_rect(), signed_area(&closed));
        Self { positions, closed, bounds, area }
    }
}

impl Sorter {
    /// The polygons that a shape's rings make, in the order of their outer rings.
    pub(super) fn polygons(
        &mut self,
        rings: Vec<Vec<Coord<f64>>>,
        row: usize,
        builder: &mut GeometryBuilder,
    ) -> Result<Vec<Polygon<f64>>, Fault> {
        if rings.len() <= 1 {
            return Ok(rings.into_iter().map(|ring| builder.polygon(vec![ring])).collect());
        }
        let rings: Vec<_> = rings.into_iter().map(Ring::new).collect();
        let parents = self.parents(&rings, builder).map_err(|TooMuch| {
            Fault::feature(row, "it has too many rings to tell holes from islands: split it up")
        })?;
        let mut polygons: Vec<Vec<Vec<Coord<f64>>>> = vec![Vec::new(); rings.len()];
        for (index, parent) in parents.iter().enumerate() {
            if parent.is_none() {
                polygons[index].push(rings[index].positions.clone());
            }
        }
        for (ring, parent) in rings.into_iter().zip(&parents) {
            if let Some(parent) = *parent {
                polygons[parent].push(ring.positions);
            }
        }
        Ok(polygons
            .into_iter()
            .filter(|rings| !rings.is_empty())
            .map(|rings| builder.polygon(rings))
            .collect())
    }

    /// Each hole's outer ring; `None` for what is no hole.
    fn parents(
        &mut self,
        rings: &[Ring],
        builder: &mut GeometryBuilder,
    ) -> Result<Vec<Option<usize>>, TooMuch> {
        if let Some(parents) = self.by_direction(rings)? {
            return Ok(parents);
        }
        builder.note_directions();
        self.by_nesting(rings)
    }

    /// Trusts the directions; nothing if a hole then lies in no outer ring.
    fn by_direction(&mut self, rings: &[Ring]) -> Result<Option<Vec<Option<usize>>>, TooMuch> {
        let is_hole = |index: &usize| rings[*index].area > 0.0;
        let mut outers: Vec<_> = (0..rings.len()).filter(|index| !is_hole(index)).collect();
        outers.sort_by(|a, b| rings[*a].area.abs().total_cmp(&rings[*b].area.abs()));
        let mut parents = vec![None; rings.len()];
        for hole in (0..rings.len()).filter(is_hole) {
            let mut parent = None;
            // The smallest that holds it: an island in a lake has lakes of its own.
            for outer in &outers {
                if self.holds(&rings[*outer], &rings[hole])? {
                    parent = Some(*outer);
                    break;
                }
            }
            if parent.is_none() {
                return Ok(None);
            }
            parents[hole] = parent;
        }
        Ok(Some(parents))
    }

    /// By nesting alone: what lies in an even number of rings is ground.
    fn by_nesting(&mut self, rings: &[Ring]) -> Result<Vec<Option<usize>>, TooMuch> {
        let mut by_area: Vec<_> = (0..rings.len()).collect();
        by_area.sort_by(|a, b| rings[*b].area.abs().total_cmp(&rings[*a].area.abs()));
        let mut depths = vec![0_usize; rings.len()];
        let mut parents = vec![None; rings.len()];
        for (place, inner) in by_area.iter().enumerate() {
            for outer in by_area[..place].iter().rev() {
                if self.holds(&rings[*outer], &rings[*inner])? {
                    depths[*inner] = depths[*outer] + 1;
                    if depths[*inner] % 2 == 1 {
                        parents[*inner] = Some(*outer);
                    }
                    break;
                }
            }
        }
        Ok(parents)
    }

    /// Whether one ring lies in another.
    fn holds(&mut self, outer: &Ring, inner: &Ring) -> Result<bool, TooMuch> {
        self.look(1)?;
        let (Some(around), Some(within)) = (outer.bounds, inner.bounds) else { return Ok(false) };
        let fits = around.min().x <= within.min().x
            && around.min().y <= within.min().y
            && around.max().x >= within.max().x
            && around.max().y >= within.max().y;
        if !fits {
            return Ok(false);
        }
        let corners = inner.positions.iter().copied();
        let middles = inner.closed.lines().map(|edge| (edge.start + edge.end) / 2.0);
        for at in corners.chain(middles) {
            self.look(outer.positions.len())?;
            match coord_pos_relative_to_ring(at, &outer.closed) {
                CoordPos::Inside => return Ok(true),
                CoordPos::Outside => return Ok(false),
                CoordPos::OnBoundary => {}
            }
        }
        // The same ring twice: the later one is the hole of the earlier.
        Ok(true)
    }

    fn look(&mut self, vertices: usize) -> Result<(), TooMuch> {
        self.looks += vertices as u64;
        if self.looks > MAX_LOOKS { Err(TooMuch) } else { Ok(()) }
    }
}

/// Positive for a ring that runs counter-clockwise.
fn signed_area(ring: &LineString<f64>) -> f64 {
    let Some(origin) = ring.0.first() else { return 0.0 };
    // Around the first corner: grid coordinates are so large that small rings would drown in them.
    ring.lines()
        .map(|edge| {
            let (start, end) = (edge.start - *origin, edge.end - *origin);
            start.x * end.y - end.x * start.y
        })
        .sum::<f64>()
        / 2.0
}

#[cfg(test)]
mod tests {
    use super::{super::super::Problem, *};

    /// A square, clockwise as an outer ring runs.
    fn outer(x: f64, y: f64, side: f64) -> Vec<Coord<f64>> {
        [(x, y), (x, y + side), (x + side, y + side), (x + side, y), (x, y)].map(Coord::from).to_vec()
    }

    fn hole(x: f64, y: f64, side: f64) -> Vec<Coord<f64>> {
        outer(x, y, side).into_iter().rev().collect()
    }

    fn sort(rings: Vec<Vec<Coord<f64>>>) -> (Vec<(f64, usize)>, Vec<Problem>) {
        let mut builder = GeometryBuilder::default();
        let polygons = Sorter::default().polygons(rings, 1, &mut builder).unwrap();
        let summary =
            polygons.iter().map(|polygon| (polygon.exterior().0[0].x, polygon.interiors().len())).collect();
        (summary, builder.take_problems())
    }

    #[test]
    fn holes_find_their_outer_ring_wherever_they_stand_in_the_file() {
        let rings =
            vec![hole(101.0, 1.0, 2.0), outer(0.0, 0.0, 10.0), outer(100.0, 0.0, 10.0), hole(1.0, 1.0, 2.0)];
        assert_eq!(sort(rings), (vec![(0.0, 1), (100.0, 1)], vec![]));
    }

    #[test]
    fn an_island_in_a_lake_keeps_its_own_pond() {
        let rings = vec![
            outer(0.0, 0.0, 90.0),
            hole(10.0, 10.0, 60.0),
            outer(20.0, 20.0, 30.0),
            hole(25.0, 25.0, 5.0),
        ];
        assert_eq!(sort(rings), (vec![(0.0, 1), (20.0, 1)], vec![]));
    }

    #[test]
    fn a_hole_that_touches_its_outer_ring_is_still_in_it() {
        let rings = vec![outer(0.0, 0.0, 10.0), hole(0.0, 0.0, 4.0), outer(10.0, 0.0, 10.0)];
        assert_eq!(sort(rings), (vec![(0.0, 1), (10.0, 0)], vec![]));
    }

    #[test]
    fn rings_that_all_run_the_wrong_way_are_told_by_what_lies_in_what() {
        let rings = vec![hole(0.0, 0.0, 90.0), outer(10.0, 10.0, 60.0), hole(20.0, 20.0, 30.0)];
        assert_eq!(sort(rings), (vec![(0.0, 1), (20.0, 0)], vec![Problem::RingDirections]));
        assert_eq!(sort(vec![hole(0.0, 0.0, 9.0)]), (vec![(0.0, 0)], vec![]));
    }

    #[test]
    fn small_rings_far_from_the_origin_keep_their_direction() {
        let rings = vec![outer(530_000.0, 1_200_000.0, 1.0), hole(530_000.1, 1_200_000.1, 1e-4)];
        assert_eq!(sort(rings), (vec![(530_000.0, 1)], vec![]));
    }

    #[test]
    fn work_without_end_is_refused() {
        let mut tired = Sorter { looks: MAX_LOOKS };
        let rings = vec![outer(0.0, 0.0, 9.0), hole(1.0, 1.0, 1.0)];
        let fault = tired.polygons(rings, 4, &mut GeometryBuilder::default()).unwrap_err();
        assert!(fault.to_string().starts_with("feature 4: it has too many rings"), "{fault}");
    }
}
