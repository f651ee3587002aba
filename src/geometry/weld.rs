//! Closing the cracks that snapping opens where one border has a point that its neighbour's lacks.
//!
//! A crack that lies within a union is a thin hole. One that runs to the outside at both ends leaves the two neighbours
//! as parts that touch in its ends, and no ring to tell it by: so points are put into the edges they lie beside.

use i_overlay::i_float::int::point::IntPoint;
use rstar::{AABB, RTree};

use super::overlay::Contour;

/// In millimetres. Snapping moves a point and the edge it lay on by at most half a grid cell's diagonal each, √2 together.
const REACH_MM: f64 = 1.5;

/// Puts every point of the contours that lies within reach of an edge into that edge. Says whether there were any.
pub(super) fn weld(contours: &mut [Contour]) -> bool {
    let points: Vec<[f64; 2]> = contours.iter().flatten().copied().map(exact).collect();
    let tree = RTree::bulk_load(points);
    let mut any = false;
    for contour in contours {
        let mut welded = Vec::with_capacity(contour.len());
        for (index, &start) in contour.iter().enumerate() {
            let end = contour[if index + 1 == contour.len() { 0 } else { index + 1 }];
            welded.push(start);
            let beside = points_beside(&tree, exact(start), exact(end));
            any |= !beside.is_empty();
            welded.extend(beside);
        }
        *contour = welded;
    }
    any
}

/// In the order in which the edge passes them.
#[allow(clippy::float_cmp)] // exact on purpose: whole millimetres
fn points_beside(tree: &RTree<[f64; 2]>, start: [f64; 2], end: [f64; 2]) -> Vec<IntPoint<i64>> {
    let (along_x, along_y) = (end[0] - start[0], end[1] - start[1]);
    let length = along_x.hypot(along_y);
    let mut found: Vec<(f64, [f64; 2])> = Vec::new();
    let around = AABB::from_corners(
        [start[0].min(end[0]) - REACH_MM, start[1].min(end[1]) - REACH_MM],
        [start[0].max(end[0]) + REACH_MM, start[1].max(end[1]) + REACH_MM],
    );
    for &point in tree.locate_in_envelope(&around) {
        let (x, y) = (point[0] - start[0], point[1] - start[1]);
        let passed = (x * along_x + y * along_y) / length;
        let off = (x * along_y - y * along_x) / length;
        if off.abs() <= REACH_MM && passed > 0.0 && passed < length && point != start && point != end {
            found.push((passed, point));
        }
    }
    found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1[0].total_cmp(&b.1[0])));
    found.dedup();
    #[allow(clippy::cast_possible_truncation)] // whole millimetres within the National Grid
    found.into_iter().map(|(_, [x, y])| IntPoint::new(x as i64, y as i64)).collect()
}

/// Whole millimetres of the National Grid are exact in an `f64`.
#[allow(clippy::cast_precision_loss)]
fn exact(point: IntPoint<i64>) -> [f64; 2] {
    [point.x as f64, point.y as f64]
}
