//! Ground that lies in enough of many areas at once.
//!
//! Left of a border one area more holds the ground than right of it. So a stretch of an area's border is on the border of what at
//! least `k` areas hold exactly where `k − 1` of the others do. Each ring is walked from crossing to crossing with the number of others
//! that hold it, and its crossings are forgotten when it has been walked: memory grows with what is drawn, not with how often it
//! crosses. An overlay of the same rings keeps every piece between two crossings, and five hundred drawings of one place
//! cross a million times.
//!
//! Every predicate is exact, as in the rest of the engine: the second of any two areas is moved against the first by an
//! infinitesimal, so borders that touch or run together need no case of their own.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    borders::{Ring, as_u32, rings_of},
    crossings::crossing,
    side::{Moved, Spot, asker_on_left, turn},
    tree::{Extent, Tree},
};
use crate::geometry::{Bng, Region, wound_by};

/// A segment of a ring.
#[derive(Clone, Copy)]
struct Segment {
    area: u32,
    ends: [Spot; 2],
}

/// A place where a ring crosses another area's border.
#[derive(Clone, Copy)]
struct Crossed {
    /// How far along the segment, 0 to 1.
    at: f64,
    spot: Spot,
    /// Whether the way leads into the other area.
    into: bool,
}

/// The ground that at least so many of the regions hold, for each of `leasts`: on whole millimetres, crossings rounded to the nearest;
/// no ground where there is none wider than a crack.
///
/// `None` for all of them when rounding hides how the pieces of border follow each other: then an overlay has to do it.
#[must_use]
pub fn held_by_at_least(regions: &[&Region<Bng>], leasts: &[usize]) -> Option<Vec<Option<Region<Bng>>>> {
    let rings = rings_of(regions);
    let pieces = Drawn::new(&rings).pieces(leasts);
    let chained: Vec<_> = pieces.into_par_iter().map(chained).collect::<Option<_>>()?;
    Some(chained.into_par_iter().map(|rings| wound_by(&rings)).collect())
}

/// All rings, their segments in a tree.
struct Drawn<'a> {
    rings: &'a [Ring],
    /// In the order of the tree.
    segments: Vec<Segment>,
    tree: Tree,
}

/// A piece of a border, ground on its left.
type Piece = [Spot; 2];

impl<'a> Drawn<'a> {
    fn new(rings: &'a [Ring]) -> Self {
        let segments: Vec<Segment> = rings
            .iter()
            .flat_map(|ring| {
                ring.points.windows(2).map(|ends| Segment { area: ring.area, ends: [ends[0], ends[1]] })
            })
            .collect();
        let boxes: Vec<Extent> = segments.iter().map(|segment| Extent::around(&segment.ends)).collect();
        let order = Tree::order(&boxes);
        let tree = Tree::new(order.iter().map(|&at| boxes[at as usize]).collect());
        Self { rings, segments: order.iter().map(|&at| segments[at as usize]).collect(), tree }
    }

    /// For each of `leasts`, the pieces of all rings that are on the border of what so many areas hold.
    fn pieces(&self, leasts: &[usize]) -> Vec<Vec<Piece>> {
        let of_rings: Vec<Vec<Vec<Piece>>> =
            self.rings.par_iter().map(|ring| self.walk(ring, leasts)).collect();
        let mut pieces = vec![Vec::new(); leasts.len()];
        for of_ring in of_rings {
            for (all, of_ring) in pieces.iter_mut().zip(of_ring) {
                all.extend(of_ring);
            }
        }
        pieces
    }

    fn walk(&self, ring: &Ring, leasts: &[usize]) -> Vec<Vec<Piece>> {
        let mut pieces = vec![Vec::new(); leasts.len()];
        let mut others = self.others_at(ring.points[0], ring.area);
        let mut crossings = Vec::new();
        for ends in ring.points.windows(2) {
            self.crossings(Segment { area: ring.area, ends: [ends[0], ends[1]] }, &mut crossings);
            let mut since = ends[0];
            let mut go = |until: Spot, others: i64| {
                for (pieces, &least) in pieces.iter_mut().zip(leasts) {
                    if since != until && i64::from(as_u32(least)) == others + 1 {
                        pieces.push([since, until]);
                    }
                }
                since = until;
            };
            for crossed in &crossings {
                go(crossed.spot, others);
                others += if crossed.into { 1 } else { -1 };
            }
            go(ends[1], others);
        }
        pieces
    }

    /// Where a segment crosses other areas' borders, along it.
    fn crossings(&self, own: Segment, crossings: &mut Vec<Crossed>) {
        crossings.clear();
        self.tree.search(&Extent::around(&own.ends), |found| {
            let other = self.segments[found as usize];
            if other.area == own.area {
                return;
            }
            let is_first = own.area < other.area;
            let (first, second) = if is_first { (own, other) } else { (other, own) };
            if let Some([of_first, of_second]) = crossing(first.ends, second.ends) {
                let (at, into) = if is_first { of_first } else { of_second };
                // Seen from either ring it is the same place.
                crossings.push(Crossed { at, spot: along(first.ends, of_first.0), into });
            }
        });
        crossings.sort_unstable_by(|a, b| {
            a.at.total_cmp(&b.at).then(a.spot.cmp(&b.spot)).then(a.into.cmp(&b.into))
        });
    }

