//! Which places hang together when those closer than a distance are joined.

use geo_types::Coord;
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

/// For each place, the group that it is of: steps shorter than `apart_m` join.
pub(super) fn components(places: &[Coord<f64>], apart_m: f64) -> Vec<u32> {
    // Any two places in a cell of half the distance are joined.
    let side = apart_m / 2.0;
    #[allow(clippy::cast_possible_truncation)] // the grid is a few thousand kilometres wide
    let cell = |place: Coord<f64>| ((place.x / side).floor() as i64, (place.y / side).floor() as i64);
    let mut cells: FxHashMap<(i64, i64), Vec<u32>> = FxHashMap::default();
    let mut groups = UnionFind::new(places.len());
    for (at, &place) in (0_u32..).zip(places) {
        let members = cells.entry(cell(place)).or_default();
        if let Some(&first) = members.first() {
            groups.union(first, at);
        }
        members.push(at);
    }
    for (&(column, row), members) in &cells {
        for (right, up) in (-2..=2).flat_map(|right| (0..=2).map(move |up| (right, up))) {
            let Some(others) = cells.get(&(column + right, row + up)) else { continue };
            if !groups.equiv(members[0], others[0]) && any_close(places, members, others, apart_m) {
                groups.union(members[0], others[0]);
            }
        }
    }
    groups.into_labeling()
}

fn any_close(places: &[Coord<f64>], members: &[u32], others: &[u32], apart_m: f64) -> bool {
    members.iter().any(|&a| {
        others.iter().any(|&b| {
            let away = places[a as usize] - places[b as usize];
            away.x * away.x + away.y * away.y < apart_m * apart_m
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_shorter_than_the_distance_join() {
        let places =
            [0.0, 90.0, 180.0, 500.0, 599.0, 800.0].map(|x| Coord { x: 400_000.0 + x, y: 100_000.0 });
        let groups = components(&places, 100.0);
        let together = |a: usize, b: usize| groups[a] == groups[b];
        assert!(together(0, 1) && together(1, 2) && together(3, 4));
        assert!(!together(2, 3) && !together(4, 5) && !together(0, 5));
    }

    #[test]
    fn places_exactly_that_far_apart_are_not_joined() {
        let places = [0.0, 100.0].map(|y| Coord { x: 400_000.0, y });
        let groups = components(&places, 100.0);
        assert_ne!(groups[0], groups[1]);
    }
}
