//! How much lies with each area's main partner, and how much across a line.

use crate::overlap::{Entry, Matrix, sum};

/// `Σ_i max_j w(i,j) / A`: of all that the layers share, the share that lies in the best fit of its own area of A.
/// The headline; ask again with the matrix transposed for the other way. None when the layers do not meet.
#[must_use]
pub fn dominant_share(matrix: &Matrix) -> Option<f64> {
    let all = matrix.total();
    let main = sum(matrix.by_row().map(largest));
    (all > 0.0).then(|| (main / all).min(1.0))
}

/// `R_i − max_j w(i,j)`: what a row shares with partners other than its best fit. What no partner covers does not count.
#[must_use]
pub fn outside_best_fit(row: &[Entry]) -> f64 {
    // The others summed, not the difference taken: exactly zero when there are none.
    let best = row.iter().enumerate().max_by(|(_, a), (_, b)| a.weight.total_cmp(&b.weight));
    let best = best.map(|(place, _)| place);
    let others = row.iter().enumerate().filter(|(place, _)| Some(*place) != best);
    sum(others.map(|(_, entry)| entry.weight))
}

/// What lies across a line: `Σ_i outside_best_fit`.
#[must_use]
pub fn across(matrix: &Matrix) -> f64 {
    sum(matrix.by_row().map(outside_best_fit))
}

fn largest(row: &[Entry]) -> f64 {
    row.iter().fold(0.0, |most, entry| most.max(entry.weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practices_that_nest_in_councils_have_all_their_people_at_home() {
        let matrix = Matrix::from_dense(&[[10.0, 0.0], [20.0, 0.0], [0.0, 30.0], [0.0, 40.0]]);
        assert_eq!(dominant_share(&matrix), Some(1.0));
        assert_eq!(dominant_share(&matrix.transposed()), Some(0.6));
        assert!(across(&matrix).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_in_the_best_fit_is_across_a_line() {
        let matrix = Matrix::from_dense(&[[60_000.0, 2_000.0, 0.0], [3_000.0, 45_000.0, 1_000.0]]);
        assert!((outside_best_fit(matrix.row(0)) - 2_000.0).abs() < 1e-9);
        assert!((outside_best_fit(matrix.row(1)) - 4_000.0).abs() < 1e-9);
        assert!((across(&matrix) - 6_000.0).abs() < 1e-9);
    }

    #[test]
    fn of_two_equal_partners_one_is_outside() {
        let matrix = Matrix::from_dense(&[[5.0, 5.0]]);
        assert!((outside_best_fit(matrix.row(0)) - 5.0).abs() < 1e-12);
    }

    #[test]
    fn layers_that_do_not_meet_have_no_dominant_share() {
        let matrix = Matrix::new(4, 3, Vec::new());
        assert_eq!(dominant_share(&matrix), None);
        assert!(across(&matrix).abs() < 1e-12);
    }
}
