//! Do the lines run together? Border agreement.

use rayon::prelude::*;

use super::internal_border::internal_borders;
use super::interval::{Interval, near, unite};
use super::segment_grid::{Piece, SegmentGrid};
use crate::geometry::{Bng, Region};

/// A layer whose internal borders are shorter than this has none: its areas touch in points, if at all.
const LEAST_BORDER_M: f64 = 10.0;
/// Pieces that one task takes.
const CHUNK: usize = 2_048;

/// The internal borders of a layer, prepared once so that they can be held against those of any other.
///
/// A border is internal where the layer has ground on both sides; coast and the edge of the place are left out. It counts
/// once, not once for each neighbour. Neighbours up to 1 m apart, or overlapping by up to 1 m, share a border.
#[derive(Debug)]
pub struct BorderIndex {
    borders: SegmentGrid,
    length_m: f64,
}

impl BorderIndex {
    /// Finds a layer's internal borders.
    #[must_use]
    pub fn new(regions: &[&Region<Bng>]) -> Self {
        let borders = SegmentGrid::new(&internal_borders(regions));
        let length_m = borders.pieces().iter().map(counted_length).sum();
        Self { borders, length_m }
    }

    /// How long the internal borders are together, in metres.
    #[must_use]
    pub fn length_m(&self) -> f64 {
        self.length_m
    }

    /// The share of this layer's internal borders that lie within a distance of the other's, by length. Ask the
    /// other way round too: a district's borders all run along wards', few of the wards' along a district's. None
    /// when this layer has no internal border; 0 when only the other has none.
    #[must_use]
    pub fn agreement(&self, other: &Self, distance_m: f64) -> Option<f64> {
        if self.length_m < LEAST_BORDER_M {
            return None;
        }
        let together = |pieces: &[Piece]| {
            let mut room = Vec::new();
            let near = |piece: &Piece| match other.share_near(piece, distance_m, &mut room) {
                share if share > 0.0 => share * counted_length(piece),
                _ => 0.0,
            };
            pieces.iter().map(near).sum::<f64>()
        };
        // Collected first, so that the sum has the same order however the work was shared out.
        let parts: Vec<f64> = self.borders.pieces().par_chunks(CHUNK).map(together).collect();
        Some((parts.iter().sum::<f64>() / self.length_m).clamp(0.0, 1.0))
    }

    /// The share of a line that lies within a distance of these borders.
    fn share_near(&self, piece: &Piece, distance_m: f64, room: &mut Vec<Interval>) -> f64 {
        room.clear();
        let mut all = false;
        self.borders.visit_near(piece.ends, distance_m, |other| {
            if let Some(part) = near(piece.ends, other.ends, distance_m) {
                all = part.0 <= 0.0 && part.1 >= 1.0;
                room.push(part);
            }
            !all
        });
        if all {
            return 1.0;
        }
        unite(room);
        room.iter().map(|(from, to)| to - from).sum()
    }
}

