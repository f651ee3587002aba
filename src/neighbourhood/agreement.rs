//! Where several drawings of one name agree.

use std::collections::BTreeMap;

use super::Route;
use crate::{
    geometry::{Bng, Region, covered_at_least},
    overlap::held_by_at_least,
};

/// Fewer drawings say nothing of agreement, and too much of those who drew them.
pub const LEAST_DRAWINGS: usize = 5;
/// Shares of the drawings, in percent: "some", "most", "nearly everyone's".
pub const LEVELS: [(u32, &str); 3] = [(25, "some"), (50, "most"), (75, "nearly everyone's")];

/// Several drawings of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesakes {
    /// The name, as most of them spell it.
    pub name: String,
    /// How many drawings there are.
    pub drawings: usize,
    /// By which routes they came, and how many by each.
    pub routes: Vec<(Route, usize)>,
}

/// The ground that drawings of one name have in common.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// The drawings.
    pub of: Namesakes,
    /// For each of [`LEVELS`], the ground in at least that share of the drawings; `None` where there is none.
    pub levels: Vec<Option<Region<Bng>>>,
}

/// Where drawings of one name agree: each with its spelling, route and ground. `None` for fewer than [`LEAST_DRAWINGS`].
///
/// Crossings of lines are rounded to the nearest millimetre; whether ground is in enough drawings is counted in whole numbers. No drawing
/// counts more than another, however large.
#[must_use]
pub fn agreement(drawings: &[(&str, Route, &Region<Bng>)]) -> Option<Agreement> {
    use rayon::prelude::*;
    if drawings.len() < LEAST_DRAWINGS {
        return None;
    }
    let regions: Vec<&Region<Bng>> = drawings.iter().map(|(.., region)| *region).collect();
    let leasts = LEVELS.map(|(percent, _)| least_of(drawings.len(), percent));
    let overlaid = || leasts.par_iter().map(|&least| covered_at_least(&regions, least)).collect();
    let levels = held_by_at_least(&regions, &leasts).unwrap_or_else(overlaid);
    Some(Agreement { of: Namesakes::of(drawings.iter().map(|&(name, route, _)| (name, route))), levels })
}

impl Namesakes {
    /// Of drawings, each with its spelling and route.
    #[must_use]
    pub fn of<'a>(drawings: impl Iterator<Item = (&'a str, Route)> + Clone) -> Self {
        let mut routes: BTreeMap<Route, usize> = BTreeMap::new();
        for (_, route) in drawings.clone() {
            *routes.entry(route).or_default() += 1;
        }
        let count = routes.values().sum();
        Self {
            name: most_used(drawings.map(|(name, _)| name)),
            drawings: count,
            routes: routes.into_iter().collect(),
        }
    }
}

/// The least number of drawings that is at least a share of all.
fn least_of(all: usize, percent: u32) -> usize {
    (all * percent as usize).div_ceil(100).max(1)
}

