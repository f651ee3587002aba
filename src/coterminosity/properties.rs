//! What holds for every pair of layers.

use proptest::prelude::*;

use super::{Relation, Thresholds, dominant_share, effective_partners, nesting, relation};
use crate::overlap::{Entry, Matrix};

/// A place in three layers at once, and the people there.
type Spot = ([u32; 3], f64);

fn spots() -> impl Strategy<Value = Vec<Spot>> {
    prop::collection::vec((prop::array::uniform3(0_u32..5), 0.5..1_000.0), 1..60)
}

/// What two of the three layers share.
fn between(spots: &[Spot], a: usize, b: usize) -> Matrix {
    let entry = |&(places, weight): &Spot| Entry { row: places[a], column: places[b], weight };
    Matrix::new(5, 5, spots.iter().map(entry).collect())
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

proptest! {
    #[test]
    fn changing_sides_swaps_homogeneity_and_completeness_and_nothing_else(spots in spots()) {
        let there = nesting(&between(&spots, 0, 1), 1.0).unwrap();
        let back = nesting(&between(&spots, 1, 0), 1.0).unwrap();
        prop_assert!(close(there.homogeneity, back.completeness) && close(there.completeness, back.homogeneity));
        prop_assert!(close(there.v_measure, back.v_measure) && close(there.vi_bits, back.vi_bits));
    }

    #[test]
    fn a_detour_by_a_third_layer_is_never_shorter(spots in spots()) {
        let distance = |a, b| nesting(&between(&spots, a, b), 1.0).unwrap().vi_bits;
        prop_assert!(distance(0, 2) <= distance(0, 1) + distance(1, 2) + 1e-9);
    }

    #[test]
    fn only_the_same_layer_is_no_distance_away(spots in spots()) {
        let itself = nesting(&between(&spots, 0, 0), 1.0).unwrap();
        prop_assert!(itself.vi_bits.abs() < 1e-12 && close(itself.v_measure, 1.0));
        let matrix = between(&spots, 0, 1);
        let one_to_one = [&matrix, &matrix.transposed()].iter().all(|m| m.by_row().all(|row| row.len() <= 1));
        prop_assert_eq!(nesting(&matrix, 1.0).unwrap().vi_bits < 1e-12, one_to_one);
    }

    #[test]
    fn the_order_of_areas_does_not_matter(spots in spots(), shift in 1_u32..5, turn in any::<bool>()) {
        let moved: Vec<Spot> = spots.iter().rev().map(|&([a, b, c], weight)| {
            ([(a + shift) % 5, if turn { 4 - b } else { b }, c], weight)
        }).collect();
        let (plain, moved) = (between(&spots, 0, 1), between(&moved, 0, 1));
        let (one, other) = (nesting(&plain, 1.0).unwrap(), nesting(&moved, 1.0).unwrap());
        prop_assert!(close(one.v_measure, other.v_measure) && close(one.vi_bits, other.vi_bits));
        prop_assert!(close(dominant_share(&plain).unwrap(), dominant_share(&moved).unwrap()));
    }

    #[test]
    fn scores_stay_within_their_bounds(spots in spots()) {
        let matrix = between(&spots, 0, 1);
        let scores = nesting(&matrix, 1.0).unwrap();
        for score in [scores.homogeneity, scores.completeness, scores.v_measure] {
            prop_assert!((0.0..=1.0).contains(&score));
        }
        prop_assert!(scores.vi_bits >= 0.0 && scores.vi_bits <= 2.0 * 5.0_f64.log2() + 1e-9);
        // The main partner holds at least an equal part.
        let dominant = dominant_share(&matrix).unwrap();
        prop_assert!((0.2 - 1e-12..=1.0).contains(&dominant));
        for row in matrix.by_row() {
            let partners = effective_partners(row);
            let count = f64::from(u32::try_from(row.len()).unwrap());
            prop_assert!(partners.is_none_or(|n| n >= 1.0 - 1e-12 && n <= count + 1e-9));
        }
    }

    #[test]
    fn nesting_and_a_full_dominant_share_go_together(spots in spots()) {
        let matrix = between(&spots, 0, 1);
        let nests = matrix.by_row().all(|row| row.len() <= 1);
        prop_assert_eq!(dominant_share(&matrix).unwrap() > 1.0 - 1e-12, nests);
        prop_assert_eq!(nesting(&matrix, 1.0).unwrap().completeness > 1.0 - 1e-12, nests);
    }

    #[test]
    fn the_words_turn_with_the_sides(shared in 0.001..1e8, more_a in 0.0..1e9, more_b in 0.0..1e9) {
        let told = |a, b| relation(shared, a, b, None, &Thresholds::default());
        let expected = match told(shared + more_a, shared + more_b) {
            Relation::Inside => Relation::Contains,
            Relation::Contains => Relation::Inside,
            other => other,
        };
        prop_assert_eq!(told(shared + more_b, shared + more_a), expected);
    }
}

#[test]
fn every_area_of_a_layer_is_the_same_as_itself() {
    for ground in [0.5, 9_000.0, 3.8e9] {
        assert_eq!(relation(ground, ground, ground, None, &Thresholds::default()), Relation::Same);
    }
}
