//! What a scenario's areas are for.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::boundary::Family;

/// What a scenario's areas are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Councils.
    Council,
    /// Integrated neighbourhood teams.
    NeighbourhoodTeam,
    /// Places of an integrated care board, and the like.
    Place,
    /// Anything else.
    #[default]
    Other,
}

/// A word that is no purpose.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no purpose: use council, neighbourhood-team, place or other")]
pub struct InvalidPurpose(String);

impl Purpose {
    /// Every purpose, as it is written.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("council", Self::Council),
        ("neighbourhood-team", Self::NeighbourhoodTeam),
        ("place", Self::Place),
        ("other", Self::Other),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, purpose)| *purpose == self).map_or("other", |(name, _)| name)
    }

    /// What one of its areas is called.
    #[must_use]
    pub fn singular(self) -> &'static str {
        match self {
            Self::Council => "proposed council",
            Self::NeighbourhoodTeam => "proposed neighbourhood team",
            Self::Place => "proposed place",
            Self::Other => "proposed area",
        }
    }

    /// Whose boundaries its areas would be.
    #[must_use]
    pub fn family(self) -> Family {
        match self {
            Self::Council => Family::Council,
            Self::NeighbourhoodTeam => Family::Nhs,
            Self::Place => Family::Community,
            Self::Other => Family::OtherPublic,
        }
    }
}

impl FromStr for Purpose {
    type Err = InvalidPurpose;

    fn from_str(text: &str) -> Result<Self, InvalidPurpose> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, purpose)| *purpose);
        found.ok_or_else(|| InvalidPurpose(text.chars().take(80).collect()))
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
