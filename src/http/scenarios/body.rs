//! How scenarios are told.

use std::fmt::Write;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    atlas::{LayerAtlas, ScenarioAtlas, View, find_component},
    boundary::LayerId,
    http::{ApiError, assets::cell, ground::box_degrees, named::escaped, representation},
    scenario::{Assigned, Confidence},
};

/// A scenario as lists tell it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScenarioSummary {
    /// Its name in data and addresses.
    #[schema(example = "SURREY-2")]
    pub(super) id: String,
    /// Its name for people.
    title: String,
    /// The place that it divides, in words.
    place: Option<String>,
    /// What its areas are for: `council`, `neighbourhood-team`, `place`, `other`.
    #[schema(example = "council")]
    purpose: &'static str,
    /// How far it has come: `working`, `submitted`, `consulted`, `decided`, `order-laid`, `order-made`, `vested`, `rejected`,
    /// `withdrawn`.
    #[schema(example = "decided")]
    status: &'static str,
    /// The same as its source says it; null where that says no more.
    status_text: Option<String>,
    /// Since when, as its source writes it.
    #[schema(example = "2025-10")]
    status_date: Option<String>,
    /// False for one that was submitted or consulted on: what came of it is not in the sources.
    outcome_known: bool,
    /// The first day of its areas.
    #[schema(value_type = Option<String>, format = Date)]
    vesting_day: Option<String>,
    /// Whether that day is only expected.
    vesting_expected: bool,
    /// The scenario that it changes.
    modified_from: Option<String>,
    /// The scenarios that it puts together.
    combines: Vec<String>,
    /// Who may see it: `public` or `signed-in`.
    visibility: &'static str,
    /// About how many people one of its areas should have.
    guide_people: Option<u64>,
    /// How many areas it has.
    areas: usize,
    /// How many components are assigned.
    components: usize,
    /// How many of those were inferred, not stated by its source.
    inferred: usize,
    /// Whether its areas are drawn.
    drawn: bool,
    /// Why they are not.
    not_drawn_because: Option<String>,
    /// Components that no layer draws.
    not_drawn: Vec<NotDrawnBody>,
    /// Where it came from.
    source: Option<String>,
    /// What else its source says.
    notes: Option<String>,
    /// The layer that its areas are.
    #[schema(example = "scenario.SURREY-2")]
    layer: String,
    /// How often it was written.
    version: i64,
    /// The path of the whole of it.
    url: String,
    /// West, south, east, north in degrees; null when it is not drawn.
    bbox: Option<[f64; 4]>,
    /// The people who live across a line, where a layer to hold it against was named.
    pub(super) across: Option<f64>,
    /// How many areas of that layer cross a line.
    pub(super) crossing: Option<usize>,
    /// Of how many.
    pub(super) of: Option<usize>,
}

/// A component that no layer draws.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct NotDrawnBody {
    /// What it is, as its source says.
    #[serde(rename = "type")]
    kind: String,
    /// Its code, where its source has one.
    code: Option<String>,
    /// What its source calls it.
    name: String,
    /// The area that it goes to; null when to none.
    area: Option<String>,
    /// Why it is not drawn.
    reason: String,
}

/// Which component goes to which area.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(in crate::http) struct AssignmentBody {
    /// The names of the areas.
    areas: Vec<String>,
    /// The components, in the order of the source.
    components: Vec<ComponentBody>,
}

/// A component and where it goes.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct ComponentBody {
    /// The layer that it is an area of: LAYER or LAYER@EDITION.
    layer: String,
    /// Its code, or its id where it has none.
    code: String,
    /// Its name; null when it is not here.
    name: Option<String>,
    /// The position of its area; null when it is left out.
    area: Option<usize>,
    /// `stated` by its source, or `inferred`.
    confidence: &'static str,
    /// Whether it is an area that is here.
    drawn: bool,
}

/// The whole of a scenario.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScenarioBody {
    #[serde(flatten)]
    summary: ScenarioSummary,
    /// Which component goes to which area.
    assignment: AssignmentBody,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// A scenario as lists tell it.
