//! All measures of two layers together: a row for each area, and the summary.

use super::{
    BestFit, Counted, Thresholds, across, best_fits, crosses, dominant_share, effective_partners,
    in_the_room, nesting, outside_best_fit,
};
use crate::overlap::{Matrix, sum};

/// What was measured of one layer, in the weight's unit. Areas stand in code order, as in the matrix.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The whole weight of each area, covered by the other layer or not.
    pub totals: &'a [f64],
    /// Of that, what no area of the other layer covers.
    pub uncovered: &'a [f64],
    /// What lies in the layer's union and in no area of the other layer, counted once.
    pub union_uncovered: f64,
    /// `Σ total` less the union: what the layer covers more than once.
    pub double: f64,
}

/// Overlaps that are map noise along the edges: flagged and summed, never lost.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Slivers {
    /// How many pairs.
    pub count: usize,
    /// What they share, in the weight's unit.
    pub overlap: f64,
}

/// Everything that the scores are worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// What each pair shares.
    pub matrix: &'a Matrix,
    /// Layer A, the matrix's rows.
    pub a: Side<'a>,
    /// Layer B, the matrix's columns.
    pub b: Side<'a>,
    /// What lies in at least one area of both layers, counted once.
    pub common: f64,
    /// What could not be placed at all, and is in no total.
    pub unplaced: f64,
    /// The pairs whose relation is a sliver.
    pub slivers: Slivers,
    /// Border agreement of A with B and of B with A; none for layers without drawn ground or internal borders.
    pub border_agreement: [Option<f64>; 2],
    /// What the weight counts.
    pub counted: Counted,
}

/// What is told of one area. Other areas are named by their place in the other layer.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaScores {
    /// Its whole weight.
    pub total: f64,
    /// Of that, what the other layer does not cover.
    pub uncovered: f64,
    /// Its best fit and runner-up, with shares of the whole total; none when it shares nothing.
    pub best_fit: Option<BestFit>,
    /// With how many it must really work; none when it shares nothing.
    pub effective_partners: Option<f64>,
    /// The partners with at least the room share of it, largest first.
    pub in_the_room: Vec<u32>,
    /// What it shares with others than its best fit.
    pub outside_best_fit: f64,
    /// Whether it crosses a line of the other layer.
    pub crosses: bool,
}

/// What is told of the two layers as wholes. Scores are none when the layers do not meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// `Σ total` of A.
    pub total_a: f64,
    /// `Σ total` of B.
    pub total_b: f64,
    /// In at least one area of both, counted once.
    pub common: f64,
    /// In A's union and in no area of B.
    pub uncovered_a: f64,
    /// In B's union and in no area of A.
    pub uncovered_b: f64,
    /// `Σ total` of A less A's union.
    pub double_a: f64,
    /// `Σ total` of B less B's union.
    pub double_b: f64,
    /// What could not be placed.
    pub unplaced: f64,
    /// Map noise along the edges.
    pub slivers: Slivers,
    /// Share of what is shared that lies in the best fit of its area of A.
    pub dominant_share_a: Option<f64>,
    /// The same for the areas of B.
    pub dominant_share_b: Option<f64>,
    /// Outside the best fits of A's areas.
    pub across_a: f64,
    /// Outside the best fits of B's areas.
    pub across_b: f64,
    /// `1 − H(A|B)/H(A)`.
    pub homogeneity: Option<f64>,
    /// `1 − H(B|A)/H(B)`.
    pub completeness: Option<f64>,
    /// Both in one number.
    pub v_measure: Option<f64>,
    /// Variation of information, in bits.
    pub vi_bits: Option<f64>,
    /// Share of A's internal borders that run along B's.
    pub border_agreement_a: Option<f64>,
    /// Share of B's internal borders that run along A's.
    pub border_agreement_b: Option<f64>,
    /// How many of A's areas cross.
    pub crossing_a: usize,
    /// How many of B's areas cross.
    pub crossing_b: usize,
    /// With which thresholds all this was judged.
    pub thresholds: Thresholds,
}

/// Every measure of two layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// A row for each area of A, in code order.
    pub areas_a: Vec<AreaScores>,
    /// A row for each area of B.
    pub areas_b: Vec<AreaScores>,
    /// The layers as wholes.
    pub summary: Summary,
}

