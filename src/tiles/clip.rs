//! Rings cut off at the edge of a tile's buffer, in whole tile units.
//!
//! Sutherland & Hodgman (1974), side by side. Where a ring leaves and comes back it runs along the edge of
//! the buffer, outside the tile that is seen. Every crossing is computed from the lower end of its edge, so
//! two areas that share the edge are cut at the same unit, whichever way they walk it.

use super::world::{BUFFER, EXTENT, TilePoint};

/// First and last tile unit that is kept, east and south alike.
pub(super) const KEPT: [i32; 2] = [-BUFFER, EXTENT as i32 + BUFFER];

/// Cuts `ring` to what is kept; `spare` is room to work in.
///
/// The ring neither repeats its first corner at its end nor any corner in a row, before and after.
pub(super) fn clip(ring: &mut Vec<TilePoint>, spare: &mut Vec<TilePoint>) {
    for axis in [0, 1] {
        for (limit, outward) in [(KEPT[0], -1), (KEPT[1], 1)] {
            if ring.iter().any(|point| (point[axis] - limit) * outward > 0) {
                cut_side(ring, spare, axis, limit, outward);
                std::mem::swap(ring, spare);
            }
        }
    }
}

fn cut_side(ring: &[TilePoint], kept: &mut Vec<TilePoint>, axis: usize, limit: i32, outward: i32) {
    kept.clear();
    let Some(&last) = ring.last() else { return };
    let is_out = |point: TilePoint| (point[axis] - limit) * outward > 0;
    let mut from = last;
    for &to in ring {
        if is_out(from) != is_out(to) {
            push(kept, crossing(from, to, axis, limit));
        }
        if !is_out(to) {
            push(kept, to);
        }
        from = to;
    }
    close(kept);
}

/// Adds a corner unless it repeats the one before.
pub(super) fn push(ring: &mut Vec<TilePoint>, point: TilePoint) {
    if ring.last() != Some(&point) {
        ring.push(point);
    }
}

/// Takes the corners off the end that repeat the first.
pub(super) fn close(ring: &mut Vec<TilePoint>) {
    while ring.len() > 1 && ring.last() == ring.first() {
        ring.pop();
    }
}

/// Where an edge meets the line on which the coordinate `axis` is `limit`.
pub(super) fn crossing(from: TilePoint, to: TilePoint, axis: usize, limit: i32) -> TilePoint {
    let (low, high) = if from <= to { (from, to) } else { (to, from) };
    let other = 1 - axis;
    let [along, across] = [axis, other].map(|axis| i64::from(high[axis]) - i64::from(low[axis]));
    let numerator = (i64::from(limit) - i64::from(low[axis])) * across;
    let rounded = (2 * numerator + along).div_euclid(2 * along);
    let mut point = [limit; 2];
    // Between the ends of an edge whose own coordinates are i32.
    point[other] = i32::try_from(i64::from(low[other]) + rounded).unwrap_or(low[other]);
    point
}

/// Twice the area that a ring encloses, square tile units: above 0 for an exterior of MVT 2.1 (§4.3.3.3).
pub(super) fn twice_area(ring: &[TilePoint]) -> i64 {
    let Some(&last) = ring.last() else { return 0 };
    let mut twice = 0;
    let mut from = last;
    for &to in ring {
        twice += i64::from(from[0]) * i64::from(to[1]) - i64::from(to[0]) * i64::from(from[1]);
        from = to;
    }
    twice
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small round numbers")]
mod tests {
    use super::*;
    use geo::{Area, BooleanOps, Rect};
    use geo_types::{Coord, LineString, Polygon, coord};
    use proptest::prelude::*;
    use rstest::rstest;

    fn clipped(ring: &[TilePoint]) -> Vec<TilePoint> {
        let mut ring = ring.to_vec();
        clip(&mut ring, &mut Vec::new());
        ring
    }

    #[test]
    fn a_ring_inside_is_left_as_it_is() {
        let square = [[0, 0], [10, 0], [10, 10], [0, 10]];
        assert_eq!(clipped(&square), square);
    }

    #[rstest]
    #[case::west(&[[-200, 5], [-100, 5], [-100, 500]])]
    #[case::south_east_corner(&[[5000, 100], [5000, 5000], [100, 5000], [4900, 4900]])]
    fn a_ring_outside_keeps_no_ground(#[case] ring: &[TilePoint]) {
        assert_eq!(twice_area(&clipped(ring)), 0);
    }

    #[test]
    fn a_ring_around_the_tile_becomes_the_edge_of_the_buffer() {
        let around = clipped(&[[-9000, -9000], [9000, -9000], [9000, 9000], [-9000, 9000]]);
        assert_eq!(twice_area(&around), 2 * 4224 * 4224);
    }

    #[test]
    fn a_ring_that_passes_around_the_tile_without_touching_it_keeps_no_ground() {
        // A letter C about the tile.
        let letter = [
            [-500, -500],
            [5000, -500],
            [5000, -300],
            [-300, -300],
            [-300, 5000],
            [5000, 5000],
            [5000, 5200],
            [-500, 5200],
        ];
        assert_eq!(twice_area(&clipped(&letter)), 0);
    }

    #[rstest]
    #[case::west(0, KEPT[0])]
    #[case::north(1, KEPT[0])]
    #[case::east(0, KEPT[1])]
    #[case::south(1, KEPT[1])]
    fn a_shared_edge_is_cut_at_the_same_unit_from_both_sides(#[case] axis: usize, #[case] limit: i32) {
        for slope in -50..50 {
            let mut edge = [[limit - 7, 13], [limit + 4, 13 + slope]];
            if axis == 1 {
                edge = edge.map(|[x, y]| [y, x]);
            }
            assert_eq!(crossing(edge[0], edge[1], axis, limit), crossing(edge[1], edge[0], axis, limit));
        }
    }

    proptest! {
        /// A star about any centre keeps the ground that an exact overlay says.
        #[test]
        fn the_kept_ground_is_the_overlap_with_the_buffered_tile(
            centre in (-3000..7000_i32, -3000..7000_i32),
            radii in prop::collection::vec(200..6000_i32, 3..40),
        ) {
            let count = f64::from(u32::try_from(radii.len()).unwrap());
            let star: Vec<TilePoint> = (0_u32..).zip(&radii).map(|(spoke, &radius)| {
                let (sin, cos) = (f64::from(spoke) / count * std::f64::consts::TAU).sin_cos();
                let reach = |part: f64| (f64::from(radius) * part).round() as i32;
                [centre.0 + reach(cos), centre.1 + reach(sin)]
            }).collect();
            let corner = |&[x, y]: &TilePoint| Coord { x: f64::from(x), y: f64::from(y) };
            let polygon = Polygon::new(LineString::from(star.iter().map(corner).collect::<Vec<_>>()), vec![]);
            let kept = Rect::new(
                coord! { x: f64::from(KEPT[0]), y: f64::from(KEPT[0]) },
                coord! { x: f64::from(KEPT[1]), y: f64::from(KEPT[1]) },
            );
            let expected = polygon.intersection(&kept.to_polygon()).unsigned_area();
            let found = twice_area(&clipped(&star)).unsigned_abs() as f64 / 2.0;
            // A crossing is off by half a unit at most, on edges no longer than the kept box.
            prop_assert!((found - expected).abs() < 2200.0 * count, "{found} {expected}");
        }
    }
}
