//! From which zoom on each vertex of an arc is needed.
//!
//! Douglas & Peucker (1973), done once for all zooms: the farthest vertex of a stretch is needed from the
//! zoom at which its distance from the chord reaches [`TOLERANCE`] tile units, and no vertex is needed before
//! the one that split its stretch off. What is drawn at a zoom is then the vertices needed by it, and a
//! deeper zoom only adds to them. Both ends of an arc are needed always.

use super::coord::MAX_ZOOM;
use super::world::{WorldPoint, unit_steps};

/// How far a drawn line may leave the true one, tile units: a fifth of a pixel where a tile is 512 pixels wide.
pub(super) const TOLERANCE: f64 = 1.5;

/// Needed at no zoom that is served.
pub(super) const NEVER: u8 = MAX_ZOOM + 1;

/// Lowest zoom at which a distance of `steps` is seen, up to [`NEVER`].
fn zoom_of_distance(squared_steps: f64) -> u8 {
    (0..NEVER).find(|&z| squared_steps >= (TOLERANCE * unit_steps(z)).powi(2)).unwrap_or(NEVER)
}

/// Lowest zoom at which ground of this many square steps is at least one square tile unit, up to [`NEVER`].
pub(super) fn zoom_of_area(square_steps: f64) -> u8 {
    (0..NEVER).find(|&z| square_steps >= unit_steps(z).powi(2)).unwrap_or(NEVER)
}

/// The lowest zoom at which each vertex of `line` is needed: 0 for both ends.
///
/// Takes at most some `n log n` steps, however the line winds: where the farthest vertices keep falling
/// near an end, stretches are halved instead, which keeps the tolerance and a few vertices more.
pub(super) fn lowest_zooms(line: &[WorldPoint]) -> Vec<u8> {
    lowest_zooms_and_work(line).0
}

/// The zooms, and how many vertices were looked at on the way.
fn lowest_zooms_and_work(line: &[WorldPoint]) -> (Vec<u8>, usize) {
    let points: Vec<[f64; 2]> = line.iter().map(|p| [f64::from(p.x), f64::from(p.y)]).collect();
    let mut zooms = vec![NEVER; points.len()];
    let Some(last) = points.len().checked_sub(1) else { return (zooms, 0) };
    zooms[0] = 0;
    zooms[last] = 0;

    let deepest = 2 * points.len().ilog2() + 8;
    let mut stretches = vec![(0, last, 0, 0)];
    let mut work = 0;
    while let Some((from, to, parent_zoom, depth)) = stretches.pop() {
        work += to - from;
        let Some((farthest, squared)) = farthest(&points[from..=to]) else { continue };
        let zoom = zoom_of_distance(squared).max(parent_zoom);
        if zoom == NEVER {
            continue;
        }
        let split = if depth < deepest { from + farthest } else { usize::midpoint(from, to) };
        zooms[split] = zoom;
        stretches.push((from, split, zoom, depth + 1));
        stretches.push((split, to, zoom, depth + 1));
    }
    (zooms, work)
}