#[must_use]
pub fn scenario_summary(view: &View<'_>, one: &ScenarioAtlas) -> ScenarioSummary {
    let scenario = one.scenario();
    let assignment = &scenario.assignment;
    let composed = &one.composed().layer;
    let bounds = composed.as_ref().ok().and_then(|layer| LayerAtlas::bounds_of(layer.areas().iter()));
    // A scenario that this visitor may not see is not named to them either.
    let seen = |id: &crate::scenario::ScenarioId| view.scenario(id).is_ok();
    ScenarioSummary {
        id: scenario.id.to_string(),
        title: scenario.title.clone(),
        place: scenario.place.clone(),
        purpose: scenario.purpose.as_str(),
        status: scenario.status.as_str(),
        status_text: scenario.status_text.clone(),
        status_date: scenario.status_date.clone(),
        outcome_known: !scenario.status.awaits_outcome(),
        vesting_day: scenario.vesting.map(|vesting| vesting.day.to_string()),
        vesting_expected: scenario.vesting.is_some_and(|vesting| vesting.expected),
        modified_from: scenario.modified_from.as_ref().filter(|id| seen(id)).map(ToString::to_string),
        combines: scenario.combines.iter().filter(|id| seen(id)).map(ToString::to_string).collect(),
        visibility: one.visibility().as_str(),
        guide_people: scenario.guide_people,
        areas: assignment.areas.len(),
        components: assignment.components.iter().filter(|one| one.area.is_some()).count(),
        inferred: assignment
            .components
            .iter()
            .filter(|one| one.area.is_some() && one.confidence == Confidence::Inferred)
            .count(),
        drawn: composed.is_ok(),
        not_drawn_because: composed.as_ref().err().map(ToString::to_string),
        not_drawn: scenario
            .not_drawn
            .iter()
            .map(|one| NotDrawnBody {
                kind: one.kind.clone(),
                code: one.code.clone(),
                name: one.name.clone(),
                area: one.area.map(|area| assignment.areas[area].clone()),
                reason: one.reason.clone(),
            })
            .collect(),
        source: scenario.provenance.source.clone(),
        notes: scenario.notes.clone(),
        layer: scenario.id.layer().to_string(),
        version: one.version(),
        url: format!("/api/scenarios/{}", escaped(scenario.id.as_str())),
        bbox: bounds.and_then(box_degrees),
        across: None,
        crossing: None,
        of: None,
    }
}

/// Which component goes to which area, with the names of the components.
pub(in crate::http) fn assignment_body(
    view: &View<'_>,
    assignment: &crate::scenario::Assignment,
    vesting: Option<jiff::civil::Date>,
) -> AssignmentBody {
    let layers: Vec<&LayerAtlas> = view.layers().collect();
    let find = |id: &LayerId| layers.iter().copied().find(|layer| layer.layer().id == *id);
    let component = |one: &Assigned| {
        let found = find_component(find, &one.layer, &one.code, vesting).ok();
        ComponentBody {
            layer: one.layer.to_string(),
            code: one.code.clone(),
            name: found.map(|found| found.area.version.name.clone()),
            area: one.area,
            confidence: match one.confidence {
                Confidence::Stated => "stated",
                Confidence::Inferred => "inferred",
            },
            drawn: found.is_some(),
        }
    };
    AssignmentBody {
        areas: assignment.areas.clone(),
        components: assignment.components.iter().map(component).collect(),
    }
}

/// The whole of a scenario.
#[must_use]
pub fn scenario_body(view: &View<'_>, one: &ScenarioAtlas) -> ScenarioBody {
    let scenario = one.scenario();
    let vesting = scenario.vesting.map(|vesting| vesting.day);
    ScenarioBody {
        summary: scenario_summary(view, one),
        assignment: assignment_body(view, &scenario.assignment, vesting),
        attribution: attribution(one),
    }
}

/// What must be shown beside a scenario.
pub(super) fn attribution(one: &ScenarioAtlas) -> Vec<String> {
    let words = match &one.composed().layer {
        Ok(layer) => layer.editions().iter().find_map(|state| state.edition.provenance.attribution.clone()),
        Err(_) => one.scenario().provenance.attribution.clone(),
    };
    words.into_iter().collect()
}

