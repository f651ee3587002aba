//! One of the two layers.

use std::sync::Arc;

use jiff::civil::Date;

use super::CompareError;
use crate::{
    atlas::{AskError, LayerOnDate, PreparedGround, View},
    boundary::{AreaVersion, Layer, LayerRef},
    people::Membership,
};

/// An area or organisation as answers name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaLabel {
    /// Its code, or its id where it has none.
    pub code: String,
    /// Its permanent id.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl AreaLabel {
    /// As answers name an area.
    #[must_use]
    pub fn of(version: &AreaVersion) -> Self {
        Self { code: version.code_or_id().to_owned(), id: version.id.to_string(), name: version.name.clone() }
    }
}

/// One of the two layers, its areas in the order of their codes.
#[derive(Debug, Clone)]
pub struct Side {
    /// The layer as it was asked for.
    pub asked: LayerRef,
    /// The layer.
    pub layer: Layer,
    /// Its areas.
    pub areas: Vec<AreaLabel>,
    /// What they are.
    pub kind: Kind,
}

/// What the areas of a layer are.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Ground, prepared for the overlap engine.
    Ground(Arc<PreparedGround>),
    /// Lists of people.
    Lists(Arc<Membership>),
}

impl Side {
    /// Finds a layer of either kind.
    pub(crate) fn find(view: &View<'_>, asked: &LayerRef, on: Date) -> Result<Self, CompareError> {
        match view.layer(asked, on) {
            Ok(layer) => Self::ground(&layer),
            Err(AskError::Lists { .. }) => Ok(Self::lists(view.membership(asked, on)?, asked)),
            Err(error) => Err(error.into()),
        }
    }

    fn ground(layer: &LayerOnDate<'_>) -> Result<Self, CompareError> {
        let mut areas: Vec<AreaLabel> = layer.areas().map(|area| AreaLabel::of(&area.version)).collect();
        if areas.is_empty() {
            let editions = layer.layer.editions().iter();
            return Err(CompareError::Empty {
                layer: layer.layer.layer().id.clone(),
                editions: editions
                    .map(|state| format!("{} ({})", state.edition.id, state.period.in_words()))
                    .collect(),
            });
        }
        areas.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(Self {
            asked: layer.asked.clone(),
            layer: layer.layer.layer().clone(),
            areas,
            kind: Kind::Ground(layer.ground()),
        })
    }

    fn lists(lists: &Arc<Membership>, asked: &LayerRef) -> Self {
        let areas = lists.organisations.iter().map(|organisation| AreaLabel {
            code: organisation.code.clone(),
            id: organisation.id.to_string(),
            name: organisation.name.clone(),
        });
        Self {
            asked: asked.clone(),
            layer: lists.layer.clone(),
            areas: areas.collect(),
            kind: Kind::Lists(Arc::clone(lists)),
        }
    }

    /// Leaves only some of the areas, with the ground that is left of them.
    pub(super) fn keep(&mut self, kept: &[usize], ground: Arc<PreparedGround>) {
        self.areas = kept.iter().map(|&at| self.areas[at].clone()).collect();
        self.kind = Kind::Ground(ground);
    }

    /// Their ground; none for lists of people.
    #[must_use]
    pub fn drawn(&self) -> Option<&Arc<PreparedGround>> {
        match &self.kind {
            Kind::Ground(ground) => Some(ground),
            Kind::Lists(_) => None,
        }
    }

    /// The lists; none for ground.
    #[must_use]
    pub fn listed(&self) -> Option<&Arc<Membership>> {
        match &self.kind {
            Kind::Ground(_) => None,
            Kind::Lists(lists) => Some(lists),
        }
    }
}
