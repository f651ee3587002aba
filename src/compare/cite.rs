//! What an answer was drawn from.

use jiff::civil::Date;

use super::Side;
use crate::{
    atlas::{LayerOnDate, View},
    boundary::{Edition, EditionId, Provenance, Release},
};

/// A release that an answer used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// What it is: the layer, or the table such as `residents@lsoa21`.
    pub of: String,
    /// The release's name.
    pub edition: String,
    /// The first day that it is about: for people, the date of the figures.
    pub from: Option<Date>,
    /// Where it came from.
    pub provenance: Provenance,
    /// A short name for exactly this content.
    pub reference: String,
}

/// The releases that an answer used, by their part in it.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Of layer A.
    pub a: Vec<Citation>,
    /// Of layer B.
    pub b: Vec<Citation>,
    /// The table of people.
    pub people: Option<Citation>,
    /// Of the layer of blocks.
    pub blocks: Vec<Citation>,
    /// Registers of postcodes.
    pub postcodes: Vec<Citation>,
    /// Of the place's layer.
    pub within: Vec<Citation>,
    /// What the lists were held against.
    pub residents: Option<Citation>,
}

impl Sources {
    /// The blocks that the other layer's people are counted in, and their postcodes, besides.
    pub(crate) fn add_blocks(&mut self, others: &Self) {
        cite_once(&mut self.blocks, &others.blocks);
        cite_once(&mut self.postcodes, &others.postcodes);
    }

    /// All of them, each once.
    #[must_use]
    pub fn all(&self) -> Vec<&Citation> {
        let mut all: Vec<&Citation> = Vec::new();
        let tables = self.people.iter().chain(&self.blocks).chain(&self.postcodes).chain(&self.within);
        for citation in self.a.iter().chain(&self.b).chain(tables).chain(&self.residents) {
            if !all.contains(&citation) {
                all.push(citation);
            }
        }
        all
    }

    /// What must be shown beside the answer, each sentence once.
    #[must_use]
    pub fn attribution(&self) -> Vec<&str> {
        attribution(self.all())
    }
}

/// Adds the releases that are not cited yet.
pub(crate) fn cite_once<'c>(cited: &mut Vec<Citation>, more: impl IntoIterator<Item = &'c Citation>) {
    for citation in more {
        if !cited.contains(citation) {
            cited.push(citation.clone());
        }
    }
}

/// What must be shown beside an answer that used these, each sentence once.
pub(crate) fn attribution<'c>(citations: impl IntoIterator<Item = &'c Citation>) -> Vec<&'c str> {
    let mut said: Vec<&str> = Vec::new();
    for words in citations.into_iter().filter_map(|citation| citation.provenance.attribution.as_deref()) {
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said
}

impl Citation {
    pub(crate) fn edition(edition: &Edition) -> Self {
        Self {
            of: edition.layer.to_string(),
            edition: edition.id.to_string(),
            from: edition.declared.from(),
            provenance: edition.provenance.clone(),
            reference: edition.reference.clone(),
        }
    }

    pub(crate) fn table(of: String, release: &Release) -> Self {
        Self {
            of,
            edition: release.edition.to_string(),
            from: release.period.from(),
            provenance: release.provenance.clone(),
            reference: release.reference.clone(),
        }
    }
}

/// The releases of a layer that areas in force are drawn from, and those in force besides: an amendment that was itself
/// redrawn may still end an area.
pub(crate) fn of_layer(layer: &LayerOnDate<'_>) -> Vec<Citation> {
    let mut used: Vec<&EditionId> = layer.areas().map(|area| &area.version.edition).collect();
    used.extend(layer.editions().map(|state| &state.edition.id));
    used.sort_unstable();
    used.dedup();
    let editions = layer.layer.editions().iter();
    editions
        .filter(|state| used.contains(&&state.edition.id))
        .map(|state| Citation::edition(&state.edition))
        .collect()
}

pub(crate) fn of_side(view: &View<'_>, side: &Side, on: Date) -> Vec<Citation> {
    match side.listed() {
        Some(lists) => vec![Citation::table(lists.layer.id.to_string(), &lists.release)],
        None => view.layer(&side.asked, on).map(|layer| of_layer(&layer)).unwrap_or_default(),
    }
}