/// The spelling that most use; of several, the first in the alphabet.
fn most_used<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    counts.iter().find(|(_, count)| **count == most).map_or_else(String::new, |(name, _)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Coord, LineString, MultiPolygon, Polygon};
    use proptest::prelude::*;

    fn rect(west: f64, south: f64, east: f64, north: f64) -> Region<Bng> {
        let at = |x: f64, y: f64| Coord { x: 500_000.0 + x, y: 100_000.0 + y };
        let ring = vec![at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
        Region::new(&MultiPolygon(vec![Polygon::new(LineString(ring), vec![])])).unwrap().0
    }

    fn areas(regions: &[Region<Bng>]) -> Vec<f64> {
        let drawings: Vec<_> = regions.iter().map(|region| ("Mill", Route::Online, region)).collect();
        let found = agreement(&drawings).unwrap();
        found.levels.iter().map(|level| level.as_ref().map_or(0.0, |region| region.area().0)).collect()
    }

    #[test]
    fn five_strips_that_start_together_agree_where_enough_of_them_reach() {
        // 100 m wide and 100 to 500 m long: 2 of 5 reach 400 m, 3 reach 300 m, 4 reach 200 m.
        let strips: Vec<_> = (1..=5).map(|n| rect(0.0, 0.0, 100.0 * f64::from(n), 100.0)).collect();
        assert_eq!(areas(&strips), [40_000.0, 30_000.0, 20_000.0]);
    }

    #[test]
    fn the_same_drawing_five_times_is_agreed_by_all() {
        let same = vec![rect(0.0, 0.0, 100.0, 100.0); 5];
        assert_eq!(areas(&same), [1e4; 3]);
    }

    #[test]
    fn drawings_that_do_not_meet_agree_nowhere() {
        let apart: Vec<_> =
            (0..8).map(|n| rect(200.0 * f64::from(n), 0.0, 200.0 * f64::from(n) + 100.0, 100.0)).collect();
        assert_eq!(areas(&apart), [0.0; 3]);
    }

    #[test]
    fn four_drawings_say_nothing() {
        let square = rect(0.0, 0.0, 100.0, 100.0);
        assert!(agreement(&[("Mill", Route::Paper, &square); 4]).is_none());
        let mut five = vec![("the Mill", Route::Paper, &square); 2];
        five.extend([("Mill", Route::Online, &square); 3]);
        let found = agreement(&five).unwrap();
        assert_eq!((found.of.name.as_str(), found.of.drawings), ("Mill", 5));
        assert_eq!(found.of.routes, [(Route::Online, 3), (Route::Paper, 2)]);
    }

    /// Hands that tremble: rings of 200 corners about one middle.
    fn by_hand(count: u32) -> Vec<Region<Bng>> {
        let one = |drawn: u32| {
            let corner = |turn: u32| {
                let angle = std::f64::consts::TAU * f64::from(turn % 200) / 200.0;
                let hash = |salt: u32| {
                    f64::from((drawn * 7_919 + turn % 200 * 104_729 + salt * 15_485_863) % 1_000) / 1_000.0
                };
                let reach = 400.0 + 100.0 * hash(1 + drawn) + 30.0 * hash(3);
                Coord {
                    x: 500_000.0 + f64::from(drawn % 37) * 3.0 + reach * angle.cos(),
                    y: 100_000.0 + reach * angle.sin(),
                }
            };
            Region::new(&MultiPolygon(vec![Polygon::new((0..=200).map(corner).collect(), vec![])])).unwrap().0
        };
        (0..count).map(one).collect()
    }

    #[test]
    #[ignore = "measures; run it with --release --nocapture"]
    fn how_long_agreement_takes() {
        for count in [100, 500] {
            let regions = by_hand(count);
            let began = std::time::Instant::now();
            let found = areas(&regions);
            println!("{count} drawings of 200 corners: {:?} {found:?}", began.elapsed());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        /// Rectangles on a lattice of 10 m: the ground is what counting cell by cell says.
        #[test]
        fn rectangles_agree_where_counting_cells_says_so(
            boxes in proptest::collection::vec((0_u8..12, 0_u8..12, 1_u8..12, 1_u8..12), 5..14)
        ) {
            let corners = |&(x, y, w, h): &(u8, u8, u8, u8)| [x, y, x + w, y + h].map(|n| 10.0 * f64::from(n));
            let regions: Vec<_> = boxes.iter().map(corners).map(|[w, s, e, n]| rect(w, s, e, n)).collect();
            let depth = |x: u8, y: u8| boxes.iter().filter(|b| (b.0..b.0 + b.2).contains(&x) && (b.1..b.1 + b.3).contains(&y)).count();
            let found = areas(&regions);
            for ((percent, _), found) in LEVELS.iter().zip(found) {
                let least = least_of(boxes.len(), *percent);
                let cells: f64 = (0..24).flat_map(|x| (0..24).map(move |y| (x, y))).filter(|&(x, y)| depth(x, y) >= least).map(|_| 1.0).sum();
                prop_assert!((found - 100.0 * cells).abs() < 1e-6, "{percent} %: {found} for {cells} cells");
            }
        }
    }
}
