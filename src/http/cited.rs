//! The releases that an answer was drawn from. Nothing leaves without its attribution.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    atlas::{EditionState, IndexedArea, LayerAtlas},
    boundary::{Edition, EditionId},
};

/// A release that an answer was drawn from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(super) struct ReleaseBody {
    /// The layer's id.
    #[schema(example = "wards")]
    pub layer: String,
    /// The release's name within the layer.
    #[schema(example = "2025-05")]
    pub edition: String,
    /// The file or service that it was taken from.
    pub source: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The licence it is used under.
    pub licence: Option<String>,
    /// The words that must be shown beside it.
    pub attribution: Option<String>,
    /// The day on which the extract was made.
    pub extract_date: Option<Date>,
    /// A short name for exactly this content, which reproduces the answer.
    pub reference: String,
}

/// Describes a release.
pub(super) fn release(edition: &Edition) -> ReleaseBody {
    let from = &edition.provenance;
    ReleaseBody {
        layer: edition.layer.to_string(),
        edition: edition.id.to_string(),
        source: from.source.clone(),
        publisher: from.publisher.clone(),
        licence: from.licence.clone(),
        attribution: from.attribution.clone(),
        extract_date: from.extract_date,
        reference: edition.reference.clone(),
    }
}

/// Collects the releases of an answer, each once, in the order of the layers.
#[derive(Default)]
pub(super) struct Cited<'a>(BTreeMap<(i64, &'a str, &'a EditionId), &'a EditionState>);

impl<'a> Cited<'a> {
    /// Cites the release that an area is drawn from.
    pub fn area(&mut self, layer: &'a LayerAtlas, area: &'a IndexedArea) {
        if let Some(state) = layer.edition(&area.version.edition) {
            self.edition(layer, state);
        }
    }

    /// Cites a release.
    pub fn edition(&mut self, layer: &'a LayerAtlas, state: &'a EditionState) {
        self.0.insert((layer.layer().order, layer.layer().id.as_str(), &state.edition.id), state);
    }

    /// The releases.
    pub fn releases(&self) -> Vec<ReleaseBody> {
        self.0.values().map(|state| release(&state.edition)).collect()
    }

    /// What must be shown beside the answer, each sentence once.
    pub fn attribution(&self) -> Vec<String> {
        let mut said = Vec::new();
        thank(&mut said, self.0.values().filter_map(|state| state.edition.provenance.attribution.as_ref()));
        said
    }
}

/// Adds what must be shown beside an answer, each sentence once.
pub(super) fn thank<'w>(said: &mut Vec<String>, more: impl IntoIterator<Item = &'w String>) {
    for words in more {
        if !said.contains(words) {
            said.push(words.clone());
        }
    }
}