    /// How many other areas hold a point of a ring.
    fn others_at(&self, point: Spot, area: u32) -> i64 {
        let east = Extent { left: point.x, right: i32::MAX, bottom: point.y, top: point.y };
        let mut others = 0;
        self.tree.search(&east, |found| {
            let Segment { area: other, ends: [a, b] } = self.segments[found as usize];
            if other == area {
                return;
            }
            let moved = if other > area { Moved::Other } else { Moved::Asker };
            let is_above = |spot: Spot| spot.y > point.y || (spot.y == point.y && moved == Moved::Other);
            // A way up that has the point on its left passes east of it, and so does a way down that has it on its right.
            let leads_up = is_above(b);
            if is_above(a) != leads_up && asker_on_left(turn(a, b, point), a, b, moved) == leads_up {
                others += if leads_up { 1 } else { -1 };
            }
        });
        others
    }
}

/// A place along a segment, to the nearest millimetre.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // between two places on the grid
fn along([a, b]: [Spot; 2], at: f64) -> Spot {
    let (dx, dy) = a.offset(b);
    let (x, y) = ((at * dx as f64).round() as i64, (at * dy as f64).round() as i64);
    let whole = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
    Spot { x: whole(i64::from(a.x) + x), y: whole(i64::from(a.y) + y) }
}

/// Pieces one after the other to rings, whichever way several may follow one: what they wind around is the same. `None` when a ring does
/// not close.
fn chained(mut pieces: Vec<Piece>) -> Option<Vec<Vec<(i32, i32)>>> {
    pieces.sort_unstable();
    let mut leaving: FxHashMap<Spot, Vec<Spot>> = FxHashMap::default();
    for &[from, to] in &pieces {
        leaving.entry(from).or_default().push(to);
    }
    let mut rings = Vec::new();
    for &[start, _] in &pieces {
        let (mut ring, mut at) = (Vec::new(), start);
        while let Some(next) = leaving.get_mut(&at).and_then(Vec::pop) {
            ring.push((next.x, next.y));
            at = next;
        }
        if at != start {
            return None;
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
    Some(rings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::covered_at_least;
    use geo_types::{Coord, LineString, MultiPolygon, Polygon};
    use proptest::prelude::*;

    /// A star about the middle of a square of 2 km.
    fn star((x, y): (f64, f64), reach: &[f64]) -> Region<Bng> {
        let count = f64::from(u32::try_from(reach.len()).unwrap());
        let ring: LineString<f64> = (0_u32..)
            .zip(reach)
            .map(|(turn, reach)| {
                let angle = std::f64::consts::TAU * f64::from(turn) / count;
                Coord { x: 500_000.0 + x + reach * angle.cos(), y: 200_000.0 + y + reach * angle.sin() }
            })
            .collect();
        Region::new(&MultiPolygon(vec![Polygon::new(ring, vec![])])).unwrap().0
    }

    fn area(region: Option<&Region<Bng>>) -> f64 {
        region.map_or(0.0, |region| region.area().0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn stars_are_held_as_an_overlay_has_it(
            stars in proptest::collection::vec(
                ((0.0..1_000.0, 0.0..1_000.0), proptest::collection::vec(100.0..900.0, 3..20)), 1..14),
        ) {
            let regions: Vec<_> = stars.iter().map(|(at, reach)| star(*at, reach)).collect();
            let regions: Vec<_> = regions.iter().collect();
            let leasts: Vec<usize> = (1..=regions.len()).collect();
            let held = held_by_at_least(&regions, &leasts).unwrap();
            for (&least, held) in leasts.iter().zip(&held) {
                let (ours, overlaid) = (area(held.as_ref()), area(covered_at_least(&regions, least).as_ref()));
                prop_assert!((ours - overlaid).abs() < 0.5 + 1e-6 * overlaid, "{least}: {ours} for {overlaid}");
            }
        }

        /// Borders that touch, cross in corners and run together.
        #[test]
        fn boxes_on_a_lattice_are_held_where_counting_cells_says_so(
            boxes in proptest::collection::vec((0_i32..6, 0_i32..6, 1_i32..6, 1_i32..6), 1..12),
        ) {
            let at = |x: i32, y: i32| Coord { x: 500_000.0 + f64::from(x), y: 200_000.0 + f64::from(y) };
            let regions: Vec<Region<Bng>> = boxes
                .iter()
                .map(|&(x, y, w, h)| {
                    let ring = vec![at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)];
                    Region::new(&MultiPolygon(vec![Polygon::new(LineString(ring), vec![])])).unwrap().0
                })
                .collect();
            let leasts: Vec<usize> = (1..=boxes.len()).collect();
            let held = held_by_at_least(&regions.iter().collect::<Vec<_>>(), &leasts).unwrap();
            let depth = |x: i32, y: i32| {
                boxes.iter().filter(|b| (b.0..b.0 + b.2).contains(&x) && (b.1..b.1 + b.3).contains(&y)).count()
            };
            for (&least, held) in leasts.iter().zip(&held) {
                let cells = (0..12).flat_map(|x| (0..12).map(move |y| (x, y)));
                let counted = cells.filter(|&(x, y)| depth(x, y) >= least).count();
                let ours = area(held.as_ref());
                prop_assert!((ours - f64::from(u32::try_from(counted).unwrap())).abs() < 1e-6, "{least}: {ours} for {counted}");
            }
        }
    }
}
