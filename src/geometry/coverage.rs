//! Joining areas that share their borders: what two of them have in common, each the other way round, cancels out, and what is
//! left is stitched into rings.
//!
//! Exact on whole millimetres and linear in edges. It is for coverages: areas whose common borders have the same points, and that
//! do not overlap. What is no coverage shows: an edge that is there twice the same way, rings that do not close, or a result that is
//! not valid; then nothing is answered, and a general overlay has to do it.

use rustc_hash::{FxHashMap, FxHashSet};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::{
    Bng, Region,
    region::rings_of,
    snap::{from_millimetres, to_millimetres},
    validity::{Position, first_defect, position_in_ring},
};

type Point = (i32, i32);
type Ring = Vec<Point>;

/// The union of regions that share their borders, as rings on whole millimetres; `None` when they are no coverage.
pub(super) fn join<'a>(regions: impl IntoIterator<Item = &'a Region<Bng>>) -> Option<MultiPolygon<f64>> {
    let mut edges: FxHashSet<(Point, Point)> = FxHashSet::default();
    for ring in regions.into_iter().flat_map(|region| region.shape().iter().flat_map(rings_of)) {
        let points: Vec<Point> = ring.0.iter().map(|&coord| to_millimetres(coord)).collect();
        for pair in points.windows(2) {
            let (start, end) = (pair[0], pair[1]);
            if start == end || edges.remove(&(end, start)) {
                continue;
            }
            // Twice the same way: two areas have ground in common.
            if !edges.insert((start, end)) {
                return None;
            }
        }
    }
    let rings = stitch(&edges)?;
    let shape = assemble(rings)?;
    let exact = |&(x, y): &Point| Coord { x: f64::from(x), y: f64::from(y) };
    let whole = |scale: &dyn Fn(&Point) -> Coord<f64>| {
        let ring = |ring: &Ring| ring.iter().map(scale).collect::<LineString<f64>>();
        let polygon = |(exterior, holes): &(Ring, Vec<Ring>)| {
            Polygon::new(ring(exterior), holes.iter().map(ring).collect())
        };
        shape.iter().map(polygon).collect::<MultiPolygon<f64>>()
    };
    if first_defect(&whole(&exact)).is_some() {
        return None;
    }
    Some(whole(&|&point| from_millimetres(point)))
}

/// Follows the edges to rings, each simple: ground is on the left, and where several edges leave a point the way is taken that keeps
/// to the same ground.
fn stitch(edges: &FxHashSet<(Point, Point)>) -> Option<Vec<Ring>> {
    let mut leaving: FxHashMap<Point, Vec<Point>> = FxHashMap::default();
    for &(start, end) in edges {
        leaving.entry(start).or_default().push(end);
    }
    let mut starts: Vec<Point> = leaving.keys().copied().collect();
    // The same rings whatever order a hash gives.
    starts.sort_unstable();
    let mut rings = Vec::new();
    for start in starts {
        while leaving.get(&start).is_some_and(|ends| !ends.is_empty()) {
            let mut path = vec![start];
            let mut places: FxHashMap<Point, usize> = FxHashMap::from_iter([(start, 0)]);
            let (mut before, mut at) = (None, start);
            loop {
                let ends = leaving.get_mut(&at)?;
                let next = ends.swap_remove(choose(at, before, ends)?);
                match places.get(&next) {
                    None => {
                        places.insert(next, path.len());
                        path.push(next);
                        (before, at) = (Some(at), next);
                    }
                    // A ring closes; what led to it goes on.
                    Some(&from) => {
                        let ring: Ring = path.drain(from + 1..).collect();
                        for point in &ring {
                            places.remove(point);
                        }
                        let mut whole = vec![next];
                        whole.extend(ring);
                        if whole.len() < 3 {
                            return None;
                        }
                        rings.push(whole);
                        (before, at) = (Some(at), next);
                        if from == 0 {
                            break;
                        }
                    }
                }
            }
        }
    }
    Some(rings)
}

/// Which way to go on: the first clockwise from where one came.
fn choose(at: Point, before: Option<Point>, ends: &[Point]) -> Option<usize> {
    let Some(before) = before else { return (!ends.is_empty()).then_some(0) };
    if ends.len() < 2 {
        return (!ends.is_empty()).then_some(0);
    }
    let to = |point: Point| (i64::from(point.0) - i64::from(at.0), i64::from(point.1) - i64::from(at.1));
    let back = to(before);
    (0..ends.len()).reduce(|best, other| {
        if is_sooner_clockwise(back, to(ends[other]), to(ends[best])) { other } else { best }
    })
}

type Direction = (i64, i64);

fn cross(a: Direction, b: Direction) -> i128 {
    i128::from(a.0) * i128::from(b.1) - i128::from(a.1) * i128::from(b.0)
}

fn dot(a: Direction, b: Direction) -> i128 {
    i128::from(a.0) * i128::from(b.0) + i128::from(a.1) * i128::from(b.1)
}

