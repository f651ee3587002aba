//! Does each layer nest in the other, and how far apart are they? Homogeneity, completeness, V-measure and the variation of information.
//!
//! Draw one unit of the shared weight at random. `H(A)` is how many bits it takes to say in which area of A it lies,
//! `H(A|B)` how many when its area of B is known already.

use crate::overlap::{Entry, Matrix, sum};

/// The four scores that read the whole matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nesting {
    /// `h = 1 − H(A|B) / H(A)`: 1 when every area of B lies in one of A. 1 when A has a single area.
    pub homogeneity: f64,
    /// `c = 1 − H(B|A) / H(B)`: 1 when every area of A lies in one of B. 1 when B has a single area.
    pub completeness: f64,
    /// `(1+β)hc / (βh+c)`; 0 when both are 0.
    pub v_measure: f64,
    /// `H(A|B) + H(B|A)` in bits: 0 for the same layer, and a true distance.
    pub vi_bits: f64,
}

/// Homogeneity, completeness and V-measure (Rosenberg & Hirschberg 2007; for maps Nowosad & Stepinski 2018) and the
/// variation of information (Meilă 2003), from the matrix alone. None when the layers do not meet.
#[must_use]
pub fn nesting(matrix: &Matrix, beta: f64) -> Option<Nesting> {
    let all = matrix.total();
    if all <= 0.0 {
        return None;
    }
    let (of_a, of_b) = (matrix.row_sums(), matrix.column_sums());
    let bits = |sums: &[f64]| {
        let present = sums.iter().filter(|&&weight| weight > 0.0);
        sum(present.map(|&weight| weight / all * (all / weight).log2())).max(0.0)
    };
    // Each term is at least 0 and exactly 0 where the known area holds nothing else.
    let given = |known: &dyn Fn(&Entry) -> f64| {
        sum(matrix
            .entries()
            .iter()
            .map(|entry| entry.weight / all * (known(entry) / entry.weight).log2().max(0.0)))
    };
    let a_given_b = given(&|entry| of_b[entry.column as usize]);
    let b_given_a = given(&|entry| of_a[entry.row as usize]);
    let explained = |left: f64, whole: f64| {
        if whole > 0.0 { (1.0 - left / whole).clamp(0.0, 1.0) } else { 1.0 }
    };
    let homogeneity = explained(a_given_b, bits(&of_a));
    let completeness = explained(b_given_a, bits(&of_b));
    let weighted = beta * homogeneity + completeness;
    let v_measure = if weighted > 0.0 { (1.0 + beta) * homogeneity * completeness / weighted } else { 0.0 };
    Some(Nesting { homogeneity, completeness, v_measure, vi_bits: a_given_b + b_given_a })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coterminosity::dominant_share;
    use rstest::rstest;

    /// The known answers, met to six digits: h, c, V, VI, dominant share of A, of B.
    #[rstest]
    #[case::crossing_both_ways(
        Matrix::from_dense(&[[13.0, 3.0, 4.0], [0.0, 16.0, 4.0], [4.0, 0.0, 16.0], [0.0, 4.0, 16.0]]),
        [0.315_342, 0.422_752, 0.361_231, 2.230_487, 0.7625, 0.5625]
    )]
    #[case::nesting_one_way(
        Matrix::from_dense(&[[10.0, 0.0], [20.0, 0.0], [0.0, 30.0], [0.0, 40.0]]),
        [0.477_292, 1.0, 0.646_172, 0.965_148, 1.0, 0.6]
    )]
    #[case::nothing_to_do_with_each_other(Matrix::from_dense(&[[50.0, 50.0], [50.0, 50.0]]), [0.0, 0.0, 0.0, 2.0, 0.5, 0.5])]
    #[case::almost_the_same(
        Matrix::from_dense(&[[99.0, 1.0], [1.0, 99.0]]),
        [0.919_207, 0.919_207, 0.919_207, 0.161_586, 0.99, 0.99]
    )]
    #[case::councils_and_their_partners(
        Matrix::from_dense(&[[60_000.0, 2_000.0, 0.0], [3_000.0, 45_000.0, 1_000.0], [0.0, 500.0, 38_500.0]]),
        [0.828_725, 0.829_521, 0.829_123, 0.532_678, 0.956_667, 0.956_667]
    )]
    fn the_scores_are(#[case] matrix: Matrix, #[case] expected: [f64; 6]) {
        let scores = nesting(&matrix, 1.0).unwrap();
        let dominant = |matrix: &Matrix| dominant_share(matrix).unwrap();
        let found = [
            scores.homogeneity,
            scores.completeness,
            scores.v_measure,
            scores.vi_bits,
            dominant(&matrix),
            dominant(&matrix.transposed()),
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 5e-7, "{found} is not {expected}");
        }
    }

    #[test]
    fn layers_that_do_not_meet_have_no_score() {
        assert_eq!(nesting(&Matrix::new(3, 3, Vec::new()), 1.0), None);
        assert_eq!(nesting(&Matrix::new(0, 0, Vec::new()), 1.0), None);
    }

    #[test]
    fn a_layer_with_itself_scores_one_and_is_no_distance_away() {
        let itself = Matrix::from_dense(&[[5.0, 0.0, 0.0], [0.0, 7.0, 0.0], [0.0, 0.0, 11.0]]);
        let expected = Nesting { homogeneity: 1.0, completeness: 1.0, v_measure: 1.0, vi_bits: 0.0 };
        assert_eq!(nesting(&itself, 1.0), Some(expected));
    }

    #[test]
    fn a_single_area_has_nothing_to_be_mixed_with() {
        let scores = nesting(&Matrix::from_dense(&[[10.0, 20.0]]), 1.0).unwrap();
        assert!((scores.homogeneity - 1.0).abs() < 1e-12 && scores.completeness.abs() < 1e-12);
        assert!(scores.v_measure.abs() < 1e-12);
    }

    #[test]
    fn a_small_beta_follows_homogeneity_and_a_large_one_completeness() {
        let matrix = Matrix::from_dense(&[[10.0, 0.0], [20.0, 0.0], [0.0, 30.0], [0.0, 40.0]]);
        let v = |beta: f64| nesting(&matrix, beta).unwrap().v_measure;
        assert!((v(1e-9) - 0.477_292).abs() < 1e-6 && (v(1e9) - 1.0).abs() < 1e-6);
    }
}