/// Each side of a hairline gap counts half.
fn counted_length(piece: &Piece) -> f64 {
    piece.length() / f64::from(piece.mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};
    use proptest::prelude::*;

    fn area(shape: Polygon<f64>) -> Region<Bng> {
        Region::new(&MultiPolygon(vec![shape])).unwrap().0
    }

    fn rect(left: f64, bottom: f64, right: f64, top: f64) -> Region<Bng> {
        area(Rect::new(Coord { x: left, y: bottom }, Coord { x: right, y: top }).to_polygon())
    }

    fn index(regions: &[Region<Bng>]) -> BorderIndex {
        BorderIndex::new(&regions.iter().collect::<Vec<_>>())
    }

    /// Two squares of a kilometre side by side, the line between them at some easting.
    fn halves(cut: f64) -> BorderIndex {
        index(&[rect(0.0, 0.0, cut, 1_000.0), rect(cut, 0.0, 2_000.0, 1_000.0)])
    }

    fn close(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    #[test]
    fn a_line_between_neighbours_counts_once_and_the_coast_not_at_all() {
        assert!(close(halves(1_000.0).length_m(), 1_000.0));
    }

    #[test]
    fn a_layer_agrees_wholly_with_itself() {
        let layer = halves(1_000.0);
        assert_eq!(layer.agreement(&layer, 50.0), Some(1.0));
    }

    #[test]
    fn lines_within_fifty_metres_run_together_and_lines_beyond_do_not() {
        let here = halves(1_000.0);
        assert_eq!(here.agreement(&halves(1_049.0), 50.0), Some(1.0));
        assert_eq!(here.agreement(&halves(1_051.0), 50.0), Some(0.0));
    }

    #[test]
    fn the_two_ways_differ_where_one_layer_nests_in_the_other() {
        let districts = halves(1_000.0);
        let wards: Vec<_> =
            (0..4).map(|n| f64::from(n) * 500.0).map(|x| rect(x, 0.0, x + 500.0, 1_000.0)).collect();
        let wards = index(&wards);
        assert_eq!(districts.agreement(&wards, 50.0), Some(1.0));
        assert!(close(wards.agreement(&districts, 50.0).unwrap(), 1.0 / 3.0));
    }

    #[test]
    fn a_line_that_crosses_runs_along_for_as_long_as_it_is_near() {
        let across = index(&[rect(0.0, 0.0, 2_000.0, 500.0), rect(0.0, 500.0, 2_000.0, 1_000.0)]);
        // 100 m of the 2,000 m lie within 50 m of the other line.
        assert!(close(across.agreement(&halves(1_000.0), 50.0).unwrap(), 0.05));
    }

    #[test]
    fn one_area_alone_has_no_internal_border() {
        let alone = index(&[rect(0.0, 0.0, 2_000.0, 1_000.0)]);
        assert_eq!(alone.agreement(&halves(1_000.0), 50.0), None);
        assert_eq!(halves(1_000.0).agreement(&alone, 50.0), Some(0.0));
        assert_eq!(index(&[]).agreement(&alone, 50.0), None);
    }

    #[test]
    fn areas_that_touch_in_a_corner_or_lie_apart_share_no_border() {
        let corner = index(&[rect(0.0, 0.0, 500.0, 500.0), rect(500.0, 500.0, 900.0, 900.0)]);
        let apart = index(&[rect(0.0, 0.0, 500.0, 500.0), rect(502.0, 0.0, 900.0, 500.0)]);
        assert_eq!(corner.agreement(&halves(300.0), 50.0), None);
        assert_eq!(apart.agreement(&halves(300.0), 50.0), None);
    }

    #[test]
    fn a_hairline_gap_or_overlap_is_a_border_and_counts_once() {
        for hair in [0.4, -0.4] {
            let parted =
                index(&[rect(0.0, 0.0, 1_000.0, 1_000.0), rect(1_000.0 + hair, 0.0, 2_000.0, 1_000.0)]);
            assert!((parted.length_m() - 1_000.0).abs() < 3.0, "{} m", parted.length_m());
            assert_eq!(parted.agreement(&halves(1_000.0), 50.0), Some(1.0));
        }
    }

    #[test]
    fn a_corner_on_a_neighbours_straight_line_parts_nothing() {
        // The areas to the right meet halfway up; the one on the left has no corner there.
        let layer = index(&[
            rect(0.0, 0.0, 1_000.0, 1_000.0),
            rect(1_000.0, 0.0, 2_000.0, 500.0),
            rect(1_000.0, 500.0, 2_000.0, 1_000.0),
        ]);
        assert!((layer.length_m() - 2_000.0).abs() < 3.0, "{} m", layer.length_m());
    }

    #[test]
    fn a_drawing_inside_another_has_ground_on_both_sides() {
        let drawings = index(&[rect(0.0, 0.0, 2_000.0, 2_000.0), rect(500.0, 500.0, 1_000.0, 1_000.0)]);
        assert!(close(drawings.length_m(), 2_000.0));
    }

    #[test]
    fn the_same_drawing_twice_is_an_outline() {
        let drawing = || rect(3.0, 7.0, 1_003.0, 1_507.0);
        assert!(close(index(&[drawing(), drawing()]).length_m(), 0.0));
    }

    #[test]
    fn an_island_in_a_hole_shares_the_holes_border() {
        let ring = |low: f64, high: f64| -> LineString<f64> {
            Rect::new(Coord { x: low, y: low }, Coord { x: high, y: high }).to_polygon().exterior().clone()
        };
        let around = area(Polygon::new(ring(0.0, 1_000.0), vec![ring(400.0, 600.0)]));
        let layer = index(&[around, rect(400.0, 400.0, 600.0, 600.0)]);
        assert!(close(layer.length_m(), 800.0));
    }

    proptest! {
        /// However the lines are chopped up, the answer is that of the whole lines.
        #[test]
        fn corners_along_a_straight_line_change_nothing(cut in 900.0..1_100.0_f64, corners in 1_u32..60) {
            let cut = cut.round();
            let step = |n: u32| (f64::from(n) * 1_000.0 / f64::from(corners)).round();
            let mut left = vec![(0.0, 1_000.0), (0.0, 0.0)];
            left.extend((0..=corners).map(|n| (cut, step(n))));
            let mut right = vec![(2_000.0, 0.0), (2_000.0, 1_000.0)];
            right.extend((0..=corners).rev().map(|n| (cut, step(n))));
            let chopped = index(&[left, right].map(|ring| area(Polygon::new(ring.into(), vec![]))));
            prop_assert!((chopped.length_m() - 1_000.0).abs() < 1e-6);
            let slanted = index(&[
                area(Polygon::new(vec![(0.0, 0.0), (800.0, 0.0), (1_200.0, 1_000.0), (0.0, 1_000.0)].into(), vec![])),
                area(Polygon::new(vec![(800.0, 0.0), (2_000.0, 0.0), (2_000.0, 1_000.0), (1_200.0, 1_000.0)].into(), vec![])),
            ]);
            let whole = halves(cut);
            for (one, other) in [(&chopped, &whole), (&whole, &chopped)] {
                prop_assert_eq!(one.agreement(other, 50.0), Some(1.0));
            }
            let expected = whole.agreement(&slanted, 50.0).unwrap();
            prop_assert!((chopped.agreement(&slanted, 50.0).unwrap() - expected).abs() < 1e-9);
            let expected = slanted.agreement(&whole, 50.0).unwrap();
            prop_assert!((slanted.agreement(&chopped, 50.0).unwrap() - expected).abs() < 1e-9);
        }

        #[test]
        fn a_longer_distance_never_agrees_less(cut in 700.0..1_300.0_f64, near in 1.0..200.0_f64, more in 0.0..200.0_f64) {
            let (here, there) = (halves(1_000.0), halves(cut.round()));
            let (less, more) = (here.agreement(&there, near), here.agreement(&there, near + more));
            prop_assert!(less <= more);
        }
    }
}
