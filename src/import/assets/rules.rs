//! What is known of a list before it is read: its kind, what its words mean, whether it is complete.

use std::collections::{BTreeMap, BTreeSet};

use super::{AssetField, Sheet, SheetRow, layout::ColumnMap};
use crate::{
    asset::{Kind, KindId, RunBy, Status, kinds},
    import::ImportError,
};

/// What is known of a list before it is read.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// What its assets are, where a row does not say.
    pub kind: Option<KindId>,
    /// Who runs them, where a row does not say.
    pub run_by: Option<RunBy>,
    /// Which columns hold what, as far as that is told.
    pub map: ColumnMap,
    /// Whether its first line names its columns, where that is known.
    pub header: Option<bool>,
    /// What a column says of whether an asset is in use: the first rule that knows its word decides.
    pub status: Vec<StatusRule>,
    /// What a column says of the kind.
    pub kinds: Option<KindRule>,
    /// Fields whose words must be understood, since somebody said which column holds them.
    pub(super) told: BTreeSet<AssetField>,
}

/// What the words of a column mean for whether an asset is in use.
#[derive(Debug, Clone, Default)]
pub struct StatusRule {
    /// The column, by its position.
    pub column: usize,
    /// Words, in lower case, with what they mean.
    pub words: BTreeMap<String, Status>,
    /// What any other word means.
    pub other: Option<Status>,
}

/// What the words of a column mean for the kind of an asset.
#[derive(Debug, Clone)]
pub struct KindRule {
    /// The column, by its position.
    pub column: usize,
    /// Words, in lower case, with the kind; `None`: the row is no asset and is left out.
    pub words: BTreeMap<String, Option<KindId>>,
    /// What a row with any other word is; `None`: no asset.
    pub other: Option<KindId>,
}

impl Rules {
    /// Remembers what the caller says besides, which goes before all else.
    pub(super) fn told(mut self, kind: Option<&KindId>, map: &[(AssetField, String)]) -> Self {
        self.kind = kind.cloned().or(self.kind);
        self.map.retain(|(field, _)| !map.iter().any(|(told, _)| told == field));
        self.map.extend(map.iter().cloned());
        self.told = self.map.iter().map(|(field, _)| *field).collect();
        if kind.is_some() {
            self.kinds = None;
        }
        self
    }

    /// # Errors
    /// [`ImportError::Table`] for a kind that the vocabulary does not have.
    pub(super) fn check(&self, sheet: &Sheet) -> Result<(), ImportError> {
        let Some(kind) = &self.kind else { return Ok(()) };
        kinds().find(kind.as_str()).map(|_| ()).map_err(|unknown| ImportError::Table {
            file: sheet.file.clone(),
            reason: format!("{unknown}; every kind is listed in data/kinds.toml"),
        })
    }

    /// Whether a row is an asset at all.
    pub(super) fn takes(&self, row: &SheetRow) -> bool {
        let Some(rule) = &self.kinds else { return true };
        match rule.words.get(&word(row, rule.column)) {
            Some(kind) => kind.is_some(),
            None => rule.other.is_some(),
        }
    }

    pub(super) fn kind_of(&self, row: &SheetRow) -> Option<&'static Kind> {
        let rule = self.kinds.as_ref()?;
        let kind =
            rule.words.get(&word(row, rule.column)).cloned().flatten().or_else(|| rule.other.clone())?;
        kinds().get(&kind)
    }

    pub(super) fn status_of(&self, row: &SheetRow) -> Option<Status> {
        self.status.iter().find_map(|rule| {
            let word = word(row, rule.column);
            rule.words.get(&word).copied().or(if word.is_empty() { None } else { rule.other })
        })
    }
}

fn word(row: &SheetRow, column: usize) -> String {
    row.cells.get(column).map(|cell| cell.trim().to_lowercase()).unwrap_or_default()
}
