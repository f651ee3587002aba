//! The part of one line that lies near another.

use geo_types::Coord;

/// From where to where along a line, 0 at its start and 1 at its end.
pub(super) type Interval = (f64, f64);

/// The part of line `a` within `distance` of line `b`. One interval, because the ground within a distance of a
/// line is convex: the strip beside it, and a disc at each end.
pub(super) fn near(a: [Coord<f64>; 2], b: [Coord<f64>; 2], distance: f64) -> Option<Interval> {
    let (start, along, other) = (a[0] - b[0], a[1] - a[0], b[1] - b[0]);
    let mut found: Option<Interval> = None;
    let mut join = |part: Option<Interval>| {
        if let Some((from, to)) = part {
            found = Some(found.map_or((from, to), |(low, high)| (low.min(from), high.max(to))));
        }
    };
    join(in_disc(start, along, distance));
    join(in_disc(start - other, along, distance));
    let length = dot(other, other).sqrt();
    if length > 0.0 {
        let across = within(cross(other, start), cross(other, along), -distance * length, distance * length);
        let beside = within(dot(other, start), dot(other, along), 0.0, length * length);
        join(across.zip(beside).map(|((a, b), (c, d))| (a.max(c), b.min(d))).filter(|(from, to)| from <= to));
    }
    found.map(|(from, to)| (from.max(0.0), to.min(1.0))).filter(|(from, to)| from < to)
}

/// Sorts intervals and unites those that meet.
pub(super) fn unite(intervals: &mut Vec<Interval>) {
    intervals.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    intervals.dedup_by(|next, kept| {
        let meets = next.0 <= kept.1;
        if meets {
            kept.1 = kept.1.max(next.1);
        }
        meets
    });
}

pub(super) fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

fn cross(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.y - a.y * b.x
}

/// Where `start + t · along` lies within a distance of the origin.
fn in_disc(start: Coord<f64>, along: Coord<f64>, distance: f64) -> Option<Interval> {
    let (a, b, c) = (dot(along, along), dot(start, along), dot(start, start) - distance * distance);
    let inside = b * b - a * c;
    (inside >= 0.0 && a > 0.0).then(|| ((-b - inside.sqrt()) / a, (-b + inside.sqrt()) / a))
}

/// Where `start + t · step` lies between two bounds.
fn within(start: f64, step: f64, low: f64, high: f64) -> Option<Interval> {
    if step == 0.0 {
        return (low <= start && start <= high).then_some((f64::NEG_INFINITY, f64::INFINITY));
    }
    let (one, other) = ((low - start) / step, (high - start) / step);
    Some((one.min(other), one.max(other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn line(ax: f64, ay: f64, bx: f64, by: f64) -> [Coord<f64>; 2] {
        [Coord { x: ax, y: ay }, Coord { x: bx, y: by }]
    }

    #[rstest]
    #[case::the_same_line(line(0.0, 0.0, 100.0, 0.0), Some((0.0, 1.0)))]
    #[case::beside_it(line(0.0, 10.0, 100.0, 10.0), Some((0.0, 1.0)))]
    #[case::too_far_beside_it(line(0.0, 10.1, 100.0, 10.1), None)]
    #[case::straight_across_the_middle(line(50.0, -50.0, 50.0, 50.0), Some((0.4, 0.6)))]
    #[case::on_beyond_its_end(line(100.0, 0.0, 200.0, 0.0), Some((0.0, 0.1)))]
    #[case::round_its_end(line(106.0, -50.0, 106.0, 50.0), Some((0.42, 0.58)))]
    #[case::elsewhere(line(500.0, 0.0, 600.0, 0.0), None)]
    fn the_part_within_ten_metres_of_a_hundred_metre_line_is(
        #[case] line_asked: [Coord<f64>; 2],
        #[case] expected: Option<Interval>,
    ) {
        let found = near(line_asked, line(0.0, 0.0, 100.0, 0.0), 10.0);
        match (found, expected) {
            (Some(found), Some(expected)) => {
                assert!(
                    (found.0 - expected.0).abs() < 1e-9 && (found.1 - expected.1).abs() < 1e-9,
                    "{found:?}"
                );
            }
            (found, expected) => assert_eq!(found, expected),
        }
    }

    /// How far a point is from a line, by the textbook.
    fn distance(point: Coord<f64>, [a, b]: [Coord<f64>; 2]) -> f64 {
        let along = b - a;
        let at = (dot(point - a, along) / dot(along, along).max(1e-300)).clamp(0.0, 1.0);
        let foot = point - (a + along * at);
        dot(foot, foot).sqrt()
    }

    proptest! {
        #[test]
        fn a_point_of_the_line_is_in_the_interval_when_it_is_near(
            a in prop::array::uniform4(-200.0..200.0_f64),
            b in prop::array::uniform4(-200.0..200.0_f64),
            at in 0.0..1.0_f64,
        ) {
            let (a, b) = (line(a[0], a[1], a[2], a[3]), line(b[0], b[1], b[2], b[3]));
            let away = distance(a[0] + (a[1] - a[0]) * at, b) - 50.0;
            prop_assume!(away.abs() > 1e-6);
            let inside = near(a, b, 50.0).is_some_and(|(from, to)| from <= at && at <= to);
            prop_assert_eq!(inside, away < 0.0);
        }
    }

    #[test]
    fn intervals_that_meet_become_one() {
        let mut found = vec![(0.5, 0.6), (0.0, 0.2), (0.2, 0.3), (0.1, 0.15)];
        unite(&mut found);
        assert_eq!(found, [(0.0, 0.3), (0.5, 0.6)]);
    }
}
