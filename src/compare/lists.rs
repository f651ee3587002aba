//! Lists of people beside ground, and beside other lists.

use std::collections::HashMap;

use super::{
    blocks::Blocks,
    measure::{Measures, SideMeasures, total},
    spread::{InOne, Spreader},
};
use crate::{
    atlas::{Overlaps, PreparedGround},
    overlap::{Entry, Matrix},
    people::Membership,
};

/// The lists of one membership layer on its blocks.
pub(crate) struct Listed<'a> {
    pub(crate) lists: &'a Membership,
    pub(crate) blocks: &'a Blocks<'a>,
    /// The rows whose block is there: organisation, block, people.
    pub(crate) placed: Vec<(u32, u32, f64)>,
    /// The codes of the other rows' blocks, with their people.
    pub(crate) missing: Vec<(&'a str, f64)>,
    /// For each block, everybody who is on a list there.
    pub(crate) of_block: Vec<f64>,
}

impl<'a> Listed<'a> {
    pub(crate) fn new(lists: &'a Membership, blocks: &'a Blocks<'a>) -> Self {
        let (mut placed, mut missing) = (Vec::new(), Vec::new());
        let mut of_block = vec![0.0; blocks.ground.codes().len()];
        for row in &lists.rows {
            match blocks.ground.position(&row.block) {
                Some(block) => {
                    of_block[block] += row.value;
                    placed.push((row.organisation, u32::try_from(block).unwrap_or(u32::MAX), row.value));
                }
                None => missing.push((row.block.as_str(), row.value)),
            }
        }
        Self { lists, blocks, placed, missing, of_block }
    }

    pub(crate) fn wanted(&self) -> Vec<bool> {
        self.of_block.iter().map(|&people| people > 0.0).collect()
    }

    fn over(&self, overlaps: &Overlaps, layer: &PreparedGround) -> Spread {
        let wanted = self.wanted();
        Spread::new(Spreader { blocks: self.blocks, overlaps, wanted: &wanted }.over(layer))
    }

    /// The share of each block that lies in the place: all of it, where the question is about none.
    fn inside(&self, overlaps: &Overlaps, place: Option<&PreparedGround>) -> Vec<f64> {
        let Some(place) = place else { return vec![1.0; self.of_block.len()] };
        let mut inside = vec![0.0; self.of_block.len()];
        for part in self.over(overlaps, place).parts {
            inside[part.block as usize] += part.share;
        }
        inside
    }

    /// The people of each list, as far as their blocks lie inside.
    fn totals(&self, inside: &[f64]) -> Vec<f64> {
        let mut totals = vec![0.0; self.lists.organisations.len()];
        for &(list, block, people) in &self.placed {
            totals[list as usize] += people * inside[block as usize];
        }
        totals
    }

    fn shared(&self, overlaps: &Overlaps, layer: &PreparedGround) -> Matrix {
        let spread = self.over(overlaps, layer);
        let entries = self.placed.iter().flat_map(|&(row, block, people)| {
            spread.of(block).iter().map(move |part| Entry {
                row,
                column: part.area,
                weight: people * part.share,
            })
        });
        Matrix::new(self.lists.organisations.len(), layer.regions().len(), entries.collect())
    }

    /// The lists as layer A and ground as layer B. Reverse shares are of those who are on these lists.
    pub(super) fn with_ground(
        &self,
        overlaps: &Overlaps,
        ground: &PreparedGround,
        place: Option<&PreparedGround>,
    ) -> Measures {
        let matrix = self.shared(overlaps, ground);
        let flat = ground.merged().map(|merged| self.shared(overlaps, &merged.ground));
        let covered = flat.as_ref().unwrap_or(&matrix).row_sums();
        measures(matrix, self.totals(&self.inside(overlaps, place)), &covered)
    }

    /// These lists as layer A beside others: `w(p,q) = Σ_k n_pk · n_qk / Σ_q n_qk`, an estimate under independence within each block. A
    /// layer beside itself is known, not estimated.
    pub(super) fn with_lists(
        &self,
        overlaps: &Overlaps,
        other: &Listed<'_>,
        place: Option<&PreparedGround>,
    ) -> Measures {
        let inside = self.inside(overlaps, place);
        let share_of = |block: u32| inside[block as usize];
        let mut entries: Vec<Entry> = Vec::new();
        if std::ptr::eq(self.lists, other.lists) {
            let own = self.placed.iter();
            entries.extend(own.map(|&(list, block, people)| Entry {
                row: list,
                column: list,
                weight: people * share_of(block),
            }));
        } else {
            let others: HashMap<u32, (Vec<(u32, f64)>, f64)> = other
                .on(overlaps, self.blocks)
                .into_iter()
                .map(|(block, there)| {
                    let everybody = there.iter().map(|(_, people)| people).sum();
                    (block, (there, everybody))
                })
                .filter(|(_, (_, everybody))| *everybody > 0.0)
                .collect();
            for &(row, block, people) in &self.placed {
                let Some((there, everybody)) = others.get(&block) else { continue };
                let here = people * share_of(block);
                entries.extend(there.iter().map(|&(column, people)| Entry {
                    row,
                    column,
                    weight: here * people / everybody,
                }));
            }
        }
        let matrix = Matrix::new(self.lists.organisations.len(), other.lists.organisations.len(), entries);
        let covered = matrix.row_sums();
        measures(matrix, self.totals(&inside), &covered)
    }

    /// The people of each list in each of another layer's blocks.
    fn on(&self, overlaps: &Overlaps, blocks: &Blocks<'_>) -> HashMap<u32, Vec<(u32, f64)>> {
        let mut on: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
        if blocks.ground.key() == self.blocks.ground.key() {
            for &(list, block, people) in &self.placed {
                on.entry(block).or_default().push((list, people));
            }
            return on;
        }
        let spread = self.over(overlaps, &blocks.ground);
        let mut sums: HashMap<(u32, u32), f64> = HashMap::new();
        for &(list, block, people) in &self.placed {
            for part in spread.of(block) {
                *sums.entry((part.area, list)).or_default() += people * part.share;
            }
        }
        let mut sorted: Vec<_> = sums.into_iter().collect();
        sorted.sort_unstable_by_key(|(key, _)| *key);
        for ((block, list), people) in sorted {
            on.entry(block).or_default().push((list, people));
        }
        on
    }
}

/// What was measured of lists as layer A. Everybody is on one list at most, so this layer counts nobody twice; and of the other
/// layer only those are counted who are on a list.
fn measures(matrix: Matrix, totals: Vec<f64>, covered: &[f64]) -> Measures {
    let (everybody, common) = (total(&totals), total(covered));
    let people_there = matrix.column_sums();
    Measures {
        a: SideMeasures::new(totals, covered, everybody, common),
        b: SideMeasures::new(people_there.clone(), &people_there, common, common),
        matrix,
        common,
    }
}

/// The areas in which each block lies, with its share in each.
struct Spread {
    parts: Vec<InOne>,
    of_block: HashMap<u32, (usize, usize)>,
}

impl Spread {
    fn new(parts: Vec<InOne>) -> Self {
        let mut of_block = HashMap::new();
        let mut start = 0;
        for group in parts.chunk_by(|p, q| p.block == q.block) {
            of_block.insert(group[0].block, (start, start + group.len()));
            start += group.len();
        }
        Self { parts, of_block }
    }

    fn of(&self, block: u32) -> &[InOne] {
        self.of_block.get(&block).map_or(&[], |&(start, end)| &self.parts[start..end])
    }
}
