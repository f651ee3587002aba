//! Which places hang together when those closer than a distance are joined.

use std::collections::HashMap;

use geo_types::Coord;

/// For each place, the smallest position of a place that it hangs together with: steps shorter than `apart_m` join.
pub(super) fn components(places: &[Coord<f64>], apart_m: f64) -> Vec<u32> {
    // Any two places in a cell of half the distance are joined.
    let side = apart_m / 2.0;
    #[allow(clippy::cast_possible_truncation)] // the grid is a few thousand kilometres wide
    let cell = |place: Coord<f64>| ((place.x / side).floor() as i64, (place.y / side).floor() as i64);
    let mut cells: HashMap<(i64, i64), Vec<u32>> = HashMap::new();
    let mut roots = Roots((0_u32..).take(places.len()).collect());
    for (at, &place) in (0_u32..).zip(places) {
        let members = cells.entry(cell(place)).or_default();
        if let Some(&first) = members.first() {
            roots.join(first, at);
        }
        members.push(at);
    }
    for (&(column, row), members) in &cells {
        for (right, up) in (-2..=2).flat_map(|right| (0..=2).map(move |up| (right, up))) {
            let Some(others) = cells.get(&(column + right, row + up)) else { continue };
            if roots.of(members[0]) != roots.of(others[0]) && any_close(places, members, others, apart_m) {
                roots.join(members[0], others[0]);
            }
        }
    }
    (0_u32..).take(places.len()).map(|at| roots.of(at)).collect()
}

fn any_close(places: &[Coord<f64>], members: &[u32], others: &[u32], apart_m: f64) -> bool {
    members.iter().any(|&a| {
        others.iter().any(|&b| {
            let away = places[a as usize] - places[b as usize];
            away.x * away.x + away.y * away.y < apart_m * apart_m
        })
    })
}

/// For each place another that it is joined with, or itself.
struct Roots(Vec<u32>);

impl Roots {
    fn of(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            let above = self.0[at as usize];
            self.0[at as usize] = self.0[above as usize];
            at = above;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_shorter_than_the_distance_join() {
        let places =
            [0.0, 90.0, 180.0, 500.0, 599.0, 800.0].map(|x| Coord { x: 400_000.0 + x, y: 100_000.0 });
        assert_eq!(components(&places, 100.0), [0, 0, 0, 3, 3, 5]);
    }

    #[test]
    fn places_exactly_that_far_apart_are_not_joined() {
        let places = [0.0, 100.0].map(|y| Coord { x: 400_000.0, y });
        assert_eq!(components(&places, 100.0), [0, 1]);
    }
}
