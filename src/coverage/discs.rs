//! The union of discs of one size.
//!
//! Of each circle only the arcs that no other disc covers are on the border of the union. They are found from the angles at
//! which its neighbours cut the circle, and follow each other where two circles cross, so no overlay is needed. Arcs are
//! drawn as sides of a polygon of [`SIDES`] sides, a little larger than the circle so that a disc keeps its area.

use std::f64::consts::TAU;

use geo::Winding as _;
use geo_types::{Coord, LineString, Polygon};
use rayon::prelude::*;
use rstar::{RTree, primitives::GeomWithData};
use rustc_hash::FxHashMap;

use super::cells::components;
use crate::geometry::snap_coord;

/// Sides of the polygon that is drawn for a disc. Its sides stay within 0.02 % of the radius from the circle.
pub(super) const SIDES: u32 = 128;
/// After so many neighbours it is looked whether they cover a circle already.
const BATCH: usize = 24;

/// An arc of a circle that no other disc covers, anticlockwise.
struct Arc {
    disc: u32,
    /// Radians; `from` may be below zero, `to` is never below `from`.
    from: f64,
    to: f64,
    /// The discs that it comes out of and goes into; none for a circle that stands alone.
    between: Option<[u32; 2]>,
}

/// The angles of a circle that one neighbour covers.
#[derive(Clone, Copy)]
struct Covered {
    from: f64,
    to: f64,
    by: u32,
}

/// The radius of the polygon that has the area of a disc.
fn drawn_radius(radius_m: f64) -> f64 {
    let step = TAU / f64::from(SIDES);
    radius_m * (step / step.sin()).sqrt()
}

/// One disc by itself, British National Grid metres.
pub(super) fn disc(centre: Coord<f64>, radius_m: f64) -> Polygon<f64> {
    let ring = corners(drawn_radius(radius_m)).into_iter().map(|corner| snap_coord(centre + corner));
    Polygon::new(ring.collect(), Vec::new())
}

/// The corners of a drawn circle, seen from its centre.
fn corners(radius: f64) -> Vec<Coord<f64>> {
    let step = TAU / f64::from(SIDES);
    let at = |side: f64| Coord { x: radius * (side * step).cos(), y: radius * (side * step).sin() };
    (0..SIDES).map(|side| at(f64::from(side))).collect()
}

/// The union of discs around `centres`, British National Grid metres, its corners on whole millimetres.
///
/// `None` when three circles cross in one place so that rounding hides which arc follows which: join [`disc`]s instead.
pub(super) fn union_of_discs(centres: &[Coord<f64>], radius_m: f64) -> Option<Vec<Polygon<f64>>> {
    let radius = drawn_radius(radius_m);
    let centres = once(centres);
    let leaves = (0_u32..).zip(&centres).map(|(at, centre)| GeomWithData::new([centre.x, centre.y], at));
    let tree = RTree::bulk_load(leaves.collect());
    let arcs: Vec<Arc> = (0_u32..)
        .zip(&centres)
        .collect::<Vec<_>>()
        .into_par_iter()
        .flat_map_iter(|(at, &centre)| exposed(at, centre, radius, &centres, &tree))
        .collect();
    let rings = chained(&arcs, &centres, radius)?;
    let component = components(&centres, 2.0 * radius);
    nested(rings, &component)
}

/// The centres, each place once.
fn once(centres: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut centres: Vec<_> = centres.iter().map(|&centre| snap_coord(centre)).collect();
    centres.sort_unstable_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    centres.dedup();
    centres
}

type Tree = RTree<GeomWithData<[f64; 2], u32>>;

/// The arcs of a circle that no other disc covers.
fn exposed(at: u32, centre: Coord<f64>, radius: f64, centres: &[Coord<f64>], tree: &Tree) -> Vec<Arc> {
    let mut covered: Vec<Covered> = Vec::new();
    let mut until_look = BATCH;
    for (leaf, squared) in tree.nearest_neighbor_iter_with_distance_2(&[centre.x, centre.y]) {
        if squared >= 4.0 * radius * radius {
            break;
        }
        if leaf.data == at {
            continue;
        }
        let away = centres[leaf.data as usize] - centre;
        let (towards, half) = (away.y.atan2(away.x), (squared.sqrt() / (2.0 * radius)).acos());
        let from = (towards - half).rem_euclid(TAU);
        covered.push(Covered { from, to: from + 2.0 * half, by: leaf.data });
        until_look -= 1;
        if until_look == 0 {
            until_look = covered.len().max(BATCH);
            if left_open(at, &mut covered).is_empty() {
                return Vec::new();
            }
        }
    }
    if covered.is_empty() {
        return vec![Arc { disc: at, from: 0.0, to: TAU, between: None }];
    }
    left_open(at, &mut covered)
}

