//! Shares, and the share of two areas together.

/// `w / total`: the share of an area's whole weight that it has in common with another, 0 to 1.
///
/// An area without weight (a ward where nobody lives) has a share of 0 in everything.
#[must_use]
pub fn share(shared: f64, total: f64) -> f64 {
    // Shared weight and total are summed in different orders, so a whole area can come out a hair above 1.
    if total > 0.0 { (shared / total).clamp(0.0, 1.0) } else { 0.0 }
}

/// `w / (total_i + total_j − w)`, intersection over union (Jaccard 1912): near 1 only when both areas are practically the same.
#[must_use]
pub fn iou(shared: f64, total_a: f64, total_b: f64) -> f64 {
    share(shared, total_a + total_b - shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_quarter_of_a_large_area_can_be_all_of_a_small_one() {
        assert!((share(25.0, 100.0) - 0.25).abs() < 1e-15);
        assert!((share(25.0, 25.0) - 1.0).abs() < 1e-15);
        assert!((iou(25.0, 100.0, 25.0) - 0.25).abs() < 1e-15);
    }

    #[test]
    fn rounding_never_makes_more_than_the_whole() {
        assert!(share(100.000_000_000_000_01, 100.0) <= 1.0);
        assert!(iou(100.000_000_000_000_01, 100.0, 100.0) <= 1.0);
    }

    #[test]
    fn nothing_has_a_share_of_nothing() {
        assert!(share(0.0, 0.0).abs() < 1e-15);
        assert!(iou(0.0, 0.0, 0.0).abs() < 1e-15);
    }

    proptest! {
        /// Cut an area anywhere: the shares of its parts make the whole.
        #[test]
        fn shares_of_a_partition_sum_to_one(parts in prop::collection::vec(0.001..1e6, 1..40)) {
            let total: f64 = parts.iter().sum();
            let together: f64 = parts.iter().map(|&part| share(part, total)).sum();
            prop_assert!((together - 1.0).abs() < 1e-12);
        }

        #[test]
        fn iou_never_exceeds_either_share(shared in 0.0..1e6, more_a in 0.001..1e6, more_b in 0.001..1e6) {
            let (a, b) = (shared + more_a, shared + more_b);
            prop_assert!(iou(shared, a, b) <= share(shared, a).min(share(shared, b)) + 1e-15);
        }
    }
}
