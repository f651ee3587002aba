//! Scenarios in a place file.

use std::path::Path;

use serde::Deserialize;

use super::{Only, sources::Sources};
use crate::{
    boundary::{Provenance, Visibility},
    import::{
        ImportError, Report,
        scenarios::{self, ScenarioDefaults, ScenarioSource, ScenariosImport},
    },
    scenario::{Purpose, ScenarioId},
    store::Store,
};

/// The keys of an entry.
pub(super) const KEYS: &str = "proposals components only combine id title purpose guide_people visibility source publisher licence attribution extract_date";

/// Scenarios from a table of proposals and one of components, or one put together from others.
#[derive(Debug, Clone, Deserialize)]
pub struct ScenariosEntry {
    /// The table of proposals: a path relative to the data folder, or an `https://` address.
    pub proposals: Option<String>,
    /// The table of components; with an id and a title it stands alone, as two columns.
    pub components: Option<String>,
    /// Only some of the proposals.
    pub only: Option<Only>,
    /// The scenarios that are put together.
    #[serde(default)]
    pub combine: Vec<ScenarioId>,
    /// What one scenario is called.
    pub id: Option<ScenarioId>,
    /// Its name for people.
    pub title: Option<String>,
    /// What the areas are for.
    pub purpose: Option<Purpose>,
    /// About how many people an area should have.
    pub guide_people: Option<u64>,
    /// Who may see them.
    #[serde(default)]
    pub visibility: Visibility,
    /// Where they come from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

impl ScenariosEntry {
    pub(super) fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let wrong = |reason: &str| super::fault(place, format!("[[scenarios]]: {reason}"));
        let named = || match (&self.id, &self.title) {
            (Some(id), title) => Ok((id.clone(), title.clone().unwrap_or_else(|| id.to_string()))),
            (None, _) => Err(wrong("one scenario needs an `id` and a `title`")),
        };
        let source = match (&self.proposals, &self.components) {
            (Some(proposals), Some(components)) => ScenarioSource::Tables {
                proposals: sources.file(proposals)?,
                components: sources.file(components)?,
                only: self.only.as_ref().map(|only| (only.column.clone(), only.values.clone())),
            },
            (None, Some(components)) => {
                let (id, title) = named()?;
                ScenarioSource::Sheet { file: sources.file(components)?, id, title }
            }
            (None, None) if !self.combine.is_empty() => {
                let (id, title) = named()?;
                ScenarioSource::Combine { of: self.combine.clone(), id, title }
            }
            _ => return Err(wrong("give `proposals` and `components`, or `components` alone, or `combine`")),
        };
        let defaults = ScenarioDefaults {
            purpose: self.purpose,
            guide_people: self.guide_people,
            visibility: self.visibility,
            provenance: self.provenance.clone(),
        };
        scenarios::run(store, &ScenariosImport { source, defaults, dry_run })
    }
}
