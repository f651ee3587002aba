//! What must hold whatever the shapes; `tests/overlap_oracle.rs` compares with another program.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use super::{Borders, Shared, shared_by_three, shared_ground};
use crate::geometry::{Bng, Region};

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Region<Bng> {
    let ring: LineString<f64> = vec![(west, south), (east, south), (east, north), (west, north)].into();
    Region::new(&MultiPolygon(vec![Polygon::new(ring, vec![])])).unwrap().0
}

fn borders(regions: &[Region<Bng>]) -> Borders {
    Borders::new(&regions.iter().collect::<Vec<_>>())
}

fn areas(shared: &[Shared<2>]) -> Vec<([u32; 2], f64)> {
    shared.iter().map(|shared| (shared.areas, (shared.area_m2 * 1e6).round() / 1e6)).collect()
}

/// A mosaic of a square of `side` metres, cut at the given places both ways.
fn mosaic(cuts: &[f64], side: f64, at: Coord<f64>) -> Vec<Region<Bng>> {
    let mut edges = vec![0.0, side];
    edges.extend(cuts.iter().map(|cut| (cut * side).round()));
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let spans = || edges.windows(2);
    spans()
        .flat_map(|x| spans().map(move |y| rectangle(at.x + x[0], at.y + y[0], at.x + x[1], at.y + y[1])))
        .collect()
}

#[test]
fn two_squares_share_their_common_quarter() {
    let (a, b) = (rectangle(0.0, 0.0, 100.0, 100.0), rectangle(50.0, 50.0, 150.0, 150.0));
    let shared = shared_ground(&borders(&[a]), &borders(&[b]));
    assert_eq!(areas(&shared), [([0, 0], 2_500.0)]);
    assert!((shared[0].perimeter_m - 200.0).abs() < 1e-6);
}

#[test]
fn areas_that_only_touch_share_nothing() {
    let west = borders(&[rectangle(0.0, 0.0, 100.0, 100.0)]);
    let others = [
        rectangle(100.0, 0.0, 200.0, 100.0),
        rectangle(100.0, 100.0, 200.0, 200.0),
        rectangle(-50.0, 100.0, 50.0, 150.0),
    ];
    assert!(shared_ground(&west, &borders(&others)).is_empty());
}

#[test]
fn a_layer_shares_everything_with_itself() {
    let layer = mosaic(&[0.2, 0.5, 0.51], 1_000.0, Coord { x: 400_000.0, y: 100_000.0 });
    let prepared = borders(&layer);
    let shared = shared_ground(&prepared, &prepared);
    assert_eq!(shared.len(), layer.len());
    for (index, pair) in (0_u32..).zip(&shared) {
        assert_eq!(pair.areas, [index, index]);
        let region = &layer[index as usize];
        assert!((pair.area_m2 - region.area().0).abs() < 1e-9);
        assert!((pair.perimeter_m - region.perimeter().0).abs() < 1e-6);
    }
}

#[test]
fn a_small_ward_in_a_huge_county_is_not_lost() {
    // A mistake of other systems: an overlap was dropped because it was tiny in one of the two areas.
    let county = borders(&[rectangle(0.0, 0.0, 200_000.0, 200_000.0)]);
    let ward = borders(&[rectangle(70_000.0, 70_000.0, 70_100.0, 70_100.0)]);
    assert_eq!(areas(&shared_ground(&county, &ward)), [([0, 0], 10_000.0)]);
}

#[test]
fn an_area_that_is_cut_up_elsewhere_is_judged_whole() {
    // A mistake of other systems: “covers” was judged on the pieces of a subdivided area, and 45.7 % inside passed.
    let area = borders(&[rectangle(0.0, 0.0, 1_000.0, 1_000.0)]);
    let cover = borders(&[rectangle(-500.0, -500.0, 457.0, 1_500.0)]);
    let shared = shared_ground(&area, &cover);
    assert!((shared[0].area_m2 / 1e6 - 0.457).abs() < 1e-12);
}

