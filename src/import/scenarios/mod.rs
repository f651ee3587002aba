//! Scenarios from tables: proposals with their components, or one sheet of two columns; and scenarios put together from others.
//!
//! Everything is read and checked before anything is written: either all scenarios of a call are kept, or none, and every row that
//! is in the way is named.

mod columns;
mod combine;
mod components;
mod proposals;
mod report;
mod sheet;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use self::{
    report::{ScenarioReport, ScenariosReport},
    sheet::{RowProblem, SheetAssignment, assign_sheet, read_sheet},
};
use super::{ImportError, Outcome, Refusal, Report};
use crate::{
    atlas::{Atlas, LayerAtlas, Place, View, Viewer},
    boundary::{LayerId, Provenance, Visibility},
    scenario::{ComponentKind, Purpose, Scenario, ScenarioId},
    store::{NewScenario, Store, StoredScenario},
};

/// What is said of scenarios besides what their tables say.
#[derive(Debug, Clone, Default)]
pub struct ScenarioDefaults {
    /// What the areas are for.
    pub purpose: Option<Purpose>,
    /// About how many people an area should have.
    pub guide_people: Option<u64>,
    /// Who may see them.
    pub visibility: Visibility,
    /// Where they come from.
    pub provenance: Provenance,
}

/// Where scenarios come from.
#[derive(Debug, Clone)]
pub enum ScenarioSource {
    /// A table of proposals and one of their components.
    Tables {
        /// A row a proposal.
        proposals: PathBuf,
        /// A row a component.
        components: PathBuf,
        /// Only the proposals with one of these values in a column.
        only: Option<(String, Vec<String>)>,
    },
    /// A table with the codes of components and the names of the areas that they go to.
    Sheet {
        /// The table: text or a workbook.
        file: PathBuf,
        /// What to call it.
        id: ScenarioId,
        /// Its name for people.
        title: String,
    },
    /// Scenarios that divide different ground, put together.
    Combine {
        /// The scenarios.
        of: Vec<ScenarioId>,
        /// What to call it.
        id: ScenarioId,
        /// Its name for people.
        title: String,
    },
}

/// Scenarios to be imported.
#[derive(Debug, Clone)]
pub struct ScenariosImport {
    /// Where they come from.
    pub source: ScenarioSource,
    /// What their tables do not say.
    pub defaults: ScenarioDefaults,
    /// Only look: report, and write nothing.
    pub dry_run: bool,
}

/// A scenario with the rows that say what it is.
pub(super) struct Read {
    pub scenario: Scenario,
    /// The table and row of the scenario itself.
    pub at: (PathBuf, usize),
    /// The table of its components, and the row of each.
    pub components: (PathBuf, Vec<usize>),
}

/// Reads, checks and writes scenarios, or nothing.
///
/// # Errors
/// [`ImportError::Refused`] names every row that is in the way; the store is then as it was.
pub fn run(store: &dyn Store, import: &ScenariosImport) -> Result<Report, ImportError> {
    let kept = store.scenarios()?;
    let (read, atlas, mut report) = match &import.source {
        ScenarioSource::Tables { proposals, components, only } => {
            tables(store, &kept, proposals, components, only.as_ref(), &import.defaults)?
        }
        ScenarioSource::Sheet { file, id, title } => one_sheet(store, file, id, title, &import.defaults)?,
        ScenarioSource::Combine { of, id, title } => {
            let scenario = combine::combined(&kept, of, id, title, &import.defaults)?;
            let atlas = atlas_of(store, |layer| {
                scenario.assignment.components.iter().any(|one| one.layer.layer == *layer)
            })?;
            let at = (PathBuf::from("--combine"), 1);
            let rows = vec![1; scenario.assignment.components.len()];
            let components = (at.0.clone(), rows);
            (vec![Read { scenario, at, components }], atlas, ScenariosReport::default())
        }
    };
    let view = atlas.view(Viewer::SignedIn);
    check(&view, &read)?;
    let mut new = Vec::new();
    for one in read {
        let standing = kept.iter().find(|kept| kept.scenario.id == one.scenario.id);
        let is_same = standing.is_some_and(|kept| kept.scenario == one.scenario);
        report.scenarios.push(ScenarioReport::of(&view, &one.scenario, is_same));
        if !is_same {
            new.push(NewScenario { scenario: one.scenario, after: None });
        }
    }
    let outcome = if new.is_empty() {
        Outcome::Unchanged
    } else if import.dry_run {
        Outcome::DryRun
    } else {
        store.put_scenarios(&new)?;
        Outcome::Written
    };
    Ok(Report { layer: "scenarios".to_owned(), outcome, scenarios: Some(report), ..Report::default() })
}

type Tables = (Vec<Read>, Atlas, ScenariosReport);

