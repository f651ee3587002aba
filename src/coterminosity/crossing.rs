//! Does an area cross a line of the other layer?

use super::{Thresholds, share};

/// What the weight counts, which decides the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Square metres of drawn ground.
    Ground,
    /// People: residents, patients or another count.
    People,
}

/// Whether an area of `total` crosses, `outside` of it lying with partners other than its best fit.
///
/// In ground when that is more than τ of it. In people when it is more than `cross_share` of its people *and* more than
/// `cross_people` of them: a patient list has a few people everywhere, and by τ nearly every one would be called split.
#[must_use]
pub fn crosses(counted: Counted, outside: f64, total: f64, thresholds: &Thresholds) -> bool {
    match counted {
        Counted::Ground => share(outside, total) > thresholds.tau,
        Counted::People => {
            share(outside, total) > thresholds.cross_share && outside > thresholds.cross_people
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_hair_over_one_percent_of_ground(Counted::Ground, 1.01, 100.0, true)]
    #[case::one_percent_of_ground(Counted::Ground, 1.0, 100.0, false)]
    #[case::many_people_but_a_small_share(Counted::People, 2_000.0, 60_000.0, false)]
    #[case::a_large_share_but_few_people(Counted::People, 500.0, 2_000.0, false)]
    #[case::many_people_and_a_large_share(Counted::People, 4_000.0, 49_000.0, true)]
    #[case::nobody_lives_there(Counted::People, 0.0, 0.0, false)]
    fn an_area_crosses(
        #[case] counted: Counted,
        #[case] outside: f64,
        #[case] total: f64,
        #[case] expected: bool,
    ) {
        assert_eq!(crosses(counted, outside, total, &Thresholds::default()), expected);
    }

    #[test]
    fn both_thresholds_for_people_can_be_set() {
        let strict = Thresholds { cross_share: 0.01, cross_people: 0.0, ..Thresholds::default() };
        assert!(crosses(Counted::People, 500.0, 2_000.0, &strict));
    }
}