#[test]
fn a_hole_is_not_shared() {
    let square = |half: f64| -> LineString<f64> {
        vec![(-half, -half), (half, -half), (half, half), (-half, half)].into()
    };
    let frame = Region::new(&MultiPolygon(vec![Polygon::new(square(100.0), vec![square(50.0)])])).unwrap().0;
    let inside = rectangle(-50.0, -50.0, 50.0, 50.0);
    let across = rectangle(0.0, -10.0, 100.0, 10.0);
    let shared = shared_ground(&borders(&[frame]), &borders(&[inside, across]));
    assert_eq!(areas(&shared), [([0, 1], 1_000.0)]);
}

#[test]
fn layers_that_overlap_themselves_count_each_area() {
    let stacked = borders(&[rectangle(0.0, 0.0, 10.0, 10.0), rectangle(0.0, 0.0, 10.0, 10.0)]);
    let other = borders(&[rectangle(5.0, 0.0, 15.0, 10.0)]);
    assert_eq!(areas(&shared_ground(&stacked, &other)), [([0, 0], 50.0), ([1, 0], 50.0)]);
}

#[test]
fn nothing_shares_nothing() {
    let nothing = borders(&[]);
    assert!(shared_ground(&nothing, &borders(&[rectangle(0.0, 0.0, 10.0, 10.0)])).is_empty());
    assert!(shared_ground(&nothing, &nothing).is_empty());
}

proptest! {
    #[test]
    fn what_an_area_shares_with_a_mosaic_sums_to_its_ground(
        cuts in prop::collection::vec(0.01..0.99, 1..6), other in prop::collection::vec(0.01..0.99, 1..6),
        x in 0_i32..600_000, y in 0_i32..1_200_000,
    ) {
        let at = Coord { x: f64::from(x), y: f64::from(y) };
        let (a, b) = (mosaic(&cuts, 1_000.0, at), mosaic(&other, 1_000.0, at));
        let shared = shared_ground(&borders(&a), &borders(&b));
        for (index, region) in (0_u32..).zip(&a) {
            let sum: f64 = shared.iter().filter(|s| s.areas[0] == index).map(|s| s.area_m2).sum();
            prop_assert!((sum - region.area().0).abs() < 1e-6, "{} of {}", sum, region.area().0);
        }
    }

    #[test]
    fn the_order_of_the_layers_and_their_place_on_the_grid_do_not_matter(
        cuts in prop::collection::vec(0.01..0.99, 1..6), other in prop::collection::vec(0.01..0.99, 1..6),
        shift in -400_i32..400, x in 1_i32..500_000,
    ) {
        let home = Coord { x: 1_000.0, y: 1_000.0 };
        let there = Coord { x: f64::from(shift), y: f64::from(shift / 3) };
        let far = Coord { x: f64::from(x), y: 2.0 * f64::from(x) };
        let (a, b) = (mosaic(&cuts, 1_000.0, home), mosaic(&other, 900.0, home + there));
        let here = areas(&shared_ground(&borders(&a), &borders(&b)));
        let mut swapped = areas(&shared_ground(&borders(&b), &borders(&a)));
        for pair in &mut swapped {
            pair.0.reverse();
        }
        swapped.sort_by_key(|pair| pair.0);
        prop_assert_eq!(&here, &swapped);
        let (a, b) = (mosaic(&cuts, 1_000.0, home + far), mosaic(&other, 900.0, home + there + far));
        prop_assert_eq!(here, areas(&shared_ground(&borders(&a), &borders(&b))));
    }

    #[test]
    fn three_mosaics_share_the_whole_square(
        a in prop::collection::vec(0.01..0.99, 1..5), b in prop::collection::vec(0.01..0.99, 1..5),
        c in prop::collection::vec(0.01..0.99, 1..5),
    ) {
        let at = Coord { x: 500_000.0, y: 150_000.0 };
        let [a, b, c] = [a, b, c].map(|cuts| borders(&mosaic(&cuts, 1_000.0, at)));
        let three: f64 = shared_by_three(&a, &b, &c).iter().map(|s| s.area_m2).sum();
        prop_assert!((three - 1e6).abs() < 1e-6, "{}", three);
    }
}
