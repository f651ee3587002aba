//! A scenario's areas, put together from its components.

use std::{collections::BTreeMap, fmt, sync::Arc};

use rayon::prelude::*;

use super::find::{FoundComponent, find_component};
use crate::{
    atlas::{EditionState, LayerAtlas, LayerContents},
    boundary::{
        AreaVersion, Edition, EditionId, Layer, LayerId, Note, Period, Provenance, Visibility,
        identity::{Applicant, assign},
    },
    geometry::{Bng, Region, dissolve},
    scenario::{Confidence, Scenario},
};

/// Where the layers of scenarios stand in lists: after those of registers.
const ORDER: i64 = 900;
/// Hex digits of a reference and of a stamp.
const DIGITS: usize = 12;

/// What a scenario's components make.
#[derive(Debug)]
pub struct Composed {
    /// The layer, or why there is none.
    pub layer: Result<Arc<LayerAtlas>, NotComposed>,
}

/// Why a scenario has no areas that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotComposed(String);

impl fmt::Display for NotComposed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Composed {
    pub(super) fn of(
        scenario: &Scenario,
        version: i64,
        visibility: Visibility,
        parts: &[Arc<LayerAtlas>],
    ) -> Self {
        Self { layer: compose(scenario, version, visibility, parts).map(Arc::new).map_err(NotComposed) }
    }
}

/// Changes whenever the scenario or a layer that it is made of does.
pub(super) fn stamp(scenario: &Scenario, version: i64, parts: &[Arc<LayerAtlas>]) -> String {
    let mut words = said(scenario);
    words.update(&version.to_le_bytes());
    for part in parts {
        words.update(format!("\n{} {}", part.layer().id, part.stamp()).as_bytes());
    }
    short(&words)
}