/// What of a circle is left open between the angles that are covered.
fn left_open(disc: u32, covered: &mut [Covered]) -> Vec<Arc> {
    covered.sort_unstable_by(|a, b| a.from.total_cmp(&b.from).then(a.by.cmp(&b.by)));
    // What reaches farthest around the circle covers its beginning.
    let Some(mut farthest) = covered.iter().max_by(|a, b| a.to.total_cmp(&b.to)).copied() else {
        return Vec::new();
    };
    farthest.to -= TAU;
    let mut open = Vec::new();
    for &next in covered.iter() {
        if next.from > farthest.to {
            open.push(Arc { disc, from: farthest.to, to: next.from, between: Some([farthest.by, next.by]) });
        }
        if next.to > farthest.to {
            farthest = next;
        }
    }
    open
}

/// A ring of the union, with a disc that it runs along.
struct Ring {
    line: LineString<f64>,
    disc: u32,
}

/// The rings that the arcs make, one after the other; `None` when an arc follows none, or two.
fn chained(arcs: &[Arc], centres: &[Coord<f64>], radius: f64) -> Option<Vec<Ring>> {
    // A neighbour's disc is left in one place only, so an arc is known by its circle and the disc that it comes out of.
    let starts: FxHashMap<(u32, u32), usize> =
        arcs.iter().enumerate().filter_map(|(at, arc)| Some(((arc.disc, arc.between?[0]), at))).collect();
    let mut seen = vec![false; arcs.len()];
    let mut chains: Vec<Vec<&Arc>> = Vec::new();
    for first in 0..arcs.len() {
        if seen[first] {
            continue;
        }
        let mut chain = Vec::new();
        let mut at = first;
        loop {
            let arc = &arcs[at];
            if std::mem::replace(&mut seen[at], true) {
                return None;
            }
            chain.push(arc);
            let Some([_, into]) = arc.between else { break };
            at = *starts.get(&(into, arc.disc))?;
            if at == first {
                break;
            }
        }
        chains.push(chain);
    }
    let corners = corners(radius);
    let ring = |chain: Vec<&Arc>| {
        let mut line = Vec::new();
        for arc in &chain {
            draw(arc, centres, radius, &corners, &mut line);
        }
        line.dedup();
        let has_ground = line.len() >= 3;
        let mut line = LineString(line);
        line.close();
        has_ground.then(|| Ring { line, disc: chain[0].disc })
    };
    Some(chains.into_par_iter().filter_map(ring).collect())
}

/// Adds an arc's corners, its end left out.
fn draw(arc: &Arc, centres: &[Coord<f64>], radius: f64, corners: &[Coord<f64>], line: &mut Vec<Coord<f64>>) {
    let centre = centres[arc.disc as usize];
    if let Some([out_of, _]) = arc.between {
        line.push(snap_coord(crossing(arc.disc, out_of, centres, radius)));
    }
    let step = TAU / f64::from(SIDES);
    let mut corner = (arc.from / step).floor() + 1.0;
    if arc.between.is_none() {
        corner -= 1.0;
    }
    while corner * step < arc.to - 1e-12 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 127
        let side = corner.rem_euclid(f64::from(SIDES)) as usize;
        line.push(snap_coord(centre + corners[side]));
        corner += 1.0;
    }
}

/// Where the circle of `disc`, followed anticlockwise, comes out of the disc `out_of`: reckoned the same way from either.
fn crossing(disc: u32, out_of: u32, centres: &[Coord<f64>], radius: f64) -> Coord<f64> {
    let (low, high) = (disc.min(out_of), disc.max(out_of));
    let (a, b) = (centres[low as usize], centres[high as usize]);
    let away = b - a;
    let half = away.x.hypot(away.y) / 2.0;
    let aside = (radius * radius - half * half).max(0.0).sqrt() / (2.0 * half);
    let side = if disc == low { aside } else { -aside };
    Coord { x: f64::midpoint(a.x, b.x) - away.y * side, y: f64::midpoint(a.y, b.y) + away.x * side }
}

