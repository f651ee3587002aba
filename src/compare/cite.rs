//! What an answer was drawn from.

use jiff::civil::Date;

use super::Side;
use crate::{
    atlas::{LayerOnDate, View},
    boundary::{Edition, Provenance, Release},
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

impl Citation {
    pub(super) fn edition(edition: &Edition) -> Self {
        Self {
            of: edition.layer.to_string(),
            edition: edition.id.to_string(),
            from: edition.declared.from(),
            provenance: edition.provenance.clone(),
            reference: edition.reference.clone(),
        }
    }

    pub(super) fn table(of: String, release: &Release) -> Self {
        Self {
            of,
            edition: release.edition.to_string(),
            from: release.period.from(),
            provenance: release.provenance.clone(),
            reference: release.reference.clone(),
        }
    }
}

/// The releases of a layer that areas in force are drawn from.
pub(super) fn of_layer(layer: &LayerOnDate<'_>) -> Vec<Citation> {
    let mut used: Vec<&str> = layer.areas().map(|area| area.version.edition.as_str()).collect();
    used.sort_unstable();
    used.dedup();
    let editions = layer.layer.editions().iter();
    editions
        .filter(|state| used.contains(&state.edition.id.as_str()))
        .map(|state| Citation::edition(&state.edition))
        .collect()
}

pub(super) fn of_side(view: &View<'_>, side: &Side, on: Date) -> Vec<Citation> {
    match &side.lists {
        Some(lists) => vec![Citation::table(lists.layer.id.to_string(), &lists.release)],
        None => view.layer(&side.asked, on).map(|layer| of_layer(&layer)).unwrap_or_default(),
    }
}
