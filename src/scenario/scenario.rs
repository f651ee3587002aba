//! A scenario as a value.

use serde::{Deserialize, Serialize};

use super::{Assignment, Purpose, ScenarioId, Status, Vesting};
use crate::boundary::{Provenance, Visibility};

/// A way to divide some ground, with what its source says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name in data and addresses.
    pub id: ScenarioId,
    /// Its name for people.
    pub title: String,
    /// The place that it divides, in words.
    pub place: Option<String>,
    /// What its areas are for.
    pub purpose: Purpose,
    /// How far it has come.
    pub status: Status,
    /// The same in the source's own words, where they are others.
    pub status_text: Option<String>,
    /// Since when, as the source writes it: "2025-10".
    pub status_date: Option<String>,
    /// The day on which it takes effect.
    pub vesting: Option<Vesting>,
    /// The scenario that it changes.
    pub modified_from: Option<ScenarioId>,
    /// The scenarios that it puts together.
    pub combines: Vec<ScenarioId>,
    /// Who may see it.
    pub visibility: Visibility,
    /// About how many people one of its areas should have.
    pub guide_people: Option<u64>,
    /// Where it came from. The ground's attribution comes with its components.
    pub provenance: Provenance,
    /// What else its source says.
    pub notes: Option<String>,
    /// Its areas and what each is made of.
    #[serde(skip)]
    pub assignment: Assignment,
    /// What its areas hold besides and no layer draws.
    pub not_drawn: Vec<NotDrawn>,
}

/// A component that no layer has: a parish, a part of a district.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NotDrawn {
    /// What it is, as the source says: "parish", "LAD25-part".
    pub kind: String,
    /// Its code, where the source has one.
    pub code: Option<String>,
    /// What the source calls it.
    pub name: String,
    /// The position of the area that it goes to; none when in no area.
    pub area: Option<usize>,
    /// Why it is not drawn.
    pub reason: String,
}

impl NotDrawn {
    /// Whether it is a piece of a larger area whose ground it leaves undivided, so that nothing that takes a piece of that ground
    /// can be drawn.
    #[must_use]
    pub fn is_part(&self) -> bool {
        super::kind::is_part(&self.kind)
    }
}

impl Scenario {
    /// A scenario of which nothing is known but its name.
    #[must_use]
    pub fn named(id: ScenarioId, title: &str) -> Self {
        Self {
            id,
            title: title.to_owned(),
            place: None,
            purpose: Purpose::default(),
            status: Status::default(),
            status_text: None,
            status_date: None,
            vesting: None,
            modified_from: None,
            combines: Vec::new(),
            visibility: Visibility::default(),
            guide_people: None,
            provenance: Provenance::default(),
            notes: None,
            assignment: Assignment::default(),
            not_drawn: Vec::new(),
        }
    }

    /// Why none of it can be drawn, in a sentence; none when it can.
    #[must_use]
    pub fn undrawable(&self) -> Option<String> {
        let parts: Vec<&str> =
            self.not_drawn.iter().filter(|one| one.is_part()).map(|one| one.name.as_str()).collect();
        if !parts.is_empty() {
            return Some(format!(
                "it divides areas by parts that no layer draws ({}): which ground goes where is not known",
                parts.join("; ")
            ));
        }
        let drawn = |index: usize| self.assignment.components.iter().any(|one| one.area == Some(index));
        let empty: Vec<&str> = (0..self.assignment.areas.len())
            .filter(|&index| !drawn(index))
            .map(|index| self.assignment.areas[index].as_str())
            .collect();
        if empty.is_empty() {
            None
        } else {
            Some(format!("nothing that a layer draws goes to {}", empty.join(", ")))
        }
    }
}
