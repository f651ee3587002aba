//! Why two layers cannot be compared.

use crate::{atlas::AskError, boundary::LayerId};

/// Why a comparison has no answer, in words for the one who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// A layer, edition or area is not there.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The layer has nothing in force.
    #[error("layer {layer} has no area in force on that date; its editions are {}", editions.join(", "))]
    Empty {
        /// The layer.
        layer: LayerId,
        /// Its editions, with their periods.
        editions: Vec<String>,
    },
    /// Nothing is counted under that name.
    #[error("there is no weight “{asked}” for this question; there {}", known_weights(known))]
    UnknownWeight {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The blocks that a table counts in are not there.
    #[error("{weight} are counted in blocks of layer {blocks}, which is not loaded: import it first")]
    NoBlocks {
        /// The weight.
        weight: String,
        /// The layer of blocks.
        blocks: LayerId,
    },
}

fn known_weights(known: &[String]) -> String {
    match known {
        [] => "is none".to_owned(),
        [one] => format!("is {one}"),
        many => format!("are {}", many.join(", ")),
    }
}
