//! Why a question has no answer.

use jiff::civil::Date;

use crate::{
    asset::Postcode,
    boundary::{EditionId, LayerId},
    people::WeightName,
};

/// Why a question cannot be answered, in words for the one who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No such layer, or none that this visitor may see.
    #[error("there is no layer “{asked}”; there {}", list(known, "layer"))]
    UnknownLayer {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: Vec<LayerId>,
    },
    /// No such scenario, or none that this visitor may see.
    #[error("there is no scenario “{asked}”; {}", scenarios(known))]
    UnknownScenario {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The scenario cannot be drawn.
    #[error("scenario {scenario} is not drawn: {reason}")]
    NotDrawn {
        /// The scenario.
        scenario: String,
        /// Why.
        reason: String,
    },
    /// No such edition of the layer.
    #[error("layer {layer} has no edition “{asked}”; it has {}", known.iter().map(EditionId::as_str).collect::<Vec<_>>().join(", "))]
    UnknownEdition {
        /// The layer.
        layer: LayerId,
        /// What was asked for.
        asked: EditionId,
        /// What there is.
        known: Vec<EditionId>,
    },
    /// No area has this code or id, on any date.
    #[error("layer {layer} has no area with the code or id “{asked}”")]
    UnknownArea {
        /// The layer.
        layer: LayerId,
        /// What was asked for.
        asked: String,
    },
    /// The area exists, but not on this date.
    #[error("“{name}” ({asked}) of layer {layer} is not in force on {on}; it is {periods}")]
    NotInForce {
        /// The layer.
        layer: LayerId,
        /// What was asked for.
        asked: String,
        /// Its name.
        name: String,
        /// The date of the question.
        on: Date,
        /// When it is in force, in words.
        periods: String,
    },
    /// The layer is lists of people, and ground was asked for.
    #[error(
        "{layer} is a list of people ({weight}), not ground: it has no boundaries to draw or to lie in, and can be compared with layers that have"
    )]
    Lists {
        /// The layer.
        layer: LayerId,
        /// What its lists count.
        weight: WeightName,
    },
    /// The layer is ground, and lists of people were asked for.
    #[error("{layer} is ground, not a list of people")]
    NotLists {
        /// The layer.
        layer: LayerId,
    },
    /// No edition of the layer holds on this date.
    #[error("layer {layer} has no edition on {on}; it has {}", known.iter().map(EditionId::as_str).collect::<Vec<_>>().join(", "))]
    NoEdition {
        /// The layer.
        layer: LayerId,
        /// The date of the question.
        on: Date,
        /// What there is.
        known: Vec<EditionId>,
    },
    /// The postcode is not loaded.
    #[error("there is no postcode {postcode} here; the postcode areas that are loaded are {}", areas.join(", "))]
    UnknownPostcode {
        /// What was asked for.
        postcode: Postcode,
        /// The postcode areas that have postcodes.
        areas: Vec<String>,
    },
    /// No postcodes are loaded.
    #[error("no postcodes are loaded here: give a place as longitude and latitude, or easting and northing")]
    NoPostcodes,
    /// The search is too long to mean a place.
    #[error("a search may have at most {most} characters; this one has {given}")]
    SearchTooLong {
        /// The limit.
        most: usize,
        /// What came.
        given: usize,
    },
}

fn scenarios(known: &[String]) -> String {
    if known.is_empty() {
        "there are none here yet".to_owned()
    } else {
        format!("there are {}", known.join(", "))
    }
}

fn list(known: &[LayerId], what: &str) -> String {
    match known {
        [] => format!("is no {what} here yet"),
        [one] => format!("is {one}"),
        many => format!("are {}", many.iter().map(LayerId::as_str).collect::<Vec<_>>().join(", ")),
    }
}
