//! Published drawings as areas of the layer `neighbourhoods`.
//!
//! A layer of that name may be imported, too. Both live in one: published drawings are an edition `drawn` of their own beside the imported ones, as if it
//! amended the one that stands without ending any of its areas. A drawing has no first day: it holds on every date, so that it can be asked who stood above it before it was
//! drawn, and who will.

use crate::{
    atlas::{EditionState, LayerContents},
    boundary::{
        AreaVersion, Edition, EditionId, Family, Layer, LayerId, Note, Period, Provenance, Visibility,
    },
    neighbourhood::{LICENCE, Published},
};

/// What must stand beside every drawing.
pub const NOT_OFFICIAL: &str = "Drawn by residents; not an official boundary";

/// The layer of drawings.
#[must_use]
pub fn layer_id() -> LayerId {
    LayerId::neighbourhoods()
}

/// The stamp of the layer, from that of what was imported and that of what is published.
pub(super) fn stamp(imported: Option<&str>, drawn: &str) -> String {
    let words = format!("drawn\n{}\n{drawn}", imported.unwrap_or_default());
    blake3::hash(words.as_bytes()).to_hex().as_str()[..12].to_owned()
}

/// The layer with its published drawings; `imported` is what was imported of it.
pub(super) fn with_drawn(
    imported: Option<LayerContents>,
    published: &[Published],
    stamp: String,
) -> LayerContents {
    let mut contents = imported.unwrap_or_else(|| LayerContents {
        layer: unimported(),
        stamp: String::new(),
        editions: Vec::new(),
        areas: Vec::new(),
    });
    let Some(id) = edition_id(&contents) else { return contents };
    let amends = contents
        .editions
        .iter()
        .rfind(|state| state.edition.amends.is_none())
        .map(|state| state.edition.id.clone());
    let edition = Edition {
        layer: contents.layer.id.clone(),
        id: id.clone(),
        revision: 0,
        declared: Period::ALWAYS,
        amends,
        provenance: Provenance {
            source: Some(NOT_OFFICIAL.to_owned()),
            licence: Some(LICENCE.to_owned()),
            attribution: Some(format!(
                "Neighbourhoods drawn by residents, {LICENCE}. Not official boundaries."
            )),
            resolution: Some("drawn by hand".to_owned()),
            ..Provenance::default()
        },
        reference: stamp.clone(),
    };
    let area = |one: &Published| AreaVersion {
        id: one.area_id.clone(),
        code: None,
        name: one.name.clone(),
        edition: id.clone(),
        period: Period::ALWAYS,
        inferred: false,
        notes: vec![Note { from: None, text: NOT_OFFICIAL.to_owned() }],
        region: one.region.clone(),
    };
    contents.areas.extend(published.iter().map(area));
    contents.editions.push(EditionState { edition, period: Period::ALWAYS });
    contents.stamp = stamp;
    contents
}

/// `drawn`, or what is free should somebody have imported an edition of that name.
fn edition_id(contents: &LayerContents) -> Option<EditionId> {
    let is_taken = |id: &EditionId| contents.editions.iter().any(|state| state.edition.id == *id);
    ["drawn", "drawn-by-residents", "drawn-by-residents-here"]
        .iter()
        .filter_map(|name| name.parse().ok())
        .find(|id| !is_taken(id))
}

fn unimported() -> Layer {
    Layer {
        id: layer_id(),
        title: "Neighbourhoods".to_owned(),
        singular: "neighbourhood".to_owned(),
        family: Family::Community,
        order: 30,
        visibility: Visibility::Public,
        description: Some("Neighbourhood: drawn by residents; not an official boundary.".to_owned()),
    }
}
