//! Scenarios: layers that are not kept but composed, when they are first asked for, from areas of those that are.

mod check;
mod compose;
mod find;
mod planned;

use std::sync::{Arc, OnceLock};

pub use self::{
    check::Problem,
    compose::{Composed, NotComposed},
    find::{FoundComponent, Unfound, find_component, layer_of_kind},
    planned::{Planned, Replaced},
};
use super::{AskError, Atlas, LayerAtlas, LayerOnDate, View};
use crate::{
    boundary::{LayerRef, Visibility},
    scenario::{Scenario, ScenarioId},
};
use jiff::civil::Date;

/// A scenario with the layers that its components are of.
#[derive(Debug)]
pub struct ScenarioAtlas {
    scenario: Scenario,
    version: i64,
    stamp: String,
    visibility: Visibility,
    parts: Vec<Arc<LayerAtlas>>,
    composed: OnceLock<Composed>,
}

impl ScenarioAtlas {
    /// A scenario over the layers that there are.
    #[must_use]
    pub fn new(scenario: Scenario, version: i64, layers: &[Arc<LayerAtlas>]) -> Self {
        let is_part = |layer: &&Arc<LayerAtlas>| {
            scenario.assignment.components.iter().any(|one| one.layer.layer == layer.layer().id)
        };
        let parts: Vec<_> = layers.iter().filter(is_part).cloned().collect();
        // Ground that only some may see does not come to light because it was put together with other ground.
        let hidden = parts.iter().any(|layer| layer.layer().visibility == Visibility::SignedIn);
        let visibility = if hidden { Visibility::SignedIn } else { scenario.visibility };
        let stamp = compose::stamp(&scenario, version, &parts);
        Self { scenario, version, stamp, visibility, parts, composed: OnceLock::new() }
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The number of its version.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Changes whenever it, or a layer that it is made of, does.
    #[must_use]
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// Who may see it: as it says itself, or signed-in when a layer that it is made of is.
    #[must_use]
    pub fn visibility(&self) -> Visibility {
        self.visibility
    }

    /// Its areas; they are composed when they are first asked for, and kept.
    #[must_use]
    pub fn composed(&self) -> &Composed {
        self.composed.get_or_init(|| Composed::of(&self.scenario, self.version, self.visibility, &self.parts))
    }

    fn is_like(&self, scenario: &Scenario, version: i64, stamp: &str) -> bool {
        self.version == version && self.stamp == stamp && self.scenario == *scenario
    }
}

impl Atlas {
    /// This atlas with scenarios beside its layers. What `older` has composed of the same is shared.
    #[must_use]
    pub fn with_scenarios(
        mut self,
        scenarios: impl IntoIterator<Item = (Scenario, i64)>,
        older: &Self,
    ) -> Self {
        let mut all: Vec<Arc<ScenarioAtlas>> = scenarios
            .into_iter()
            .map(|(scenario, version)| {
                let new = ScenarioAtlas::new(scenario, version, &self.layers);
                let known = older
                    .scenarios
                    .iter()
                    .find(|known| known.is_like(&new.scenario, version, &new.stamp))
                    .filter(|known| {
                        known.parts.len() == new.parts.len()
                            && known.parts.iter().zip(&new.parts).all(|(a, b)| Arc::ptr_eq(a, b))
                    });
                known.cloned().unwrap_or_else(|| Arc::new(new))
            })
            .collect();
        all.sort_by(|a, b| a.scenario.id.cmp(&b.scenario.id));
        self.scenarios = all;
        self.stamp = self.stamped();
        self
    }
}

impl<'a> View<'a> {
    /// The scenarios that this visitor may see, by name.
    pub fn scenarios(&self) -> impl Iterator<Item = &'a Arc<ScenarioAtlas>> + use<'a> {
        let viewer = self.viewer();
        self.atlas.scenarios.iter().filter(move |one| viewer.may_see(one.visibility))
    }

    /// The scenario of this name.
    ///
    /// # Errors
    /// [`AskError::UnknownScenario`] when there is none that this visitor may see.
    pub fn scenario(&self, id: &ScenarioId) -> Result<&'a Arc<ScenarioAtlas>, AskError> {
        let found = self.scenarios().find(|one| one.scenario.id == *id);
        found.ok_or_else(|| AskError::UnknownScenario {
            asked: id.to_string(),
            known: self.scenarios().map(|one| one.scenario.id.to_string()).collect(),
        })
    }

    /// The layer that a scenario's areas are.
    pub(super) fn scenario_layer(
        &self,
        id: &ScenarioId,
        asked: &LayerRef,
        on: Date,
    ) -> Result<LayerOnDate<'a>, AskError> {
        let scenario = self.scenario(id)?;
        let layer = scenario.composed().layer.as_ref().map_err(|why| AskError::NotDrawn {
            scenario: scenario.scenario.id.to_string(),
            reason: why.to_string(),
        })?;
        if let Some(edition) = &asked.edition
            && layer.edition(edition).is_none()
        {
            let known = layer.editions().iter().map(|state| state.edition.id.clone()).collect();
            return Err(AskError::UnknownEdition {
                layer: layer.layer().id.clone(),
                asked: edition.clone(),
                known,
            });
        }
        let asked = LayerRef { layer: layer.layer().id.clone(), edition: asked.edition.clone() };
        Ok(LayerOnDate { layer, asked, on })
    }

    /// What is wrong with a scenario, every reason in words: components that are not there, or that are there twice, areas
    /// without any, a vesting day before the start of what it is made of.
    #[must_use]
    pub fn problems(&self, scenario: &Scenario) -> Vec<Problem> {
        check::problems(self, scenario)
    }
}