/// Whether turning clockwise from `back` one meets `a` before `b`.
fn is_sooner_clockwise(back: Direction, a: Direction, b: Direction) -> bool {
    // In the first half of the turn what is met lies clockwise (to the right) of where one looks back.
    let half = |d: Direction| {
        let side = cross(back, d);
        i32::from(side > 0 || (side == 0 && dot(back, d) >= 0))
    };
    match (half(a), half(b)) {
        (one, other) if one != other => one < other,
        // In the same half, the one that the other lies clockwise of.
        _ => cross(a, b) < 0,
    }
}

/// Exterior rings with their holes; `None` when an exterior lies in another's ground or a hole in none.
fn assemble(rings: Vec<Ring>) -> Option<Vec<(Ring, Vec<Ring>)>> {
    let (exteriors, holes): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(|ring| doubled(ring) > 0);
    if exteriors.is_empty() {
        return None;
    }
    let closed: Vec<Vec<Coord<f64>>> = exteriors.iter().map(|ring| close(ring)).collect();
    let boxes: Vec<[i32; 4]> = exteriors.iter().map(|ring| around(ring)).collect();
    let mut shape: Vec<(Ring, Vec<Ring>)> = exteriors.into_iter().map(|ring| (ring, Vec::new())).collect();
    for hole in holes {
        let [w, s, e, n] = around(&hole);
        let contains = |index: usize| {
            let [bw, bs, be, bn] = boxes[index];
            bw <= w && bs <= s && be >= e && bn >= n && {
                let off = hole.iter().find_map(|&(x, y)| {
                    match position_in_ring(Coord { x: f64::from(x), y: f64::from(y) }, &closed[index]) {
                        Position::OnBorder => None,
                        other => Some(other == Position::Inside),
                    }
                });
                off.unwrap_or(true)
            }
        };
        let smallest =
            (0..shape.len()).filter(|&index| contains(index)).min_by_key(|&index| doubled(&shape[index].0));
        shape[smallest?].1.push(hole);
    }
    Some(shape)
}

fn close(ring: &[Point]) -> Vec<Coord<f64>> {
    let points = ring.iter().chain(ring.first());
    points.map(|&(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).collect()
}

fn around(ring: &[Point]) -> [i32; 4] {
    ring.iter().fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], |[w, s, e, n], &(x, y)| {
        [w.min(x), s.min(y), e.max(x), n.max(y)]
    })
}

/// Twice the signed area, in square millimetres.
fn doubled(ring: &[Point]) -> i128 {
    let Some(&(ox, oy)) = ring.first() else { return 0 };
    let to = |(x, y): Point| (i64::from(x) - i64::from(ox), i64::from(y) - i64::from(oy));
    ring.windows(2).map(|pair| cross(to(pair[0]), to(pair[1]))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::union_as_it_is;
    use geo::Area;
    use proptest::prelude::*;

    /// Cells of a grid of squares, in metres, each with a corner between cut off from its neighbour the same way.
    fn cell(x: i32, y: i32) -> Region<Bng> {
        let at = |x: i32, y: i32| Coord {
            x: 500_000.0 + f64::from(x) * 100.0,
            y: 100_000.0 + f64::from(y) * 100.0,
        };
        let ring = vec![at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x, y)];
        let polygon = Polygon::new(LineString(ring), Vec::new());
        Region::new(&MultiPolygon(vec![polygon])).unwrap().0
    }

    fn same(ours: &MultiPolygon<f64>, cells: &[Region<Bng>]) {
        let theirs = union_as_it_is(cells).unwrap();
        assert!((ours.unsigned_area() - theirs.unsigned_area()).abs() < 1e-6);
        let rings =
            |shape: &MultiPolygon<f64>| shape.iter().map(|polygon| polygon.interiors().len()).sum::<usize>();
        assert_eq!((ours.0.len(), rings(ours)), (theirs.0.len(), rings(&theirs)));
    }

    #[test]
    fn a_ring_of_cells_has_a_hole_and_no_border_inside() {
        let cells: Vec<_> =
            [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)].map(|(x, y)| cell(x, y)).into();
        let joined = join(&cells).unwrap();
        assert_eq!((joined.0.len(), joined.0[0].interiors().len()), (1, 1));
        assert!((joined.unsigned_area() - 80_000.0).abs() < 1e-6);
    }

    #[test]
    fn areas_that_overlap_are_no_coverage() {
        let (a, b) = (cell(0, 0), cell(0, 0));
        assert!(join([&a, &b]).is_none());
        let inside = Polygon::new(
            LineString(
                [
                    (500_020.0, 100_020.0),
                    (500_060.0, 100_020.0),
                    (500_060.0, 100_060.0),
                    (500_020.0, 100_020.0),
                ]
                .map(Coord::from)
                .into(),
            ),
            Vec::new(),
        );
        let inside = Region::new(&MultiPolygon(vec![inside])).unwrap().0;
        assert!(join([&a, &inside]).is_none());
    }

    proptest! {
        /// Any cells of a board: corners that touch, holes that touch, islands in holes.
        #[test]
        fn cells_are_joined_as_a_general_overlay_joins_them(chosen in prop::collection::vec(any::<bool>(), 49)) {
            let cells: Vec<Region<Bng>> = (0..49).zip(chosen).filter(|(_, chosen)| *chosen).map(|(at, _)| cell(at % 7, at / 7)).collect();
            prop_assume!(!cells.is_empty());
            same(&join(&cells).unwrap(), &cells);
        }
    }
}
