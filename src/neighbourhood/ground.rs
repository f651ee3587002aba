//! What is wrong with the ground of a drawing.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo_types::{Coord, Line, LineString, MultiPolygon};

use super::{Problem, ProblemKind as Kind};
use crate::geometry::{Bng, Region, shared_region, snap, validity::first_defect};

/// Points of a drawing at most, all rings together: enough for every bend of a parish.
pub const MOST_POINTS: usize = 2_000;
/// The least ground, in square metres: half a football pitch. Less would be a house, and with it a person.
pub const LEAST_M2: f64 = 3_500.0;
/// The most ground, in square metres: a small district.
pub const MOST_M2: f64 = 200e6;
/// From here on a moderator is told that it is large.
pub const EXTREME_M2: f64 = 30e6;
/// Places of crossings that are told.
pub const MOST_PROBLEM_PLACES: usize = 10;
/// From this intersection over union on, a drawing is an official outline.
const COPY: f64 = 0.98;

/// The ground of a drawing in grid metres, when it can be ground, and everything that is wrong with it.
#[must_use]
pub fn check_ground(shape: &MultiPolygon<f64>) -> (Option<Region<Bng>>, Vec<Problem>) {
    let points: usize = rings(shape).map(|ring| ring.0.len()).sum();
    if points > MOST_POINTS {
        let words = format!(
            "It has {points} points; {MOST_POINTS} are the most that can be kept. Draw it more simply."
        );
        return (None, vec![Problem::new(Kind::TooManyPoints, words)]);
    }
    let mut problems = few_corners(shape);
    let snapped = snap(shape);
    problems.extend(crossings(&snapped));
    if problems.is_empty()
        && let Some(finding) = first_defect(&snapped)
    {
        problems.push(
            Problem::new(Kind::Shape, format!("This cannot be ground: {}.", finding.defect)).at(finding.at),
        );
    }
    if !problems.is_empty() {
        return (None, problems);
    }
    let Ok((region, _)) = Region::new(&snapped) else {
        return (
            None,
            vec![Problem::new(Kind::TooFewCorners, "It encloses no ground: draw at least three corners.")],
        );
    };
    problems.extend(size(region.area().0));
    (Some(region), problems)
}

fn rings(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    shape.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()))
}

fn few_corners(shape: &MultiPolygon<f64>) -> Vec<Problem> {
    let few = |ring: &LineString<f64>| {
        let mut corners: Vec<(u64, u64)> = ring.coords().map(|c| (c.x.to_bits(), c.y.to_bits())).collect();
        corners.sort_unstable();
        corners.dedup();
        corners.len() < 3
    };
    let told = |ring: &LineString<f64>| {
        let problem = Problem::new(Kind::TooFewCorners, "A part of it has fewer than three corners.");
        ring.0.first().map_or(problem.clone(), |&at| problem.at(at))
    };
    let mut found: Vec<Problem> =
        rings(shape).filter(|ring| few(ring)).map(told).take(MOST_PROBLEM_PLACES).collect();
    if rings(shape).next().is_none() {
        found.push(Problem::new(
            Kind::TooFewCorners,
            "There is nothing drawn yet: draw at least three corners.",
        ));
    }
    found
}

/// Where lines cross. Every edge is held against every other: a drawing has few.
fn crossings(shape: &MultiPolygon<f64>) -> Vec<Problem> {
    let edges: Vec<Line<f64>> = rings(shape).flat_map(LineString::lines).collect();
    let mut found: Vec<Coord<f64>> = Vec::new();
    for (at, &one) in edges.iter().enumerate() {
        for &other in &edges[at + 1..] {
            if boxes_apart(one, other) {
                continue;
            }
            if let Some(LineIntersection::SinglePoint { intersection, is_proper: true }) =
                line_intersection(one, other)
            {
                found.push(intersection);
                if found.len() == MOST_PROBLEM_PLACES {
                    return told(&found);
                }
            }
        }
    }
    told(&found)
}

fn told(places: &[Coord<f64>]) -> Vec<Problem> {
    let words = "Its line crosses itself here: move a corner so that it does not.";
    places.iter().map(|&at| Problem::new(Kind::CrossesItself, words).at(at)).collect()
}

fn boxes_apart(a: Line<f64>, b: Line<f64>) -> bool {
    let apart = |a: (f64, f64), b: (f64, f64)| a.0.max(a.1) < b.0.min(b.1) || b.0.max(b.1) < a.0.min(a.1);
    apart((a.start.x, a.end.x), (b.start.x, b.end.x)) || apart((a.start.y, a.end.y), (b.start.y, b.end.y))
}

