//! What was found out about scenarios on their way in.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    atlas::{View, find_component},
    import::{Outcome, Report},
    people::grouped,
    scenario::{Confidence, Scenario},
};

/// How many left-out components are named.
const NAMED: usize = 12;

/// What became of scenarios.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScenariosReport {
    /// Each of them.
    pub scenarios: Vec<ScenarioReport>,
    /// What else there is to know, in sentences.
    pub remarks: Vec<String>,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ScenarioReport {
    /// Its name.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// How far it has come.
    pub status: String,
    /// The day on which it takes effect, as it was read.
    pub vesting: Option<String>,
    /// Its areas.
    pub areas: usize,
    /// What they are made of.
    pub components: usize,
    /// Those of them that were inferred.
    pub inferred: usize,
    /// Components that it names and that go to no area.
    pub left_out: Vec<String>,
    /// Components that no layer draws.
    pub not_drawn: Vec<String>,
    /// Why none of it is drawn; null when it is.
    pub undrawable: Option<String>,
    /// Whether the store had exactly this already.
    pub unchanged: bool,
}

impl ScenarioReport {
    pub(super) fn of(view: &View<'_>, scenario: &Scenario, unchanged: bool) -> Self {
        let assignment = &scenario.assignment;
        let vesting = scenario.vesting.map(|vesting| vesting.day);
        let named = |one: &crate::scenario::Assigned| {
            let find = |id: &crate::boundary::LayerId| view.layers().find(|layer| layer.layer().id == *id);
            match find_component(find, &one.layer, &one.code, vesting) {
                Ok(found) => format!("{} ({})", found.area.version.name, one.code),
                Err(_) => one.code.clone(),
            }
        };
        let not_drawn = scenario.not_drawn.iter().map(|one| {
            let area = one.area.map_or("no area", |area| assignment.areas[area].as_str());
            format!("{} ({}) in {area}: {}", one.name, one.kind, one.reason)
        });
        Self {
            id: scenario.id.to_string(),
            title: scenario.title.clone(),
            status: scenario.status.to_string(),
            vesting: scenario.vesting.map(|vesting| {
                if vesting.expected { format!("{} (expected)", vesting.day) } else { vesting.day.to_string() }
            }),
            areas: assignment.areas.len(),
            components: assignment.components.len(),
            inferred: assignment
                .components
                .iter()
                .filter(|one| one.area.is_some() && one.confidence == Confidence::Inferred)
                .count(),
            left_out: assignment.components.iter().filter(|one| one.area.is_none()).map(named).collect(),
            not_drawn: not_drawn.collect(),
            undrawable: scenario.undrawable(),
            unchanged,
        }
    }
}

impl Report {
    pub(in crate::import) fn write_scenarios(
        &self,
        report: &ScenariosReport,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let count = grouped(report.scenarios.len());
        match self.outcome {
            Outcome::Written => writeln!(f, "scenarios: imported {count}")?,
            Outcome::DryRun => writeln!(f, "scenarios: {count} could be imported; nothing was written")?,
            Outcome::Unchanged => writeln!(f, "scenarios: {count}, unchanged since the last import")?,
        }
        for one in &report.scenarios {
            let vesting = one.vesting.as_ref().map(|day| format!(", from {day}")).unwrap_or_default();
            let unchanged =
                if one.unchanged && self.outcome != Outcome::Unchanged { " (unchanged)" } else { "" };
            writeln!(
                f,
                "  {}: {}, {}{vesting}: {} areas from {} components, {} of them inferred{unchanged}",
                one.id,
                one.title,
                one.status,
                grouped(one.areas),
                grouped(one.components),
                grouped(one.inferred)
            )?;
            if !one.left_out.is_empty() {
                let more = match one.left_out.len().saturating_sub(NAMED) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let named = &one.left_out[..one.left_out.len().min(NAMED)];
                writeln!(f, "    left out, in no area: {}{more}", named.join(", "))?;
            }
            for text in &one.not_drawn {
                writeln!(f, "    not drawn: {text}")?;
            }
            if let Some(reason) = &one.undrawable {
                writeln!(f, "    none of it is drawn: {reason}")?;
            }
        }
        for remark in &report.remarks {
            writeln!(f, "  {remark}")?;
        }
        Ok(())
    }
}
