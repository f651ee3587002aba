//! Why a question of reach has no answer.

use crate::{asset::UnknownKind, atlas::AskError, compare::CompareError};

/// Why a question of reach has no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReachError {
    /// The layer, the place or the weight is not there.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// There is no such kind.
    #[error(transparent)]
    Kind(#[from] UnknownKind),
    /// No kind was named.
    #[error("name at least one kind of asset, as library or library,community-centre")]
    NoKind,
    /// The distance cannot be used.
    #[error("“{asked}” is no distance: give metres above 0 and up to {most}")]
    Distance {
        /// What was asked.
        asked: String,
        /// The largest.
        most: f64,
    },
    /// Blocks have no such class.
    #[error("there is no class “{asked}” of the blocks that are counted; {}", those_there_are(.known))]
    UnknownClass {
        /// What was asked.
        asked: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// Somebody's surroundings could not be drawn.
    #[error("the ground within reach could not be drawn: {0}")]
    Drawing(String),
}

fn those_there_are(classes: &[String]) -> String {
    if classes.is_empty() {
        "none is loaded".to_owned()
    } else {
        format!("those there are: {}", classes.join(", "))
    }
}

impl From<AskError> for ReachError {
    fn from(error: AskError) -> Self {
        Self::Compare(error.into())
    }
}