/// Works out every measure of two layers from what was measured.
#[must_use]
pub fn score(measured: &Measured<'_>, thresholds: &Thresholds) -> Scores {
    let matrix = measured.matrix;
    let back = matrix.transposed();
    let areas_a = rows(matrix, &back, measured.a, measured.counted, thresholds);
    let areas_b = rows(&back, matrix, measured.b, measured.counted, thresholds);
    let crossing = |areas: &[AreaScores]| areas.iter().filter(|area| area.crosses).count();
    let nested = nesting(matrix, thresholds.beta);
    let summary = Summary {
        total_a: sum(measured.a.totals.iter().copied()),
        total_b: sum(measured.b.totals.iter().copied()),
        common: measured.common,
        uncovered_a: measured.a.union_uncovered,
        uncovered_b: measured.b.union_uncovered,
        double_a: measured.a.double,
        double_b: measured.b.double,
        unplaced: measured.unplaced,
        slivers: measured.slivers,
        dominant_share_a: dominant_share(matrix),
        dominant_share_b: dominant_share(&back),
        across_a: across(matrix),
        across_b: across(&back),
        homogeneity: nested.map(|scores| scores.homogeneity),
        completeness: nested.map(|scores| scores.completeness),
        v_measure: nested.map(|scores| scores.v_measure),
        vi_bits: nested.map(|scores| scores.vi_bits),
        border_agreement_a: measured.border_agreement[0],
        border_agreement_b: measured.border_agreement[1],
        crossing_a: crossing(&areas_a),
        crossing_b: crossing(&areas_b),
        thresholds: *thresholds,
    };
    Scores { areas_a, areas_b, summary }
}

fn rows(
    matrix: &Matrix,
    back: &Matrix,
    side: Side<'_>,
    counted: Counted,
    thresholds: &Thresholds,
) -> Vec<AreaScores> {
    let fits = best_fits(matrix, back, side.totals);
    let known = fits.into_iter().zip(matrix.by_row()).zip(side.totals.iter().zip(side.uncovered));
    let told = known.map(|((best_fit, row), (&total, &uncovered))| {
        let outside = outside_best_fit(row);
        AreaScores {
            total,
            uncovered,
            best_fit,
            effective_partners: effective_partners(row),
            in_the_room: in_the_room(row, total, thresholds.room_share),
            outside_best_fit: outside,
            crosses: crosses(counted, outside, total, thresholds),
        }
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured<'a>(matrix: &'a Matrix, a: &'a [f64], b: &'a [f64], zeros: &'a [f64]) -> Measured<'a> {
        let side = |totals: &'a [f64]| Side {
            totals,
            uncovered: &zeros[..totals.len()],
            union_uncovered: 0.0,
            double: 0.0,
        };
        Measured {
            matrix,
            a: side(a),
            b: side(b),
            common: matrix.total(),
            unplaced: 0.0,
            slivers: Slivers::default(),
            border_agreement: [None; 2],
            counted: Counted::People,
        }
    }

    #[test]
    fn three_lists_of_patients_and_three_councils() {
        let matrix = Matrix::from_dense(&[
            [60_000.0, 2_000.0, 0.0],
            [3_000.0, 45_000.0, 1_000.0],
            [0.0, 500.0, 38_500.0],
        ]);
        let (a, b) = (matrix.row_sums(), matrix.column_sums());
        let scores = score(&measured(&matrix, &a, &b, &[0.0; 3]), &Thresholds::default());
        let summary = &scores.summary;
        assert!((summary.across_a - 6_500.0).abs() < 1e-9 && (summary.across_b - 6_500.0).abs() < 1e-9);
        // The second list: 4,000 of its 49,000 live elsewhere. The others keep nearly all of theirs.
        assert_eq!(scores.areas_a.iter().map(|area| area.crosses).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!((summary.crossing_a, summary.crossing_b), (1, 1));
        assert_eq!(scores.areas_a[1].in_the_room, [1, 0]);
        assert!((summary.v_measure.unwrap() - 0.829_123).abs() < 5e-7);
    }

    #[test]
    fn layers_that_do_not_meet_get_rows_but_no_score() {
        let matrix = Matrix::new(2, 1, Vec::new());
        let scores = score(&measured(&matrix, &[5.0, 6.0], &[7.0], &[0.0; 2]), &Thresholds::default());
        assert_eq!((scores.areas_a.len(), scores.areas_b.len()), (2, 1));
        assert!(scores.areas_a.iter().all(|area| area.best_fit.is_none() && !area.crosses));
        let summary = scores.summary;
        let told = [summary.dominant_share_a, summary.homogeneity, summary.v_measure, summary.vi_bits];
        assert_eq!(told, [None; 4]);
        assert!((summary.total_a - 11.0).abs() < 1e-12 && summary.across_a.abs() < 1e-12);
    }
}