/// The vertex between the ends of `line` that lies farthest from its chord, and that distance squared.
pub(super) fn farthest(line: &[[f64; 2]]) -> Option<(usize, f64)> {
    let [from, between @ .., to] = line else { return None };
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length_squared = dx * dx + dy * dy;
    let per_length = if length_squared > 0.0 { 1.0 / length_squared } else { 0.0 };
    let distance_squared = |point: &[f64; 2]| {
        let (px, py) = (point[0] - from[0], point[1] - from[1]);
        // From the chord itself, not from the line through it: an arc may double back beyond its ends.
        let along = ((px * dx + py * dy) * per_length).clamp(0.0, 1.0);
        (px - along * dx).powi(2) + (py - along * dy).powi(2)
    };
    let mut best = None;
    for (at, point) in between.iter().enumerate() {
        let squared = distance_squared(point);
        if best.is_none_or(|(_, most)| squared > most) {
            best = Some((at + 1, squared));
        }
    }
    best
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places on the square")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// Steps to a tile unit at zoom 10.
    const UNIT_Z10: u32 = 1 << 10;

    fn line(corners: &[(u32, u32)]) -> Vec<WorldPoint> {
        corners.iter().map(|&(x, y)| WorldPoint { x, y }).collect()
    }

    #[rstest]
    #[case::just_seen_at_zoom_10(UNIT_Z10 * 3 / 2, 10)]
    #[case::a_step_too_near(UNIT_Z10 * 3 / 2 - 1, 11)]
    #[case::twice_as_far_is_seen_a_zoom_earlier(UNIT_Z10 * 3, 9)]
    #[case::too_near_for_any_zoom(5, NEVER)]
    #[case::on_the_chord(0, NEVER)]
    fn a_vertex_is_needed_from_the_zoom_that_shows_it(#[case] off_chord: u32, #[case] zoom: u8) {
        let zooms = lowest_zooms(&line(&[(0, 0), (1_000_000, off_chord), (2_000_000, 0)]));
        assert_eq!(zooms, [0, zoom, 0]);
    }

    #[test]
    fn a_line_that_doubles_back_keeps_its_turning_point() {
        let zooms = lowest_zooms(&line(&[(0, 0), (9 * UNIT_Z10, 0), (UNIT_Z10, 0)]));
        assert!(zooms[1] <= 8, "8 units beyond the chord at zoom 10, found {zooms:?}");
    }

    #[test]
    fn a_closed_line_opens_from_its_farthest_vertex() {
        let side = 8 * UNIT_Z10;
        let zooms = lowest_zooms(&line(&[(0, 0), (side, 0), (side, side), (0, side), (0, 0)]));
        assert!(zooms[2] <= zooms[1] && zooms[2] <= zooms[3]);
        assert!(zooms.iter().all(|&zoom| zoom <= 10));
    }

    #[rstest]
    #[case::nothing(0)]
    #[case::one_vertex(1)]
    #[case::one_edge(2)]
    fn a_line_too_short_to_simplify_is_kept(#[case] vertices: usize) {
        let all = line(&[(3, 4), (900_000_000, 7)]);
        assert_eq!(lowest_zooms(&all[..vertices]), vec![0; vertices]);
    }

    #[test]
    fn a_hundred_thousand_vertices_that_split_badly_cost_n_log_n() {
        // A spiral towards its own start: the farthest vertex is always among the last.
        let spiral: Vec<WorldPoint> = (0..100_000_u32)
            .map(|turn| {
                let (radius, angle) = (f64::from(turn) * 20_000.0, f64::from(turn) * 0.7);
                let at = |part: f64| (2_147_483_648.0 + radius * part) as u32;
                WorldPoint { x: at(angle.cos()), y: at(angle.sin()) }
            })
            .collect();
        let (zooms, work) = lowest_zooms_and_work(&spiral);
        assert!(zooms.iter().filter(|&&zoom| zoom <= MAX_ZOOM).count() > 90_000);
        assert!(work < 100_000 * 70, "{work} vertices looked at");
    }

    fn distance(point: WorldPoint, from: WorldPoint, to: WorldPoint) -> f64 {
        let place = |p: WorldPoint| [f64::from(p.x), f64::from(p.y)];
        farthest(&[place(from), place(point), place(to)]).unwrap().1.sqrt()
    }

    proptest! {
        /// At every zoom each vertex left out lies within the tolerance of the edge drawn past it.
        #[test]
        fn a_drawn_line_stays_within_its_tolerance(
            corners in prop::collection::vec((0_u32..4_000_000, 0_u32..4_000_000), 2..60)
        ) {
            let line = line(&corners);
            let zooms = lowest_zooms(&line);
            for z in 0..=MAX_ZOOM {
                let kept: Vec<usize> = (0..line.len()).filter(|&at| zooms[at] <= z).collect();
                for edge in kept.windows(2) {
                    for at in edge[0] + 1..edge[1] {
                        let off = distance(line[at], line[edge[0]], line[edge[1]]) / unit_steps(z);
                        prop_assert!(off < TOLERANCE, "{off} units at zoom {z}");
                    }
                }
            }
        }
    }
}