fn size(area_m2: f64) -> Option<Problem> {
    let square_km = area_m2 / 1e6;
    if area_m2 < LEAST_M2 {
        let words = format!(
            "It is {area_m2:.0} square metres, the size of a house or two. So that nobody's home is pointed at, a drawing has at least {LEAST_M2:.0}."
        );
        Some(Problem::new(Kind::TooSmall, words))
    } else if area_m2 > MOST_M2 {
        let words = format!(
            "It is {square_km:.0} square kilometres; a neighbourhood has at most {:.0} here.",
            MOST_M2 / 1e6
        );
        Some(Problem::new(Kind::TooLarge, words))
    } else if area_m2 > EXTREME_M2 {
        Some(Problem::new(
            Kind::Extreme,
            format!("It is {square_km:.0} square kilometres, more than most neighbourhoods."),
        ))
    } else {
        None
    }
}

/// How much of what either has they share: intersection over union.
#[must_use]
pub fn copied_share(drawn: &Region<Bng>, official: &Region<Bng>) -> f64 {
    let shared = shared_region(drawn, official).map_or(0.0, |region| region.area().0);
    shared / (drawn.area().0 + official.area().0 - shared)
}

/// Whether a drawing is an official outline.
#[must_use]
pub fn is_copy(share: f64) -> bool {
    share >= COPY
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Polygon, polygon};

    fn of(ring: &[(f64, f64)]) -> MultiPolygon<f64> {
        let ring = ring.iter().map(|&(x, y)| (500_000.0 + x, 100_000.0 + y)).collect::<Vec<_>>();
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    }

    fn codes(shape: &MultiPolygon<f64>) -> Vec<&'static str> {
        check_ground(shape).1.iter().map(Problem::code).collect()
    }

    #[test]
    fn a_square_of_a_hundred_metres_is_ground() {
        let (region, problems) = check_ground(&of(&[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]));
        assert_eq!((region.unwrap().area().0, problems), (10_000.0, vec![]));
    }

    #[test]
    fn every_crossing_is_told_with_its_place() {
        // A zigzag over a straight line: it crosses at x = 50, 150 and 250.
        let zigzag =
            of(&[(0.0, 0.0), (300.0, 0.0), (300.0, 50.0), (200.0, -50.0), (100.0, 50.0), (0.0, -50.0)]);
        let (region, problems) = check_ground(&zigzag);
        assert!(region.is_none());
        let mut at: Vec<_> = problems.iter().map(|problem| problem.at.unwrap().x - 500_000.0).collect();
        at.sort_by(f64::total_cmp);
        assert_eq!(at, [50.0, 150.0, 250.0]);
        assert!(problems.iter().all(|problem| problem.code() == "crosses-itself" && problem.blocks()));
    }

    #[test]
    fn what_is_no_neighbourhood_is_told() {
        assert_eq!(codes(&of(&[(0.0, 0.0), (20.0, 0.0), (20.0, 10.0), (0.0, 10.0)])), ["too-small"]);
        assert_eq!(codes(&of(&[(0.0, 0.0), (7e3, 0.0), (7e3, 7e3), (0.0, 7e3)])), ["extreme"]);
        assert_eq!(codes(&of(&[(0.0, 0.0), (1e5, 0.0), (1e5, 1e5), (0.0, 1e5)])), ["too-large"]);
        assert_eq!(codes(&of(&[(0.0, 0.0), (7e3, 0.0), (0.0, 0.0)])), ["too-few-corners"]);
        assert_eq!(codes(&MultiPolygon(vec![])), ["too-few-corners"]);
        let many: Vec<_> = (0..50_000).map(|n| (f64::from(n), 0.0)).collect();
        assert_eq!(codes(&of(&many)), ["too-many-points"]);
        let hole = polygon!(exterior: [(x: 5e5, y: 1e5), (x: 5.01e5, y: 1e5), (x: 5.01e5, y: 1.01e5)],
            interiors: [[(x: 6e5, y: 1e5), (x: 6.01e5, y: 1e5), (x: 6.01e5, y: 1.01e5)]]);
        assert_eq!(codes(&MultiPolygon(vec![hole])), ["shape"]);
    }

    #[test]
    fn a_traced_outline_is_a_copy_and_a_neighbour_is_not() {
        let region = |shape: MultiPolygon<f64>| Region::new(&shape).unwrap().0;
        let official = region(of(&[(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)]));
        let traced = region(of(&[(0.0, 0.0), (1000.0, 5.0), (1000.0, 1000.0), (0.0, 1000.0)]));
        let half = region(of(&[(0.0, 0.0), (500.0, 0.0), (500.0, 1000.0), (0.0, 1000.0)]));
        assert!(is_copy(copied_share(&traced, &official)));
        assert!((copied_share(&half, &official) - 0.5).abs() < 1e-9);
    }
}