/// Holes go with the one outline that discs which hang together have.
fn nested(rings: Vec<Ring>, component: &[u32]) -> Option<Vec<Polygon<f64>>> {
    let mut outlines: FxHashMap<u32, LineString<f64>> = FxHashMap::default();
    let mut holes: FxHashMap<u32, Vec<LineString<f64>>> = FxHashMap::default();
    for Ring { line, disc } in rings {
        let of = component[disc as usize];
        let turns_left = line.is_ccw();
        if turns_left {
            if outlines.insert(of, line).is_some() {
                return None;
            }
        } else {
            holes.entry(of).or_default().push(line);
        }
    }
    let mut polygons: Vec<(u32, Polygon<f64>)> = outlines
        .into_iter()
        .map(|(of, outline)| (of, Polygon::new(outline, holes.remove(&of).unwrap_or_default())))
        .collect();
    if !holes.is_empty() {
        return None;
    }
    polygons.sort_unstable_by_key(|(of, _)| *of);
    Some(polygons.into_iter().map(|(_, polygon)| polygon).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Bng, Region, union_as_it_is};
    use geo::Area as _;
    use geo::Validation;
    use geo_types::MultiPolygon;
    use proptest::prelude::*;
    use std::f64::consts::PI;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x: 500_000.0 + x, y: 150_000.0 + y }
    }

    fn area(polygons: &[Polygon<f64>]) -> f64 {
        polygons.iter().map(Polygon::unsigned_area).sum()
    }

    #[test]
    fn a_disc_has_the_area_of_its_circle() {
        let one = union_of_discs(&[at(0.0, 0.0)], 1_600.0).unwrap();
        assert!((area(&one) / (PI * 1_600.0 * 1_600.0) - 1.0).abs() < 1e-7);
        assert!((disc(at(0.0, 0.0), 1_600.0).unsigned_area() - area(&one)).abs() < 1e-6);
    }

    #[test]
    fn two_discs_share_a_lens() {
        let (radius, apart) = (800.0_f64, 1_000.0_f64);
        let lens = 2.0 * radius * radius * (apart / (2.0 * radius)).acos()
            - apart / 2.0 * (4.0 * radius * radius - apart * apart).sqrt();
        let both = union_of_discs(&[at(0.0, 0.0), at(600.0, 800.0)], radius).unwrap();
        let expected = 2.0 * PI * radius * radius - lens;
        assert_eq!(both.len(), 1);
        assert!((area(&both) / expected - 1.0).abs() < 2e-5, "{} for {expected}", area(&both));
    }

    #[test]
    fn a_ring_of_discs_has_a_hole_and_may_hold_another_disc() {
        let around = (0..12).map(|hour| {
            let angle = f64::from(hour) * TAU / 12.0 + 0.1;
            at(2_000.0 * angle.cos(), 2_000.0 * angle.sin())
        });
        let mut centres: Vec<_> = around.collect();
        centres.push(at(0.0, 0.0));
        let union = union_of_discs(&centres, 600.0).unwrap();
        let mut holes: Vec<usize> = union.iter().map(|polygon| polygon.interiors().len()).collect();
        holes.sort_unstable();
        assert_eq!(holes, [0, 1]);
    }

    #[test]
    fn the_same_place_twice_is_one_disc() {
        let union = union_of_discs(&[at(5.0, 5.0), at(5.0, 5.0)], 800.0).unwrap();
        assert_eq!(union.len(), 1);
    }

    #[test]
    fn where_nothing_is_nothing_is_reached() {
        assert!(union_of_discs(&[], 800.0).unwrap().is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// As an overlay of the same polygons has it, holes and all.
        #[test]
        fn the_union_is_what_an_overlay_makes_of_the_discs(
            places in prop::collection::vec((0.0..9_000.0_f64, 0.0..9_000.0_f64), 1..60),
            radius in 300.0..1_800.0_f64,
        ) {
            let centres: Vec<_> = places.iter().map(|&(x, y)| at(x, y)).collect();
            let union = union_of_discs(&centres, radius).unwrap();
            let shape = MultiPolygon(union.clone());
            prop_assert!(shape.is_valid(), "{:?}", shape.validation_errors());
            let regions: Vec<Region<Bng>> = centres
                .iter()
                .map(|&centre| Region::new(&MultiPolygon(vec![disc(centre, radius)])).unwrap().0)
                .collect();
            let overlaid = union_as_it_is(&regions).unwrap();
            // Beside a crossing the overlay goes along the polygons' sides, and the arcs go up to the circles' crossing.
            let ratio = area(&union) / overlaid.unsigned_area();
            prop_assert!((ratio - 1.0).abs() < 2e-4, "{ratio}");
            let holes = |polygons: &[Polygon<f64>]| -> usize {
                let large = |hole: &&LineString<f64>| Polygon::new((*hole).clone(), Vec::new()).unsigned_area() > 200.0;
                polygons.iter().flat_map(Polygon::interiors).filter(large).count()
            };
            prop_assert!(holes(&union).abs_diff(holes(&overlaid.0)) <= 1);
        }

        /// On a lattice circles cross three and four at a time: then it says so, or is right.
        #[test]
        fn many_circles_through_one_place_are_right_or_refused(
            places in prop::collection::vec((0..5_u32, 0..5_u32), 1..25),
        ) {
            let centres: Vec<_> =
                places.iter().map(|&(x, y)| at(f64::from(x) * 1_000.0, f64::from(y) * 1_000.0)).collect();
            for radius in [500.0, 707.106_781_186_5, 1_000.0] {
                if let Some(union) = union_of_discs(&centres, radius) {
                    let regions: Vec<Region<Bng>> = centres
                        .iter()
                        .map(|&centre| Region::new(&MultiPolygon(vec![disc(centre, radius)])).unwrap().0)
                        .collect();
                    let ratio = area(&union) / union_as_it_is(&regions).unwrap().unsigned_area();
                    prop_assert!((ratio - 1.0).abs() < 5e-4, "{ratio} at {radius}");
                }
            }
        }
    }
}
