//! Areas: organisations or places with ground.

use std::{fmt, sync::Arc};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{EditionId, Period};
use crate::geometry::{Bng, Region};

/// The permanent name of an organisation or place: a slug of its layer and name ("icbs-nhs-sussex"). It never
/// changes, whatever becomes of its code, its name or its border.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaId(pub(crate) String);

impl AreaId {
    /// An id that a store or [`super::identity`] gave out.
    #[must_use]
    pub fn from_store(text: String) -> Self {
        Self(text)
    }

    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something to say about an area from a day on: "changed 2026-04-01, not drawn here".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The first day on which it is said; `None`: always.
    pub from: Option<Date>,
    /// What is said.
    pub text: String,
}

/// An area as one edition draws it.
#[derive(Debug, Clone)]
pub struct AreaVersion {
    /// Which organisation or place.
    pub id: AreaId,
    /// Its code in that edition, if it has one.
    pub code: Option<String>,
    /// Its name in that edition.
    pub name: String,
    /// The edition.
    pub edition: EditionId,
    /// The days on which this version holds, after every other edition of the layer has had its say.
    pub period: Period,
    /// Whether the ground was put together here from an announcement, not published as a boundary.
    pub inferred: bool,
    /// What is to be said about it.
    pub notes: Vec<Note>,
    /// Its ground.
    pub region: Arc<Region<Bng>>,
}

impl AreaVersion {
    /// The code, or the id of an area that has none: wherever a code is asked for or printed.
    #[must_use]
    pub fn code_or_id(&self) -> &str {
        self.code.as_deref().unwrap_or(self.id.as_str())
    }

    /// What is to be said about it on a day.
    #[must_use]
    pub fn note_on(&self, day: Date) -> Option<String> {
        let said = self.notes.iter().filter(|note| note.from.is_none_or(|from| from <= day));
        let texts: Vec<&str> = said.map(|note| note.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    }
}
