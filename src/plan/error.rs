//! Why a question of a plan has no answer.

use crate::{atlas::AskError, compare::CompareError};

/// Why a question of a plan has no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PlanError {
    /// A layer, scenario or weight is not there.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// Nothing is assigned that is an area here.
    #[error("none of its components is an area here: {0}")]
    Nothing(String),
    /// A move to an area that the plan does not have.
    #[error("there is no area “{asked}” in this option; its areas are {}", areas.join(", "))]
    NoArea {
        /// What was named.
        asked: String,
        /// The areas there are.
        areas: Vec<String>,
    },
    /// There are no councils that its areas could take the place of.
    #[error("there are no councils here on {on} that its areas would take the place of")]
    NoCouncils {
        /// The day.
        on: jiff::civil::Date,
    },
    /// What is to be moved is no area.
    #[error("{0}")]
    NoComponent(String),
}

impl From<AskError> for PlanError {
    fn from(error: AskError) -> Self {
        Self::Compare(error.into())
    }
}
