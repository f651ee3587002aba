//! Whose patch is an area mostly?

use super::share;
use crate::overlap::{Entry, Matrix};

/// An area of the other layer, as the partner of this one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partner {
    /// Its place in its own layer, in code order.
    pub index: u32,
    /// What the two share, in the weight's unit.
    pub weight: f64,
    /// That as a share of this area's whole total.
    pub share: f64,
}

/// The partner with most of an area, and the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BestFit {
    /// `argmax_j w(i,j)`.
    pub best: Partner,
    /// The second; none when the area meets one partner only.
    pub runner_up: Option<Partner>,
    /// Whether this area is its best fit's best fit too.
    pub mutual: bool,
}

/// For each area of A its best fit in B; none where it shares nothing. `back` is the matrix
/// transposed, `totals` are the whole totals of A's areas. Of equals the lower code is taken: areas stand in code order.
#[must_use]
pub fn best_fits(matrix: &Matrix, back: &Matrix, totals: &[f64]) -> Vec<Option<BestFit>> {
    let leaders: Vec<Option<u32>> =
        back.by_row().map(|row| first_and_second(row).map(|(first, _)| first.column)).collect();
    let fit = |row: &[Entry], total: f64| {
        let (first, second) = first_and_second(row)?;
        let partner = |entry: Entry| Partner {
            index: entry.column,
            weight: entry.weight,
            share: share(entry.weight, total),
        };
        let mutual = leaders.get(first.column as usize) == Some(&Some(first.row));
        Some(BestFit { best: partner(first), runner_up: second.map(partner), mutual })
    };
    matrix.by_row().zip(totals).map(|(row, &total)| fit(row, total)).collect()
}

/// The two largest entries of a row.
fn first_and_second(row: &[Entry]) -> Option<(Entry, Option<Entry>)> {
    let mut found: Option<(Entry, Option<Entry>)> = None;
    for &entry in row {
        found = Some(match found {
            None => (entry, None),
            Some((first, _)) if entry.weight > first.weight => (entry, Some(first)),
            Some((first, second)) if second.is_none_or(|second| entry.weight > second.weight) => {
                (first, Some(entry))
            }
            Some(kept) => kept,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(rows: &[[f64; 3]], totals: &[f64]) -> Vec<Option<BestFit>> {
        let matrix = Matrix::from_dense(rows);
        best_fits(&matrix, &matrix.transposed(), totals)
    }

    #[test]
    fn the_largest_share_wins_and_the_next_is_named() {
        let found = fits(&[[10.0, 60.0, 20.0]], &[100.0])[0].unwrap();
        assert_eq!((found.best.index, found.best.share), (1, 0.6));
        assert_eq!(found.runner_up.map(|partner| (partner.index, partner.share)), Some((2, 0.2)));
    }

    #[test]
    fn of_equals_the_lower_code_wins() {
        let found = fits(&[[5.0, 30.0, 30.0], [30.0, 30.0, 30.0]], &[65.0, 90.0]);
        let places = |fit: Option<BestFit>| fit.map(|fit| (fit.best.index, fit.runner_up.unwrap().index));
        assert_eq!(places(found[0]), Some((1, 2)));
        assert_eq!(places(found[1]), Some((0, 1)));
    }

    #[test]
    fn a_fit_is_mutual_when_each_is_the_others_best() {
        let found = fits(&[[50.0, 0.0, 0.0], [40.0, 10.0, 0.0]], &[50.0, 50.0]);
        assert!(found[0].unwrap().mutual);
        assert!(!found[1].unwrap().mutual);
    }

    #[test]
    fn an_area_that_meets_nothing_has_no_best_fit() {
        assert_eq!(fits(&[[0.0; 3]], &[7.0]), [None]);
    }

    #[test]
    fn a_share_is_of_all_its_ground_covered_or_not() {
        let found = fits(&[[30.0, 0.0, 0.0]], &[120.0])[0].unwrap();
        assert_eq!((found.best.share, found.runner_up), (0.25, None));
    }
}
