//! A scenario as a planner sends it.

use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    boundary::Provenance,
    http::ApiError,
    scenario::{Assigned, Assignment, Confidence, NotDrawn, Scenario, ScenarioId, Status, Vesting},
};

/// The most areas of a scenario.
const MOST_AREAS: usize = 2_000;
/// The most components of one.
const MOST_COMPONENTS: usize = 100_000;
/// The most characters of a text.
const MOST_CHARS: usize = 4_000;

/// A scenario, whole.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioEdit {
    /// Its name in data and addresses; one is made of the title when left out.
    pub id: Option<String>,
    /// Its name for people.
    #[serde(default)]
    pub title: String,
    /// The place that it divides, in words.
    place: Option<String>,
    /// `council`, `neighbourhood-team`, `place` or `other`.
    purpose: Option<String>,
    /// How far it has come; `working` when left out.
    status: Option<String>,
    /// Since when, as it shall be shown.
    status_date: Option<String>,
    /// The first day of its areas.
    #[schema(value_type = Option<String>, format = Date)]
    vesting_day: Option<Date>,
    /// Whether that day is only expected.
    vesting_expected: Option<bool>,
    /// About how many people one of its areas should have.
    guide_people: Option<u64>,
    /// `public` or `signed-in`; signed-in when left out.
    visibility: Option<String>,
    /// The scenario that it changes.
    modified_from: Option<String>,
    /// The scenarios that it puts together.
    combines: Option<Vec<String>>,
    /// Where it comes from.
    source: Option<String>,
    /// What else there is to say.
    notes: Option<String>,
    /// Its areas and what they are made of.
    #[serde(default)]
    assignment: AssignmentEdit,
}

/// Areas and what they are made of.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct AssignmentEdit {
    /// The names of the areas.
    #[serde(default)]
    areas: Vec<String>,
    /// The components.
    #[serde(default)]
    components: Vec<ComponentEdit>,
}

/// A component and where it goes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ComponentEdit {
    /// LAYER or LAYER@EDITION.
    layer: String,
    /// Its code, or its id where it has none.
    code: String,
    /// The position of its area; null when it is left out.
    area: Option<usize>,
    /// `stated` or `inferred`; stated when left out.
    #[serde(default)]
    confidence: Option<String>,
    /// As it was read; not heeded.
    #[serde(default, rename = "name")]
    _name: Option<String>,
    /// As it was read; not heeded.
    #[serde(default, rename = "drawn")]
    _drawn: Option<bool>,
}

impl ScenarioEdit {
    /// The scenario that is meant; what no layer draws stays from what it was.
    ///
    /// # Errors
    /// [`ApiError::Body`] with every reason.
    pub fn scenario(&self, id: ScenarioId, before: Option<&Scenario>) -> Result<Scenario, ApiError> {
        let mut wrong = Vec::new();
        let title = self.title.trim();
        if title.is_empty() {
            wrong.push("title: a scenario needs a title".to_owned());
        }
        let texts = [
            Some(&self.title),
            self.place.as_ref(),
            self.source.as_ref(),
            self.notes.as_ref(),
            self.status_date.as_ref(),
        ];
        if texts.into_iter().flatten().any(|text| text.chars().count() > MOST_CHARS) {
            wrong.push(format!("a text may have at most {MOST_CHARS} characters"));
        }
        let mut scenario = Scenario::named(id, title);
        scenario.place = plain(self.place.as_ref());
        scenario.status_date = plain(self.status_date.as_ref());
        scenario.notes = plain(self.notes.as_ref());
        scenario.guide_people = self.guide_people.filter(|&people| people > 0);
        scenario.vesting =
            self.vesting_day.map(|day| Vesting { day, expected: self.vesting_expected.unwrap_or(false) });
        scenario.provenance = Provenance {
            source: plain(self.source.as_ref()),
            ..before.map(|before| before.provenance.clone()).unwrap_or_default()
        };
        read("purpose", self.purpose.as_ref(), &mut scenario.purpose, &mut wrong);
        scenario.visibility = crate::boundary::Visibility::SignedIn;
        read("visibility", self.visibility.as_ref(), &mut scenario.visibility, &mut wrong);
        if let Some(words) = &self.status {
            match Status::of_words(words) {
                Ok(status) => {
                    scenario.status = status;
                    let same = before.filter(|before| before.status == status);
                    scenario.status_text = if status.as_str() == words {
                        same.and_then(|before| before.status_text.clone())
                    } else {
                        Some(words.clone())
                    };
                }
                Err(error) => wrong.push(format!("status: {error}")),
            }
        }
        let mut name = |field: &str, text: &String| match text.parse::<ScenarioId>() {
            Ok(id) => Some(id),
            Err(error) => {
                wrong.push(format!("{field}: {error}"));
                None
            }
        };
        scenario.modified_from = self.modified_from.as_ref().and_then(|text| name("modified_from", text));
        let combines = self.combines.iter().flatten();
        scenario.combines = combines.filter_map(|text| name("combines", text)).collect();
        scenario.assignment = self.assignment.read(&mut wrong);
        if let Some(before) = before {
            scenario.not_drawn = kept(before, &scenario.assignment.areas);
        }
        if wrong.is_empty() { Ok(scenario) } else { Err(ApiError::Body { reason: wrong.join("; ") }) }
    }
}

