//! Sites: the points that the county's ground is dealt out to, close together where people are.

use std::collections::BTreeMap;

use geo_types::Coord;

use super::land;

/// Buckets for finding near sites, in metres: at least the widest gap that is asked for.
const BUCKET: f64 = 1_600.0;

/// Points in the extent, each on a whole metre and at least `gap(point)` metres from the ones
/// before it, until there is hardly room for another.
///
/// Squares are quartered until they are as small as the gap in their middle, so that every part
/// is tried as often as it has room for (a plain dart-throwing would try the towns too rarely).
pub fn scatter(gap: impl Fn(Coord<f64>) -> f64, mut draw: impl FnMut() -> f64) -> Vec<Coord<f64>> {
    let (corner, side) = land::extent();
    let mut open = vec![(corner, side)];
    let mut tries: Vec<(u64, Coord<f64>)> = Vec::new();
    while let Some((corner, side)) = open.pop() {
        let half = side / 2.0;
        let middle = corner + Coord { x: half, y: half };
        if side > 1_200.0 || side > gap(middle) * 1.1 {
            let shifts = [(0.0, 0.0), (half, 0.0), (0.0, half), (half, half)];
            open.extend(shifts.map(|(x, y)| (corner + Coord { x, y }, half)));
            continue;
        }
        for _ in 0..5 {
            let at = corner + Coord { x: draw() * side, y: draw() * side };
            tries.push(((draw() * 1e9) as u64, Coord { x: at.x.round(), y: at.y.round() }));
        }
    }
    tries.sort_by_key(|&(turn, at)| (turn, at.x as i64, at.y as i64));
    let mut buckets: BTreeMap<(i64, i64), Vec<Coord<f64>>> = BTreeMap::new();
    let mut sites = Vec::new();
    for (_, at) in tries {
        let (column, row) = ((at.x / BUCKET) as i64, (at.y / BUCKET) as i64);
        let least = gap(at);
        let near = |bucket: &Vec<Coord<f64>>| {
            bucket.iter().any(|&other| {
                let apart = other - at;
                apart.x * apart.x + apart.y * apart.y < least * least
            })
        };
        let around = (-1..=1).flat_map(|x| (-1..=1).map(move |y| (column + x, row + y)));
        if !around.filter_map(|key| buckets.get(&key)).any(near) {
            buckets.entry((column, row)).or_default().push(at);
            sites.push(at);
        }
    }
    sites
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_keep_their_distance_and_leave_little_room() {
        let mut turn = 0;
        let draw = || {
            turn += 1;
            super::super::noise::fraction(5, turn, 0)
        };
        let sites = scatter(|_| 1_500.0, draw);
        let near = |a: &Coord<f64>, b: &Coord<f64>| {
            let apart = *a - *b;
            apart.x * apart.x + apart.y * apart.y < 1_500.0 * 1_500.0
        };
        for (index, a) in sites.iter().enumerate() {
            assert!(!sites[..index].iter().any(|b| near(a, b)));
        }
        // 70.4 km square over the share that random packing fills: about 0.7 points a gap squared.
        assert!((1_300..1_900).contains(&sites.len()), "{}", sites.len());
    }
}
