//! Where in a layer, or in two, the people of a block are.

use std::collections::HashMap;

use rayon::prelude::*;

use super::blocks::Blocks;
use crate::{
    atlas::{Overlaps, PreparedGround},
    geometry::{Bng, Region},
    overlap::{Borders, NOISE_M2, Shared, shared_by_three},
};

/// How people were put on the map: of how many blocks, and of how many people.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Method {
    /// Blocks whose people were spread evenly over their postcodes.
    pub blocks_at_points: usize,
    /// Those people.
    pub people_at_points: f64,
    /// Blocks without a postcode, whose people were spread evenly over their ground.
    pub blocks_on_ground: usize,
    /// Those people.
    pub people_on_ground: f64,
    /// Postcodes used though no register that is loaded says whether they are in use.
    pub postcodes_of_unknown_status: usize,
}

/// The share of a block in an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct InOne {
    pub(crate) block: u32,
    pub(crate) area: u32,
    pub(crate) share: f64,
}

/// The share of a block in an area of A and in one of B at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct InTwo {
    pub(crate) block: u32,
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) share: f64,
}

/// Spreads blocks over layers. Only blocks that are `wanted` take part.
pub(crate) struct Spreader<'a> {
    pub(crate) blocks: &'a Blocks<'a>,
    pub(crate) overlaps: &'a Overlaps,
    /// For each block, whether anybody is counted in it.
    pub(crate) wanted: &'a [bool],
}

impl Spreader<'_> {
    /// The blocks whose people stand at points, with the points, sorted.
    pub(crate) fn at_points(&self) -> Vec<(u32, &[geo_types::Coord<f64>])> {
        let mut blocks: Vec<_> =
            self.blocks.points.areas().filter(|(block, _)| self.wanted[*block as usize]).collect();
        blocks.sort_unstable_by_key(|(block, _)| *block);
        blocks
    }

    fn is_on_ground(&self, block: u32) -> bool {
        self.wanted[block as usize] && self.blocks.points.of(block).is_none()
    }

    /// The blocks whose people are spread over their ground.
    pub(crate) fn on_ground(&self) -> impl Iterator<Item = u32> {
        (0_u32..).take(self.wanted.len()).filter(|&block| self.is_on_ground(block))
    }

    /// The shares of each of those blocks in the areas of a layer.
    pub(crate) fn ground_over(&self, layer: &PreparedGround) -> Vec<InOne> {
        let pairs = self.overlaps.between(&self.blocks.ground, layer);
        let spread = pairs.iter().filter(|pair| self.is_on_ground(pair.areas[0])).map(|pair| {
            let [block, area] = pair.areas;
            InOne { block, area, share: pair.area_m2 / self.blocks.ground.areas_m2()[block as usize] }
        });
        spread.collect()
    }

    /// The shares of each of those blocks in the areas of a layer, as far as they lie within some ground.
    pub(crate) fn ground_within(&self, layer: &PreparedGround, ground: &PreparedGround) -> Vec<InOne> {
        if self.on_ground().next().is_none() {
            return Vec::new();
        }
        let blocks = &self.blocks.ground;
        let parts = shared_by_three(layer.borders(), ground.borders(), blocks.borders());
        let spread = parts.iter().filter(|part| self.is_on_ground(part.areas[2])).map(|part| {
            let [area, _, block] = part.areas;
            InOne { block, area, share: part.area_m2 / blocks.areas_m2()[block as usize] }
        });
        spread.collect()
    }

    /// The shares of each block in the areas of a layer, by block.
    pub(crate) fn over(&self, layer: &PreparedGround) -> Vec<InOne> {
        let at_points = self.at_points();
        let mut shares: Vec<InOne> = at_points
            .par_iter()
            .flat_map_iter(|&(block, points)| {
                let mut counts: HashMap<u32, usize> = HashMap::new();
                for &point in points {
                    layer.holders(point, |area| *counts.entry(small(area)).or_default() += 1);
                }
                counts.into_iter().map(move |(area, count)| InOne {
                    block,
                    area,
                    share: ratio(count, points.len()),
                })
            })
            .collect();
        shares.extend(self.ground_over(layer));
        shares.sort_unstable_by_key(|share| (share.block, share.area));
        shares
    }

    /// The shares of each block in every two areas of two layers, by block.
    pub(crate) fn over_both(&self, a: &PreparedGround, b: &PreparedGround) -> Vec<InTwo> {
        let at_points = self.at_points();
        let mut shares: Vec<InTwo> = at_points
            .par_iter()
            .flat_map_iter(|&(block, points)| {
                let mut counts: HashMap<(u32, u32), usize> = HashMap::new();
                let mut in_a = Vec::new();
                for &point in points {
                    in_a.clear();
                    a.holders(point, |area| in_a.push(small(area)));
                    if in_a.is_empty() {
                        continue;
                    }
                    b.holders(point, |area| {
                        for &first in &in_a {
                            *counts.entry((first, small(area))).or_default() += 1;
                        }
                    });
                }
                counts.into_iter().map(move |((a, b), count)| InTwo {
                    block,
                    a,
                    b,
                    share: ratio(count, points.len()),
                })
            })
            .collect();
        self.ground_over_both(a, b, &mut shares);
        shares.sort_unstable_by_key(|share| (share.block, share.a, share.b));
        shares
    }

    /// Where a block lies wholly in an area of one layer, what it shares with the other layer is what it shares with both. Only
    /// blocks that both layers cut must be cut by both at once.
    fn ground_over_both(&self, a: &PreparedGround, b: &PreparedGround, shares: &mut Vec<InTwo>) {
        let ground = &self.blocks.ground;
        let in_a = self.overlaps.between(ground, a);
        let in_b = self.overlaps.between(ground, b);
        let by_block_b: HashMap<u32, &[Shared<2>]> =
            in_b.chunk_by(|p, q| p.areas[0] == q.areas[0]).map(|group| (group[0].areas[0], group)).collect();
        let mut cut = Vec::new();
        for of_a in in_a.chunk_by(|p, q| p.areas[0] == q.areas[0]) {
            let block = of_a[0].areas[0];
            let Some(of_b) = by_block_b.get(&block).filter(|_| self.is_on_ground(block)) else { continue };
            let whole_m2 = ground.areas_m2()[block as usize];
            let is_whole = |part: &Shared<2>| part.area_m2 >= whole_m2 * (1.0 - 1e-9) - NOISE_M2;
            let apart = |of: &[Shared<2>]| of.iter().all(is_whole);
            if !apart(of_a) && !apart(of_b) {
                cut.push(block);
                continue;
            }
            for p in of_a {
                for q in *of_b {
                    let both_m2 = if is_whole(p) { q.area_m2 } else { p.area_m2 };
                    shares.push(InTwo { block, a: p.areas[1], b: q.areas[1], share: both_m2 / whole_m2 });
                }
            }
        }
        if cut.is_empty() {
            return;
        }
        let regions: Vec<&Region<Bng>> =
            cut.iter().map(|&block| ground.regions()[block as usize].as_ref()).collect();
        let parts = shared_by_three(a.borders(), b.borders(), &Borders::new(&regions));
        shares.extend(parts.iter().map(|part| {
            let [a, b, cut_block] = part.areas;
            let block = cut[cut_block as usize];
            InTwo { block, a, b, share: part.area_m2 / ground.areas_m2()[block as usize] }
        }));
    }
}

fn small(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[allow(clippy::cast_precision_loss)] // counts of postcodes
fn ratio(count: usize, of: usize) -> f64 {
    count as f64 / of as f64
}
