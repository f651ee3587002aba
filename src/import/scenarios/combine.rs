//! A scenario put together from others that divide different ground.

use std::path::PathBuf;

use super::ScenarioDefaults;
use crate::{
    import::ImportError,
    scenario::{Scenario, ScenarioId},
    store::StoredScenario,
};

/// Puts scenarios together: their areas side by side. What they have in common is kept of what is said of them.
pub(super) fn combined(
    kept: &[StoredScenario],
    of: &[ScenarioId],
    id: &ScenarioId,
    title: &str,
    defaults: &ScenarioDefaults,
) -> Result<Scenario, ImportError> {
    let fault = |reason: String| ImportError::Table { file: PathBuf::from("--combine"), reason };
    let mut parts: Vec<&Scenario> = Vec::new();
    for name in of {
        let Some(found) = kept.iter().find(|kept| kept.scenario.id == *name) else {
            let known: Vec<&str> = kept.iter().map(|kept| kept.scenario.id.as_str()).collect();
            return Err(fault(format!("there is no scenario “{name}”; there are {}", known.join(", "))));
        };
        if found.scenario.id == *id {
            return Err(fault(format!("{id} cannot be put together from itself")));
        }
        parts.push(&found.scenario);
    }
    let Some((first, others)) = parts.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Err(fault("name two scenarios or more, with a comma between them".to_owned()));
    };
    let mut scenario = Scenario::named(id.clone(), title);
    let same = |equal: &dyn Fn(&Scenario) -> bool| others.iter().all(|other| equal(other));
    scenario.combines = parts.iter().map(|part| part.id.clone()).collect();
    if same(&|other| other.purpose == first.purpose) {
        scenario.purpose = first.purpose;
    }
    scenario.purpose = defaults.purpose.unwrap_or(scenario.purpose);
    scenario.guide_people = defaults
        .guide_people
        .or(first.guide_people.filter(|_| same(&|other| other.guide_people == first.guide_people)));
    scenario.vesting = first.vesting.filter(|_| same(&|other| other.vesting == first.vesting));
    if same(&|other| other.status == first.status) {
        scenario.status = first.status;
    }
    if same(&|other| other.status_text == first.status_text) {
        scenario.status_text.clone_from(&first.status_text);
    }
    if same(&|other| other.status_date == first.status_date) {
        scenario.status_date.clone_from(&first.status_date);
    }
    // Nothing becomes public by being put beside something that is.
    scenario.visibility = parts
        .iter()
        .map(|part| part.visibility)
        .find(|&visibility| visibility == crate::boundary::Visibility::SignedIn)
        .unwrap_or(defaults.visibility);
    scenario.provenance = defaults.provenance.clone();
    if scenario.provenance.source.is_none() {
        let sources: Vec<&str> = parts.iter().filter_map(|part| part.provenance.source.as_deref()).collect();
        scenario.provenance.source = (!sources.is_empty()).then(|| sources.join("; "));
    }
    let places: Vec<&str> = parts.iter().filter_map(|part| part.place.as_deref()).collect();
    scenario.place = (!places.is_empty()).then(|| places.join(", "));
    for part in parts {
        let offset = scenario.assignment.areas.len();
        for name in &part.assignment.areas {
            let is_taken = scenario.assignment.areas.iter().any(|known| known.eq_ignore_ascii_case(name));
            let name = if is_taken { format!("{name} ({})", part.id) } else { name.clone() };
            scenario.assignment.areas.push(name);
        }
        scenario.assignment.components.extend(part.assignment.components.iter().cloned().map(|mut one| {
            one.area = one.area.map(|area| area + offset);
            one
        }));
        scenario.not_drawn.extend(part.not_drawn.iter().cloned().map(|mut one| {
            one.area = one.area.map(|area| area + offset);
            one
        }));
    }
    Ok(scenario)
}
