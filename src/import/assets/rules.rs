//! What is known of a list before it is read: its kind, what its words mean, whether it is complete.

use std::collections::{BTreeMap, BTreeSet};

use super::{AssetField, Sheet, SheetRow, field::plain, layout::ColumnMap};
use crate::{
    asset::{Kind, KindId, Postcode, RunBy, Status, kinds},
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
    /// What a column says of whether an asset is in use: the first rule that knows its word decides.
    pub status: Vec<StatusRule>,
    /// What a column says of the kind.
    pub kinds: Option<KindRule>,
    /// What a column says of who runs it.
    pub run_by_words: Option<RunByRule>,
    /// It is a feed that nobody here can correct: a place that cannot be is left out, and so is a word that nobody knows.
    pub is_feed: bool,
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

/// What the words of a column mean for who runs an asset.
#[derive(Debug, Clone, Default)]
pub struct RunByRule {
    /// The column, by its position.
    pub column: usize,
    /// Words, in lower case, with what they mean.
    pub words: BTreeMap<String, RunBy>,
    /// What any other word means.
    pub other: Option<RunBy>,
}

/// How it is known whether a first line names the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// It does, unless one of its fields is a postcode.
    Guess,
    /// It does when one of its fields is called so: lower case, letters and digits only.
    Names(Vec<String>),
    /// These columns are to be in it; numbers alone mean that there are no names.
    Asked(Vec<String>),
}

impl Header {
    /// What a map of columns says of it.
    #[must_use]
    pub fn of_map(map: &[(AssetField, String)]) -> Self {
        let asked: Vec<String> = map
            .iter()
            .flat_map(|(_, column)| column.split('+'))
            .map(|column| column.trim().to_owned())
            .collect();
        if asked.is_empty() { Self::Guess } else { Self::Asked(asked) }
    }

    /// Whether this first line names the columns.
    #[must_use]
    pub fn is_in(&self, first: &[&str]) -> bool {
        let has = |name: &str| first.iter().any(|column| column.trim() == name);
        match self {
            Self::Guess => !first.iter().any(|field| field.parse::<Postcode>().is_ok()),
            Self::Names(names) => first.iter().any(|column| names.contains(&plain(column))),
            Self::Asked(asked) => {
                asked.iter().any(|name| name.parse::<usize>().is_err()) || asked.iter().all(|name| has(name))
            }
        }
    }
}

/// What the words of a column mean for the kind of an asset.
#[derive(Debug, Clone)]
pub struct KindRule {
    /// The column, by its position.
    pub column: usize,
    /// Words, in lower case, with the kind.
    pub words: BTreeMap<String, KindId>,
    /// What a row with any other word is; `None`: no asset, and left out.
    pub other: Option<KindId>,
}

impl Rules {
    /// Remembers what the caller says besides, which goes before all else.
    #[must_use]
    pub fn told(mut self, kind: Option<&KindId>, map: &[(AssetField, String)]) -> Self {
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
        rule.other.is_some() || rule.words.contains_key(&word(row, rule.column))
    }

    pub(super) fn kind_of(&self, row: &SheetRow) -> Option<&'static Kind> {
        let rule = self.kinds.as_ref()?;
        let kind = rule.words.get(&word(row, rule.column)).or(rule.other.as_ref())?;
        kinds().get(kind)
    }

    pub(super) fn run_by_of(&self, row: &SheetRow) -> Option<RunBy> {
        let said = self
            .run_by_words
            .as_ref()
            .and_then(|rule| rule.words.get(&word(row, rule.column)).copied().or(rule.other));
        said.or(self.run_by)
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
