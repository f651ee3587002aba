//! Who asks, and what they may see.

use jiff::civil::Date;

use super::{AskError, Atlas, EditionState, IndexedArea, LayerAtlas, Overlaps, Place, Reaches};
use crate::{
    boundary::{LayerId, LayerRef, Visibility},
    scenario::ScenarioId,
};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// Anybody: sees public layers only.
    Public,
    /// Somebody who has signed in: sees every layer.
    SignedIn,
}

impl Viewer {
    /// Whether they see what has this visibility.
    #[must_use]
    pub fn may_see(self, visibility: Visibility) -> bool {
        self == Self::SignedIn || visibility == Visibility::Public
    }
}

/// What one visitor may see of an atlas.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(super) atlas: &'a Atlas,
    viewer: Viewer,
}

/// A layer that a question named, with the edition that it insisted on.
#[derive(Debug, Clone)]
pub struct LayerOnDate<'a> {
    /// The layer.
    pub layer: &'a LayerAtlas,
    /// What the question named.
    pub asked: LayerRef,
    /// The date of the question.
    pub on: Date,
}

impl<'a> LayerOnDate<'a> {
    /// Its areas in force.
    pub fn areas(&self) -> impl Iterator<Item = &'a IndexedArea> + use<'a> {
        let (edition, on) = (self.asked.edition.clone(), self.on);
        self.layer.areas().iter().filter(move |area| area.version.holds(edition.as_ref(), on))
    }

    /// The area with this code or id.
    ///
    /// # Errors
    /// As [`LayerAtlas::area`].
    pub fn area(&self, code_or_id: &str) -> Result<&'a IndexedArea, AskError> {
        self.layer.area(code_or_id, self.asked.edition.as_ref(), self.on)
    }

    /// The editions whose areas are in force: the standing one and those that amend it.
    pub fn editions(&self) -> impl Iterator<Item = &'a EditionState> + use<'a, '_> {
        self.layer.editions().iter().filter(|state| match &self.asked.edition {
            Some(id) => state.edition.id == *id,
            None => state.period.covers(self.on),
        })
    }
}

impl<'a> View<'a> {
    pub(super) fn new(atlas: &'a Atlas, viewer: Viewer) -> Self {
        Self { atlas, viewer }
    }

    /// Who asks.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        self.viewer
    }

    /// What the public may see of the same.
    #[must_use]
    pub fn public(self) -> Self {
        Self { viewer: Viewer::Public, ..self }
    }

    /// The place that the store covers.
    #[must_use]
    pub fn place(&self) -> &'a Place {
        &self.atlas.place
    }

    /// The visible layers, in display order.
    pub fn layers(&self) -> impl Iterator<Item = &'a LayerAtlas> + use<'a> {
        let viewer = self.viewer;
        self.atlas
            .layers
            .iter()
            .map(AsRef::as_ref)
            .filter(move |layer: &&LayerAtlas| viewer.may_see(layer.layer().visibility))
    }

    /// Whether there is a layer of this name, or a scenario whose areas it would be.
    #[must_use]
    pub fn has_layer(&self, id: &LayerId) -> bool {
        let scenario = ScenarioId::of_layer(id);
        self.layers().any(|layer| layer.layer().id == *id)
            || scenario.is_some_and(|scenario| self.scenario(&scenario).is_ok())
    }

    /// The layer that a question names.
    ///
    /// # Errors
    /// [`AskError::UnknownLayer`], [`AskError::UnknownScenario`] or [`AskError::UnknownEdition`], each with what there is;
    /// [`AskError::NotDrawn`] for a scenario that cannot be; [`AskError::Lists`] for a layer that has no ground, which [`membership`](Self::membership) gives.
    pub fn layer(&self, asked: &LayerRef, on: Date) -> Result<LayerOnDate<'a>, AskError> {
        // A reference pins a scenario's areas as any layer's: then they are among the layers.
        if let Some(scenario) = ScenarioId::of_layer(&asked.layer)
            && !self.layers().any(|layer| layer.layer().id == asked.layer)
        {
            return self.scenario_layer(&scenario, asked, on);
        }
        let Some(layer) = self.layers().find(|layer| layer.layer().id == asked.layer) else {
            if let Some(lists) = self.memberships().find(|lists| lists.layer.id == asked.layer) {
                let (layer, weight) = (asked.layer.clone(), lists.weight.clone());
                return Err(AskError::Lists { layer, weight });
            }
            let known = self.layers().map(|layer| layer.layer().id.clone()).collect();
            return Err(AskError::UnknownLayer { asked: asked.layer.to_string(), known });
        };
        if let Some(edition) = &asked.edition
            && layer.edition(edition).is_none()
        {
            let known = layer.editions().iter().map(|state| state.edition.id.clone()).collect();
            return Err(AskError::UnknownEdition {
                layer: asked.layer.clone(),
                asked: edition.clone(),
                known,
            });
        }
        Ok(LayerOnDate { layer, asked: asked.clone(), on })
    }

    /// Changes whenever anything in the atlas does.
    #[must_use]
    pub fn stamp(&self) -> &'a str {
        &self.atlas.stamp
    }

    /// The number of the last change by hand that is laid over the assets; 0 where there is none.
    #[must_use]
    pub fn last_asset_change(&self) -> i64 {
        self.atlas.last_asset_change()
    }

    /// What layers share, as far as it is known.
    #[must_use]
    pub fn overlaps(&self) -> &'a Overlaps {
        &self.atlas.overlaps
    }

    /// What is within reach of assets, as far as it is known.
    #[must_use]
    pub fn reaches(&self) -> &'a Reaches {
        &self.atlas.reaches
    }

    /// Every notable date: the first days and last days of the visible editions, and the vesting days of what is decided, sorted.
    #[must_use]
    pub fn dates(&self) -> Vec<Date> {
        let periods = self.layers().flat_map(|layer| layer.editions().iter().map(|state| state.period));
        let mut dates: Vec<Date> =
            periods.flat_map(|period| [period.from(), period.until()]).flatten().collect();
        let decided = self.scenarios().map(|one| one.scenario()).filter(|one| one.status.is_decided());
        dates.extend(decided.filter_map(|one| one.vesting).map(|vesting| vesting.day));
        dates.sort_unstable();
        dates.dedup();
        dates
    }
}
