//! What two layers share, and what of each the other leaves out.

use super::{Side, blocks::Blocks, spread::Spreader};
use crate::{
    atlas::{Overlaps, PreparedGround, View},
    overlap::{Entry, Matrix, sum},
};

/// What was measured of two layers, in the weight's unit.
pub(super) struct Measures {
    pub(super) matrix: Matrix,
    pub(super) a: SideMeasures,
    pub(super) b: SideMeasures,
    /// What lies in at least one area of both layers, counted once.
    pub(super) common: f64,
}

impl Measures {
    /// The same with A and B changed over.
    pub(super) fn swapped(self) -> Self {
        Self { matrix: self.matrix.transposed(), a: self.b, b: self.a, common: self.common }
    }
}

/// What was measured of one layer.
#[derive(Debug, Default)]
pub(super) struct SideMeasures {
    pub(super) totals: Vec<f64>,
    pub(super) uncovered: Vec<f64>,
    pub(super) union_uncovered: f64,
    pub(super) double: f64,
}

/// A way to weigh what two layers share.
pub(super) trait Weigh {
    /// The whole weight of each area.
    fn totals(&self, layer: &PreparedGround) -> Vec<f64>;
    /// What each two areas share.
    fn shared(&self, a: &PreparedGround, b: &PreparedGround) -> Matrix;
}

/// Ground, in square metres.
pub(super) struct Ground<'a>(pub(super) &'a Overlaps);

impl Weigh for Ground<'_> {
    fn totals(&self, layer: &PreparedGround) -> Vec<f64> {
        layer.areas_m2().to_vec()
    }

    fn shared(&self, a: &PreparedGround, b: &PreparedGround) -> Matrix {
        let pairs = self.0.between(a, b);
        let entries = pairs.iter().map(|pair| Entry {
            row: pair.areas[0],
            column: pair.areas[1],
            weight: pair.area_m2,
        });
        Matrix::new(a.regions().len(), b.regions().len(), entries.collect())
    }
}

/// People of blocks.
pub(super) struct People<'a> {
    pub(super) spreader: Spreader<'a>,
    /// For each block, how many.
    pub(super) values: &'a [f64],
}

impl Weigh for People<'_> {
    fn totals(&self, layer: &PreparedGround) -> Vec<f64> {
        let mut totals = vec![0.0; layer.regions().len()];
        for part in self.spreader.over(layer) {
            totals[part.area as usize] += self.values[part.block as usize] * part.share;
        }
        totals
    }

    fn shared(&self, a: &PreparedGround, b: &PreparedGround) -> Matrix {
        let entries = self.spreader.over_both(a, b).into_iter().map(|part| Entry {
            row: part.a,
            column: part.b,
            weight: self.values[part.block as usize] * part.share,
        });
        Matrix::new(a.regions().len(), b.regions().len(), entries.collect())
    }
}

/// Weighs two layers of ground. Where one overlaps itself, what it covers at all is weighed with its areas joined.
pub(super) fn weigh(weigher: &impl Weigh, a: &PreparedGround, b: &PreparedGround) -> Measures {
    let matrix = weigher.shared(a, b);
    let (totals_a, totals_b) = (weigher.totals(a), weigher.totals(b));
    let (once_a, once_b) = (a.merged(), b.merged());
    let flat_a = once_a.map_or(a, |merged| &merged.ground);
    let flat_b = once_b.map_or(b, |merged| &merged.ground);
    let covered_a = match once_b {
        None => matrix.row_sums(),
        Some(merged) => weigher.shared(a, &merged.ground).row_sums(),
    };
    let covered_b = match once_a {
        None => matrix.column_sums(),
        Some(merged) => weigher.shared(&merged.ground, b).column_sums(),
    };
    let common = if once_a.is_none() && once_b.is_none() {
        matrix.total()
    } else {
        weigher.shared(flat_a, flat_b).total()
    };
    let union = |layer: &PreparedGround, totals: &[f64], merged: bool| {
        if merged { total(&weigher.totals(layer)) } else { total(totals) }
    };
    let union_a = union(flat_a, &totals_a, once_a.is_some());
    let union_b = union(flat_b, &totals_b, once_b.is_some());
    Measures {
        a: SideMeasures::new(totals_a, &covered_a, union_a, common),
        b: SideMeasures::new(totals_b, &covered_b, union_b, common),
        matrix,
        common,
    }
}

impl SideMeasures {
    pub(super) fn new(totals: Vec<f64>, covered: &[f64], union: f64, common: f64) -> Self {
        let uncovered = totals.iter().zip(covered).map(|(&whole, &covered)| left(whole, covered)).collect();
        let double = left(total(&totals), union);
        Self { uncovered, union_uncovered: left(union, common), double, totals }
    }
}

/// What is left of a whole. Less than a hundred-thousandth of a millionth of it is what rounding leaves of nothing.
fn left(whole: f64, part: f64) -> f64 {
    let left = whole - part;
    if left <= 1e-11 * whole { 0.0 } else { left }
}

pub(crate) fn total(values: &[f64]) -> f64 {
    sum(values.iter().copied())
}

/// How many people of each block there are, by the blocks' order, with the people of blocks that are not there.
pub(crate) fn by_block<'t>(
    blocks: &Blocks<'_>,
    table: impl Iterator<Item = (&'t str, f64)>,
) -> (Vec<f64>, Vec<(&'t str, f64)>) {
    let mut values = vec![0.0; blocks.ground.codes().len()];
    let mut missing = Vec::new();
    for (code, value) in table {
        match blocks.ground.position(code) {
            Some(at) => values[at] += value,
            None => missing.push((code, value)),
        }
    }
    (values, missing)
}

/// The share of a layer's ground on which people are counted at all.
pub(super) fn block_cover(view: &View<'_>, blocks: &Blocks<'_>, wanted: &[bool], side: &Side) -> Option<f64> {
    let ground = side.drawn()?;
    let shared = view.overlaps().between(&blocks.ground, ground);
    let counted = shared.iter().filter(|pair| wanted[pair.areas[0] as usize]).map(|pair| pair.area_m2);
    Some((sum(counted) / total(ground.areas_m2())).clamp(0.0, 1.0))
}