/// The components as a table, each row with what must be shown beside it.
///
/// # Errors
/// [`ApiError`] when it cannot be written.
pub fn scenario_csv(view: &View<'_>, one: &ScenarioAtlas) -> Result<String, ApiError> {
    let names = ["code", "name", "layer", "area", "confidence", "scenario", "title", "status", "attribution"];
    let body = scenario_body(view, one);
    let said = body.attribution.join(" ");
    let rows = body.component_rows().into_iter().map(|row| {
        let more = [&body.summary.id, &body.summary.title, body.summary.status, said.as_str()];
        row.into_iter().chain(more.map(str::to_owned)).map(|text| cell(&text)).collect::<Vec<_>>()
    });
    let bytes = representation::table(&names, rows)?;
    String::from_utf8(bytes).map_err(ApiError::internal)
}

impl ScenarioSummary {
    /// Says how it fits a layer: what lies across a line, and how many of how many areas cross one.
    pub(in crate::http) fn hold_against(&mut self, across: f64, crossing: usize, of: usize) {
        (self.across, self.crossing, self.of) = (Some(across), Some(crossing), Some(of));
    }

    /// As a row of a table: id, title, purpose, status, vesting, areas, components, drawn.
    #[must_use]
    pub fn row(&self) -> Vec<String> {
        let expected = if self.vesting_expected { " (expected)" } else { "" };
        let vesting = self.vesting_day.as_ref().map(|day| format!("{day}{expected}")).unwrap_or_default();
        vec![
            self.id.clone(),
            self.title.clone(),
            self.purpose.to_owned(),
            self.status.to_owned(),
            vesting,
            self.areas.to_string(),
            self.components.to_string(),
            self.drawn.to_string(),
        ]
    }
}

impl ScenarioBody {
    /// Its components: code, name, layer, area, confidence.
    #[must_use]
    pub fn component_rows(&self) -> Vec<Vec<String>> {
        let areas = &self.assignment.areas;
        let drawn = self.assignment.components.iter().map(|one| {
            vec![
                one.code.clone(),
                one.name.clone().unwrap_or_default(),
                one.layer.clone(),
                one.area.map(|area| areas[area].clone()).unwrap_or_default(),
                one.confidence.to_owned(),
            ]
        });
        let not_drawn = self.summary.not_drawn.iter().map(|one| {
            vec![
                one.code.clone().unwrap_or_default(),
                one.name.clone(),
                one.kind.clone(),
                one.area.clone().unwrap_or_default(),
                "not drawn".to_owned(),
            ]
        });
        drawn.chain(not_drawn).collect()
    }

    /// What is said of it, in a few lines.
    #[must_use]
    pub fn in_words(&self) -> String {
        let one = &self.summary;
        let mut text = format!("{}: {}\n", one.id, one.title);
        let date = one.status_date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        let words = one.status_text.as_ref().map(|words| format!(" (“{words}”)")).unwrap_or_default();
        let mut say = |line: String| {
            // Writing to a string does not fail.
            let _written = writeln!(text, "{line}");
        };
        say(format!("{}{words}{date}", one.status));
        if !one.outcome_known {
            say("What came of it is not in the sources.".to_owned());
        }
        if let Some(day) = &one.vesting_day {
            say(format!("Takes effect on {day}{}", if one.vesting_expected { " (expected)" } else { "" }));
        }
        let left_out = self.assignment.components.iter().filter(|one| one.area.is_none()).count();
        say(format!(
            "{} areas from {} components, {} of them inferred; {left_out} named and left out",
            one.areas, one.components, one.inferred
        ));
        if let Some(reason) = &one.not_drawn_because {
            say(format!("It is not drawn: {reason}"));
        }
        for gone in &one.not_drawn {
            say(format!("Not drawn: {} ({}): {}", gone.name, gone.kind, gone.reason));
        }
        for words in self.summary.source.iter().chain(&self.summary.notes).chain(&self.attribution) {
            say(words.clone());
        }
        text
    }
}
