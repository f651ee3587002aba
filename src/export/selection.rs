//! What is exported, and what must be said with it.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::within;
use crate::{
    atlas::{IndexedArea, LayerOnDate},
    boundary::{Edition, Layer, Provenance},
    geometry::{Bng, Region},
};

/// The areas of a layer in force on a day, in the layer's own order, with the releases that draw them.
#[derive(Debug)]
pub struct Selection<'a> {
    pub(super) layer: &'a Layer,
    pub(super) on: Date,
    pub(super) areas: Vec<&'a IndexedArea>,
    pub(super) editions: Vec<&'a Edition>,
    crossing: Vec<&'a IndexedArea>,
}

impl<'a> Selection<'a> {
    /// The areas of a layer, all or those that share more than noise with a place. These are whole: nothing is cut
    /// off at the edge of the place, and [`Selection::crossing`] says which go beyond it.
    #[must_use]
    pub fn new(asked: &LayerOnDate<'a>, place: Option<&Region<Bng>>) -> Self {
        let mut areas: Vec<&IndexedArea> = asked.areas().collect();
        let mut crossing = Vec::new();
        if let Some(place) = place {
            let lies = within::judge(&areas, place);
            crossing = within::those(&areas, &lies, |lies| lies == within::Lies::Across);
            areas = within::those(&areas, &lies, |lies| lies != within::Lies::Outside);
        }
        let layer = asked.layer;
        let draws = |edition: &Edition| areas.iter().any(|area| area.version.edition == edition.id);
        let editions = layer.editions().iter().map(|state| &state.edition).filter(|edition| draws(edition));
        Self { layer: layer.layer(), on: asked.on, editions: editions.collect(), areas, crossing }
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The areas that lie partly outside the place.
    #[must_use]
    pub fn crossing(&self) -> &[&'a IndexedArea] {
        &self.crossing
    }

    /// Where the release that draws an area came from.
    pub(super) fn provenance(&self, area: &IndexedArea) -> Option<&'a Provenance> {
        let mut editions = self.editions.iter();
        editions.find(|edition| edition.id == area.version.edition).map(|edition| &edition.provenance)
    }

    /// What the releases say under one head, each sentence once.
    fn said(&self, head: impl Fn(&Provenance) -> Option<&String>) -> String {
        let mut said: Vec<&str> = Vec::new();
        for words in self.editions.iter().filter_map(|edition| head(&edition.provenance)) {
            if !said.contains(&words.as_str()) {
                said.push(words);
            }
        }
        said.join(" ")
    }

    /// The words that must be shown beside the areas.
    pub(super) fn attribution(&self) -> String {
        self.said(|from| from.attribution.as_ref())
    }

    /// The licences that the areas are used under.
    pub(super) fn licence(&self) -> String {
        self.said(|from| from.licence.as_ref())
    }

    /// The files or services that the areas were taken from.
    pub(super) fn source(&self) -> String {
        self.said(|from| from.source.as_ref())
    }

    /// All that is to be said of the whole file, for formats that have room for it.
    pub(super) fn credits(&self) -> Value {
        let release = |edition: &&Edition| {
            let from = &edition.provenance;
            json!({
                "edition": edition.id.as_str(),
                "source": from.source,
                "publisher": from.publisher,
                "licence": from.licence,
                "attribution": from.attribution,
                "extract_date": from.extract_date,
                "reference": edition.reference,
            })
        };
        json!({
            "layer": self.layer.id.as_str(),
            "title": self.layer.title,
            "on": self.on,
            "attribution": self.attribution(),
            "licence": self.licence(),
            "source": self.source(),
            "releases": self.editions.iter().map(release).collect::<Vec<_>>(),
        })
    }
}

/// What is written of every area beside its ground, in this order.
pub(super) const COLUMNS: [&str; 9] =
    ["code", "name", "id", "edition", "valid_from", "valid_until", "inferred", "note", "area_m2"];

/// The area's values under [`COLUMNS`]; its measure is in square metres of the National Grid.
pub(super) fn values(area: &IndexedArea, on: Date) -> [Value; COLUMNS.len()] {
    let version = &area.version;
    [
        json!(version.code),
        json!(version.name),
        json!(version.id.as_str()),
        json!(version.edition.as_str()),
        json!(version.period.from()),
        json!(version.period.until()),
        json!(version.inferred),
        json!(version.note_on(on)),
        json!(version.region.area().0),
    ]
}