/// Everything that a scenario says.
fn said(scenario: &Scenario) -> blake3::Hasher {
    let mut words = blake3::Hasher::new();
    let mut say = |text: &str| {
        words.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    say("scenario");
    say(&serde_json::to_string(scenario).unwrap_or_default());
    for area in &scenario.assignment.areas {
        say(area);
    }
    for one in &scenario.assignment.components {
        let area = one.area.map_or_else(String::new, |area| area.to_string());
        say(&format!("{}\n{}\n{area}\n{:?}", one.layer, one.code, one.confidence));
    }
    words
}

fn short(words: &blake3::Hasher) -> String {
    words.finalize().to_hex().chars().take(DIGITS).collect()
}

fn compose(
    scenario: &Scenario,
    version: i64,
    visibility: Visibility,
    parts: &[Arc<LayerAtlas>],
) -> Result<LayerAtlas, String> {
    if let Some(reason) = scenario.undrawable() {
        return Err(reason);
    }
    let names = &scenario.assignment.areas;
    if names.is_empty() {
        return Err("it has no areas".to_owned());
    }
    let find = |id: &LayerId| parts.iter().find(|part| part.layer().id == *id).map(AsRef::as_ref);
    let vesting = scenario.vesting.map(|vesting| vesting.day);
    let mut made_of: Vec<Vec<FoundComponent<'_>>> = vec![Vec::new(); names.len()];
    let mut inferred = vec![false; names.len()];
    let mut missing = Vec::new();
    for one in &scenario.assignment.components {
        let Some(area) = one.area else { continue };
        match find_component(find, &one.layer, &one.code, vesting) {
            Ok(found) => {
                made_of[area].push(found);
                inferred[area] |= one.confidence == Confidence::Inferred;
            }
            Err(why) => missing.push(why.to_string()),
        }
    }
    if !missing.is_empty() {
        let more = missing.len().saturating_sub(3);
        missing.truncate(3);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        return Err(format!("components are not here: {}{more}", missing.join("; ")));
    }
    let joined: Result<Vec<Region<Bng>>, String> = made_of
        .par_iter()
        .zip(names)
        .map(|(components, name)| {
            dissolve(components.iter().map(|found| found.area.version.region.as_ref()))
                .map_err(|error| format!("{name} cannot be put together: {error}"))
        })
        .collect();
    let (reference, provenance) = cited(scenario, &made_of);
    let id: EditionId = version.to_string().parse().map_err(|error| format!("{error}"))?;
    let layer = scenario.id.layer();
    let applicants: Vec<Applicant<'_>> = names.iter().map(|name| Applicant { code: None, name }).collect();
    let ids = assign(&layer, &[], &applicants);
    let areas = joined?.into_iter().zip(ids).zip(names).zip(inferred).enumerate();
    let areas = areas.map(|(index, (((region, area), name), inferred))| AreaVersion {
        id: area,
        code: None,
        name: name.clone(),
        edition: id.clone(),
        period: Period::ALWAYS,
        inferred,
        notes: notes(scenario, index, inferred),
        region: Arc::new(region),
    });
    let edition = Edition {
        layer: layer.clone(),
        id: id.clone(),
        revision: u32::try_from(version.saturating_sub(1)).unwrap_or(0),
        declared: Period::ALWAYS,
        amends: None,
        provenance,
        reference: reference.clone(),
    };
    Ok(LayerAtlas::new(LayerContents {
        layer: shown(scenario, layer, visibility),
        stamp: reference,
        editions: vec![EditionState { edition, period: Period::ALWAYS }],
        areas: areas.collect(),
    }))
}

fn shown(scenario: &Scenario, id: LayerId, visibility: Visibility) -> Layer {
    Layer {
        id,
        title: format!("{} ({})", scenario.title, scenario.status),
        singular: scenario.purpose.singular().to_owned(),
        family: scenario.purpose.family(),
        order: ORDER,
        visibility,
        description: scenario.place.clone(),
    }
}

/// What is to be said of an area: that some of it was inferred, and what of it is not drawn.
fn notes(scenario: &Scenario, area: usize, inferred: bool) -> Vec<Note> {
    let mut texts = Vec::new();
    if inferred {
        texts.push("some of what it is made of is inferred, not stated by its source".to_owned());
    }
    texts.extend(
        scenario
            .not_drawn
            .iter()
            .filter(|one| one.area == Some(area))
            .map(|one| format!("{} ({}) is not drawn: {}", one.name, one.kind, one.reason)),
    );
    texts.into_iter().map(|text| Note { from: None, text }).collect()
}

/// A name for exactly this content, and what must be said of where it came from.
fn cited(scenario: &Scenario, made_of: &[Vec<FoundComponent<'_>>]) -> (String, Provenance) {
    let mut used: BTreeMap<(&str, &EditionId), &Edition> = BTreeMap::new();
    for found in made_of.iter().flatten() {
        let edition = &found.area.version.edition;
        if let Some(state) = found.layer.edition(edition) {
            used.insert((found.layer.layer().id.as_str(), edition), &state.edition);
        }
    }
    let mut words = said(scenario);
    for ((layer, edition), release) in &used {
        words.update(format!("\n{layer} {edition} {}", release.reference).as_bytes());
    }
    let mut provenance = scenario.provenance.clone();
    let mut said: Vec<&str> = provenance.attribution.as_deref().into_iter().collect();
    for attribution in used.values().filter_map(|release| release.provenance.attribution.as_deref()) {
        if !said.contains(&attribution) {
            said.push(attribution);
        }
    }
    let attribution = (!said.is_empty()).then(|| said.join(" "));
    let mut licences: Vec<&str> = provenance.licence.as_deref().into_iter().collect();
    for licence in used.values().filter_map(|release| release.provenance.licence.as_deref()) {
        if !licences.contains(&licence) {
            licences.push(licence);
        }
    }
    let licence = (!licences.is_empty()).then(|| licences.join("; "));
    (provenance.attribution, provenance.licence) = (attribution, licence);
    (short(&words), provenance)
}
