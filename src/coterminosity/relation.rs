//! Two areas that overlap, in a word.

use super::{Thresholds, share};

/// How an area of A lies to one of B, on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Practically the same ground.
    Same,
    /// A's area lies in B's.
    Inside,
    /// B's area lies in A's.
    Contains,
    /// Map noise along the edges: a small part of both, and small or thin in itself.
    Sliver,
    /// They share a part of each.
    Overlaps,
}

impl Relation {
    /// The word that answers use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Inside => "inside",
            Self::Contains => "contains",
            Self::Sliver => "sliver",
            Self::Overlaps => "overlaps",
        }
    }
}

/// How two areas that share `shared_m2` lie to each other; the first word that fits, in the order of [`Relation`].
///
/// On ground, whatever is being counted; all areas in square metres. `perimeter_m` is that of the shared ground: without it, thinness
/// (mean width `2 · area / perimeter`) is not judged, only size.
#[must_use]
pub fn relation(
    shared_m2: f64,
    area_m2: f64,
    other_area_m2: f64,
    perimeter_m: Option<f64>,
    thresholds: &Thresholds,
) -> Relation {
    let (of_a, of_b) = (share(shared_m2, area_m2), share(shared_m2, other_area_m2));
    let whole = 1.0 - thresholds.tau;
    let tiny_in_both = of_a < thresholds.sliver_share && of_b < thresholds.sliver_share;
    let small = shared_m2 < thresholds.sliver_area_m2;
    let thin = perimeter_m.is_some_and(|length| 2.0 * shared_m2 < thresholds.sliver_width_m * length);
    match (of_a >= whole, of_b >= whole) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Inside,
        (false, true) => Relation::Contains,
        (false, false) if tiny_in_both && (small || thin) => Relation::Sliver,
        (false, false) => Relation::Overlaps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const KM2: f64 = 1e6;

    #[rstest]
    #[case::within_one_percent_both_ways(99.5 * KM2, 100.0 * KM2, 100.2 * KM2, None, Relation::Same)]
    #[case::a_ward_in_its_district(2.0 * KM2, 2.0 * KM2, 100.0 * KM2, None, Relation::Inside)]
    #[case::a_ward_whose_edge_strays_a_little(1.98 * KM2, 2.0 * KM2, 100.0 * KM2, None, Relation::Inside)]
    #[case::a_district_round_its_ward(2.0 * KM2, 100.0 * KM2, 2.0 * KM2, None, Relation::Contains)]
    #[case::half_of_each(50.0 * KM2, 100.0 * KM2, 100.0 * KM2, None, Relation::Overlaps)]
    #[case::under_a_hectare_between_giants(9_000.0, 100.0 * KM2, 100.0 * KM2, None, Relation::Sliver)]
    #[case::long_and_thin(40_000.0, 100.0 * KM2, 100.0 * KM2, Some(20_000.0), Relation::Sliver)]
    #[case::long_and_thin_but_nobody_measured(40_000.0, 100.0 * KM2, 100.0 * KM2, None, Relation::Overlaps)]
    #[case::four_hectares_in_one_piece(40_000.0, 100.0 * KM2, 100.0 * KM2, Some(800.0), Relation::Overlaps)]
    // Tiny in the county, but all of the ward: it must not vanish.
    #[case::a_small_ward_in_a_huge_county(9_000.0, 9_000.0, 5_000.0 * KM2, None, Relation::Inside)]
    #[case::a_tenth_of_a_small_ward(9_000.0, 90_000.0, 5_000.0 * KM2, None, Relation::Overlaps)]
    fn two_areas_are(
        #[case] shared: f64,
        #[case] a: f64,
        #[case] b: f64,
        #[case] perimeter: Option<f64>,
        #[case] expected: Relation,
    ) {
        assert_eq!(relation(shared, a, b, perimeter, &Thresholds::default()), expected);
    }

    #[test]
    fn every_threshold_can_be_set() {
        let strict = Thresholds { tau: 0.0, sliver_area_m2: 0.0, ..Thresholds::default() };
        assert_eq!(relation(99.5, 100.0, 100.0, None, &strict), Relation::Overlaps);
        assert_eq!(relation(9_000.0, 100.0 * KM2, 100.0 * KM2, None, &strict), Relation::Overlaps);
    }
}