fn tables(
    store: &dyn Store,
    kept: &[StoredScenario],
    proposals: &Path,
    components: &Path,
    only: Option<&(String, Vec<String>)>,
    defaults: &ScenarioDefaults,
) -> Result<Tables, ImportError> {
    let (mut read, other, mut refusals) = proposals::read(proposals, only, defaults)?;
    let rows = components::rows(components, &mut refusals)?;
    let kinds: Vec<ComponentKind> = rows.kinds().map(ComponentKind::of).collect();
    let means = |layer: &LayerId| {
        kinds.iter().flat_map(|kind| &kind.layers).any(|name| {
            name == layer.as_str() || name.split('@').next().is_some_and(|name| name == layer.as_str())
        })
    };
    let atlas = atlas_of(store, means)?;
    let left_out = rows.assign(&mut read, &other, &atlas.view(Viewer::SignedIn), &mut refusals);
    if defaults.purpose.is_none() && rows.is_of_councils() {
        for one in read.iter_mut().filter(|one| one.scenario.purpose == Purpose::Other) {
            one.scenario.purpose = Purpose::Council;
        }
    }
    for one in &read {
        let scenario = &one.scenario;
        for named in scenario.modified_from.iter().chain(&scenario.combines) {
            let is_here = read.iter().any(|other| other.scenario.id == *named)
                || kept.iter().any(|kept| kept.scenario.id == *named);
            if !is_here {
                let reason = format!("it names scenario “{named}”, which is neither here nor in the table");
                refusals.push(refusal(&one.at, Some(scenario.id.as_str()), reason));
            }
        }
        if scenario.assignment.components.is_empty() && scenario.not_drawn.is_empty() {
            let reason = "the table of components has nothing for it".to_owned();
            refusals.push(refusal(&one.at, Some(scenario.id.as_str()), reason));
        }
    }
    let total = rows.len() + read.len();
    settle(total, refusals)?;
    let report = ScenariosReport {
        remarks: (left_out > 0)
            .then(|| {
                format!("{left_out} rows of components are of proposals that are left out, as was asked.")
            })
            .into_iter()
            .collect(),
        ..ScenariosReport::default()
    };
    Ok((read, atlas, report))
}

fn one_sheet(
    store: &dyn Store,
    file: &Path,
    id: &ScenarioId,
    title: &str,
    defaults: &ScenarioDefaults,
) -> Result<Tables, ImportError> {
    let bytes = super::table::bytes(file)?;
    let sheet = read_sheet(file, &bytes)?;
    let codes = sheet.possible_codes();
    let mut layers = Vec::new();
    for (layer, _) in store.stamps()? {
        let known = store.known_areas(&layer)?;
        let has = |code: &Option<String>| {
            code.as_ref().is_some_and(|code| codes.contains(code.to_lowercase().as_str()))
        };
        if known.iter().any(|area| has(&area.code) || codes.contains(area.id.as_str())) {
            layers.push(layer);
        }
    }
    let atlas = atlas_of(store, |layer| layers.contains(layer))?;
    let assigned = assign_sheet(&sheet, &atlas.view(Viewer::SignedIn))?;
    let refused = assigned.problems.iter().map(|problem| Refusal {
        file: file.to_path_buf(),
        row: problem.row,
        area: None,
        reason: problem.text.clone(),
    });
    settle(assigned.rows.len(), refused.collect())?;
    let mut scenario = Scenario::named(id.clone(), title);
    scenario.purpose = defaults.purpose.unwrap_or_default();
    scenario.guide_people = defaults.guide_people;
    scenario.visibility = defaults.visibility;
    scenario.provenance = defaults.provenance.clone();
    scenario.assignment = assigned.assignment;
    let report = ScenariosReport {
        remarks: vec![format!(
            "Components are read from column “{}”, areas from “{}”; they are areas of {}.",
            assigned.code_column,
            assigned.area_column,
            assigned.levels.iter().map(LayerId::as_str).collect::<Vec<_>>().join(", ")
        )],
        ..ScenariosReport::default()
    };
    let read =
        Read { scenario, at: (file.to_path_buf(), 1), components: (file.to_path_buf(), assigned.rows) };
    Ok((vec![read], atlas, report))
}

/// An atlas of some of the layers, whoever may see them: an operator works on the store itself.
fn atlas_of(store: &dyn Store, wanted: impl Fn(&LayerId) -> bool) -> Result<Atlas, ImportError> {
    let stamps: Vec<LayerId> =
        store.stamps()?.into_iter().map(|(id, _)| id).filter(|id| wanted(id)).collect();
    let layers: Result<Vec<_>, _> = stamps
        .into_par_iter()
        .map(|id| store.read_layer(&id).map(|contents| std::sync::Arc::new(LayerAtlas::new(contents))))
        .collect();
    Ok(Atlas::new(layers?, Place::default()))
}

/// Refuses what is wrong with scenarios as such, by the rows that say it.
fn check(view: &View<'_>, read: &[Read]) -> Result<(), ImportError> {
    let mut refusals = Vec::new();
    for one in read {
        for problem in view.problems(&one.scenario) {
            let (file, row) = match problem.component {
                Some(index) => (&one.components.0, one.components.1[index]),
                None => (&one.at.0, one.at.1),
            };
            let at = (file.clone(), row);
            refusals.push(refusal(&at, Some(one.scenario.id.as_str()), problem.text));
        }
    }
    settle(read.iter().map(|one| one.components.1.len()).sum(), refusals)
}

pub(super) fn refusal(at: &(PathBuf, usize), area: Option<&str>, reason: String) -> Refusal {
    Refusal { file: at.0.clone(), row: at.1, area: area.map(str::to_owned), reason }
}

fn settle(total: usize, mut refusals: Vec<Refusal>) -> Result<(), ImportError> {
    if refusals.is_empty() {
        return Ok(());
    }
    refusals.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
    // One row may be wrong in several ways.
    let total = total.max(refusals.len());
    Err(ImportError::Refused { total, refusals })
}