fn plain(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn read<T: std::str::FromStr<Err: ToString>>(
    field: &str,
    text: Option<&String>,
    into: &mut T,
    wrong: &mut Vec<String>,
) {
    match text.map(|text| text.parse()) {
        Some(Ok(value)) => *into = value,
        Some(Err(error)) => {
            let error: T::Err = error;
            wrong.push(format!("{field}: {}", error.to_string()));
        }
        None => {}
    }
}

/// What no layer draws, by the names of the areas that it went to.
fn kept(before: &Scenario, areas: &[String]) -> Vec<NotDrawn> {
    let place = |one: &NotDrawn| match one.area {
        None => Some(None),
        Some(area) => areas.iter().position(|name| *name == before.assignment.areas[area]).map(Some),
    };
    before.not_drawn.iter().filter_map(|one| Some(NotDrawn { area: place(one)?, ..one.clone() })).collect()
}

impl AssignmentEdit {
    /// The assignment that is meant.
    ///
    /// # Errors
    /// [`ApiError::Body`] with every reason.
    pub(in crate::http) fn whole(&self) -> Result<Assignment, ApiError> {
        let mut wrong = Vec::new();
        let assignment = self.read(&mut wrong);
        if wrong.is_empty() { Ok(assignment) } else { Err(ApiError::Body { reason: wrong.join("; ") }) }
    }

    fn read(&self, wrong: &mut Vec<String>) -> Assignment {
        let areas: Vec<String> =
            self.areas.iter().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        if areas.len() > MOST_AREAS || self.components.len() > MOST_COMPONENTS {
            wrong.push(format!("assignment: at most {MOST_AREAS} areas and {MOST_COMPONENTS} components"));
            return Assignment::default();
        }
        for (index, name) in areas.iter().enumerate() {
            if name.is_empty() || name.chars().count() > 200 {
                wrong.push(format!("assignment.areas[{index}]: a name needs 1 to 200 characters"));
            }
            if areas[..index].iter().any(|before| before.to_lowercase() == name.to_lowercase()) {
                wrong.push(format!("assignment.areas[{index}]: there is a “{name}” already"));
            }
        }
        let mut components = Vec::new();
        for (index, one) in self.components.iter().enumerate() {
            let at = format!("assignment.components[{index}]");
            if one.area.is_some_and(|area| area >= areas.len()) {
                wrong.push(format!("{at}.area: there is no such area: they are counted from 0"));
            }
            let confidence = match one.confidence.as_deref() {
                None | Some("stated") => Confidence::Stated,
                Some("inferred") => Confidence::Inferred,
                Some(other) => {
                    wrong.push(format!("{at}.confidence: “{other}” is neither stated nor inferred"));
                    Confidence::Stated
                }
            };
            match one.layer.parse() {
                Ok(layer) => components.push(Assigned {
                    layer,
                    code: one.code.trim().to_owned(),
                    area: one.area,
                    confidence,
                }),
                Err(error) => wrong.push(format!("{at}.layer: {error}")),
            }
        }
        Assignment { areas, components }
    }
}
