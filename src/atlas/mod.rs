//! The immutable in-memory snapshot that every question reads, and what a visitor may see of it.
//!
//! An [`Atlas`] is built from what a store holds and never changes; a write to the store leads to a new one that shares
//! the layers and tables that did not change. Questions are asked through a [`View`], which knows who asks: the one place
//! where signed-in layers are hidden, so nothing that lists, locates, searches, tiles or exports can forget it.

mod assets;
mod block_points;
mod error;
mod ground;
mod history;
mod layer;
mod locate;
mod neighbourhoods;
mod overlaps;
mod people;
mod place;
mod postcodes;
mod reaches;
mod scenarios;
mod search;
mod tables;
mod view;

pub use self::{
    assets::{AssetIndex, Assets, SeenAsset},
    block_points::BlockPoints,
    error::AskError,
    ground::{Merged, PreparedGround},
    history::{History, Link},
    layer::{EditionState, IndexedArea, LayerAtlas, LayerContents},
    locate::{Absence, Absent, Found, Located, MOST_NEARBY_M},
    neighbourhoods::Neighbourhoods,
    overlaps::Overlaps,
    place::Place,
    postcodes::{NEAR_A_POSTCODE_M, PostcodeIndex},
    reaches::{NearestSites, Reaches},
    scenarios::{
        Composed, FoundComponent, NotComposed, Planned, Problem, Replaced, ScenarioAtlas, Unfound,
        find_component, layer_of_kind,
    },
    search::{Hit, MOST_QUERY_CHARS},
    tables::{TableContent, TableContents, TableKind, TableName},
    view::{LayerOnDate, View, Viewer},
};

use std::sync::Arc;

use crate::boundary::LayerId;

/// Everything that questions are asked of.
#[derive(Debug, Default)]
pub struct Atlas {
    /// In display order.
    layers: Vec<Arc<LayerAtlas>>,
    place: Place,
    tables: people::Tables,
    /// By name.
    scenarios: Vec<Arc<ScenarioAtlas>>,
    overlaps: Overlaps,
    reaches: Reaches,
    neighbourhoods: Arc<Neighbourhoods>,
    stamp: String,
}

impl Atlas {
    /// An atlas of these layers.
    #[must_use]
    pub fn new(mut layers: Vec<Arc<LayerAtlas>>, place: Place) -> Self {
        layers.sort_by(|a, b| (a.layer().order, &a.layer().id).cmp(&(b.layer().order, &b.layer().id)));
        let mut atlas = Self { layers, place, ..Self::default() };
        atlas.stamp = atlas.stamped();
        atlas
    }

    /// Changes whenever anything in it does.
    fn stamped(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for layer in &self.layers {
            hasher.update(format!("{}\n{}\n", layer.layer().id, layer.stamp()).as_bytes());
        }
        for (name, stamp) in self.tables.stamps() {
            hasher.update(format!("{name}\n{stamp}\n").as_bytes());
        }
        hasher.update(&self.last_asset_change().to_le_bytes());
        for scenario in &self.scenarios {
            hasher.update(format!("scenario {} {}\n", scenario.scenario().id, scenario.stamp()).as_bytes());
        }
        hasher.finalize().to_hex().as_str()[..16].to_owned()
    }

    /// The layer as it stands in this atlas, if its content is still the one with this stamp: what a newer atlas can share.
    #[must_use]
    pub fn unchanged(&self, id: &LayerId, stamp: &str) -> Option<Arc<LayerAtlas>> {
        self.layers.iter().find(|layer| layer.layer().id == *id && layer.stamp() == stamp).cloned()
    }

    /// What this visitor may see.
    #[must_use]
    pub fn view(&self, viewer: Viewer) -> View<'_> {
        View::new(self, viewer)
    }
}
