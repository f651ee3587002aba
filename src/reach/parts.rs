//! Where the people of each block are, and how far from the nearest asset.

use rustc_hash::FxHashMap;

use super::BANDS_M;
use crate::{
    atlas::{NearestSites, PreparedGround},
    compare::Spreader,
};

/// People in bands of distance: up to each of [`BANDS_M`], and beyond.
pub(super) type Bands = [f64; BANDS_M.len() + 1];

/// What of a block is in an area, as shares of the block's people.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Part {
    pub(super) block: u32,
    pub(super) area: u32,
    /// In the area at all.
    pub(super) all: f64,
    /// In the area and within reach.
    pub(super) within: f64,
    /// In the area, by distance; nobody where there is no asset at all.
    pub(super) bands: Bands,
    /// The share times the metres to the nearest asset.
    pub(super) metres: f64,
}

/// What is within reach.
pub(super) struct Reachable<'a> {
    pub(super) spreader: &'a Spreader<'a>,
    /// The ground within the distance; none where there is no asset at all.
    pub(super) ground: Option<&'a PreparedGround>,
    pub(super) nearest: &'a NearestSites,
    pub(super) within_m: f64,
}

impl Reachable<'_> {
    /// The parts of each block in the areas of a layer, by block and area; without a layer, whole blocks, as if in its first area.
    pub(super) fn parts(&self, layer: Option<&PreparedGround>) -> Vec<Part> {
        let mut parts = self.at_points(layer);
        parts.extend(self.on_ground(layer));
        parts.sort_unstable_by_key(|part| (part.block, part.area));
        parts
    }

    fn at_points(&self, layer: Option<&PreparedGround>) -> Vec<Part> {
        use rayon::prelude::*;
        let blocks = self.spreader.at_points();
        blocks
            .par_iter()
            .flat_map_iter(|&(block, points)| {
                let metres = self.nearest.at_points(block).unwrap_or_default();
                let mut found: FxHashMap<u32, Part> = FxHashMap::default();
                for (at, &point) in points.iter().enumerate() {
                    let metres = metres.get(at).copied().unwrap_or(f64::INFINITY);
                    let mut add = |area: u32| {
                        let part = found.entry(area).or_insert(Part { block, area, ..Part::default() });
                        part.add(1.0, metres);
                        part.within += f64::from(u8::from(metres <= self.within_m));
                    };
                    match layer {
                        None => add(0),
                        Some(layer) => {
                            layer.holders(point, |area| add(u32::try_from(area).unwrap_or(u32::MAX)));
                        }
                    }
                }
                #[allow(clippy::cast_precision_loss)] // counts of postcodes
                let share = 1.0 / points.len() as f64;
                found.into_values().map(move |part| part.times(share))
            })
            .collect()
    }

    fn on_ground(&self, layer: Option<&PreparedGround>) -> Vec<Part> {
        let mut found: FxHashMap<(u32, u32), Part> = FxHashMap::default();
        let mut add = |block: u32, area: u32, all: f64, within: f64| {
            let part = found.entry((block, area)).or_insert(Part { block, area, ..Part::default() });
            if all > 0.0 {
                part.add(all, self.nearest.from_inside(block));
            }
            part.within += within;
        };
        match layer {
            None => {
                for block in self.spreader.on_ground() {
                    add(block, 0, 1.0, 0.0);
                }
                if let Some(ground) = self.ground {
                    for share in self.spreader.ground_over(ground) {
                        add(share.block, 0, 0.0, share.share);
                    }
                }
            }
            Some(layer) => {
                for share in self.spreader.ground_over(layer) {
                    add(share.block, share.area, share.share, 0.0);
                }
                // All three at once: what is kept of the blocks and the layer does not depend on the distance, so this is
                // quicker than preparing the blocks that both cut.
                if let Some(ground) = self.ground {
                    for share in self.spreader.ground_within(layer, ground) {
                        add(share.block, share.area, 0.0, share.share);
                    }
                }
            }
        }
        found.into_values().collect()
    }
}

impl Part {
    fn add(&mut self, share: f64, metres: f64) {
        self.all += share;
        if metres.is_finite() {
            let band = BANDS_M.iter().position(|&most| metres <= most).unwrap_or(BANDS_M.len());
            self.bands[band] += share;
            self.metres += share * metres;
        }
    }

    fn times(mut self, factor: f64) -> Self {
        for number in [&mut self.all, &mut self.within, &mut self.metres].into_iter().chain(&mut self.bands) {
            *number *= factor;
        }
        self
    }
}
