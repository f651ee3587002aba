//! With how many must an area really work?

use crate::overlap::{Entry, sum};

/// `2^H_i` with `H_i = −Σ_j s log2 s`, `s` the partner's share of what the row shares: 1 for a single partner, *n* for *n* equal ones, 1 and a
/// little for one partner and a fringe (Hill number of order 1; Hill 1973). None for a row that shares nothing.
#[must_use]
pub fn effective_partners(row: &[Entry]) -> Option<f64> {
    let all = sum(row.iter().map(|entry| entry.weight));
    let bits = sum(row.iter().map(|entry| entry.weight * (all / entry.weight).log2())) / all;
    (all > 0.0).then(|| bits.max(0.0).exp2())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlap::Matrix;
    use rstest::rstest;

    #[rstest]
    #[case::one([7.0, 0.0, 0.0, 0.0], 1.0)]
    #[case::two_equal([7.0, 7.0, 0.0, 0.0], 2.0)]
    #[case::four_equal([3.0, 3.0, 3.0, 3.0], 4.0)]
    #[case::one_and_a_fringe([99.0, 1.0, 0.0, 0.0], 1.057_599)]
    #[case::of_the_known_matrix([13.0, 3.0, 4.0, 0.0], 2.426_535)]
    fn partners(#[case] row: [f64; 4], #[case] expected: f64) {
        let matrix = Matrix::from_dense(&[row]);
        assert!((effective_partners(matrix.row(0)).unwrap() - expected).abs() < 1e-6);
    }

    #[test]
    fn without_partners_there_is_no_number() {
        assert_eq!(effective_partners(&[]), None);
    }
}
