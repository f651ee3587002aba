//! Block by block: how far people are from the nearest asset, and which one that is.

use std::sync::Arc;

use super::{Coverage, Found, SiteAsset, parts::Part};
use crate::{
    atlas::{NearestSites, PreparedGround},
    compare::told,
};

/// What is known of each block that has people in the areas.
#[derive(Debug)]
pub struct BlocksReached {
    pub(super) ground: Arc<PreparedGround>,
    pub(super) blocks: Vec<BlockPart>,
}

/// A block's people in the areas, each once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BlockPart {
    block: u32,
    people: f64,
    within: f64,
    mean_m: Option<f64>,
    site: Option<u32>,
}

/// A block, as it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockReach<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its people in the areas asked about; not a number where drawn ground keeps them untold.
    pub people: f64,
    /// Of them, within reach.
    pub within: f64,
    /// Of them, not within reach.
    pub without: f64,
    /// Their mean distance to the nearest asset in metres; none where there is no asset.
    pub mean_m: Option<f64>,
    /// The asset that is nearest to most of them: to most of the postcodes of the block, or to a place well inside it.
    pub nearest: Option<&'a SiteAsset>,
}

impl BlocksReached {
    /// Of parts of blocks that count everybody once, by block, with the people of each block.
    pub(super) fn of<'p>(
        ground: &Arc<PreparedGround>,
        parts: impl Iterator<Item = (&'p Part, f64)>,
        nearest: &NearestSites,
    ) -> Self {
        let mut blocks: Vec<BlockPart> = Vec::new();
        let mut metres = 0.0;
        for (part, people) in parts.filter(|(part, people)| part.all * people > 0.0) {
            if blocks.last().is_none_or(|last| last.block != part.block) {
                metres = 0.0;
                let site = nearest.site(part.block).and_then(|site| u32::try_from(site).ok());
                blocks.push(BlockPart { block: part.block, people: 0.0, within: 0.0, mean_m: None, site });
            }
            if let Some(last) = blocks.last_mut() {
                last.people += people * part.all;
                last.within += people * part.within.min(part.all);
                metres += people * part.metres;
                let counted: f64 = part.bands.iter().sum();
                last.mean_m = (counted > 0.0).then(|| metres / last.people);
            }
        }
        Self { ground: Arc::clone(ground), blocks }
    }
}

impl Coverage {
    /// Each block that has people in the areas, in the blocks' own order; none where nobody is counted.
    pub fn blocks(&self) -> impl Iterator<Item = BlockReach<'_>> {
        let drawn = self.whole.people.as_ref().is_some_and(|people| people.drawn);
        let tell = move |people: f64| if drawn { told(people) } else { people };
        self.blocks.iter().flat_map(move |reached| {
            reached.blocks.iter().map(move |part| BlockReach {
                code: &reached.ground.codes()[part.block as usize],
                people: tell(part.people),
                within: tell(part.within),
                without: tell((part.people - part.within).max(0.0)),
                mean_m: part.mean_m.map(|metres| if drawn { (metres / 10.0).round() * 10.0 } else { metres }),
                nearest: part.site.and_then(|site| self.found.asset(site as usize)),
            })
        })
    }
}

impl Found {
    /// The asset at one of the sites.
    fn asset(&self, site: usize) -> Option<&SiteAsset> {
        self.assets.get(site)
    }
}
