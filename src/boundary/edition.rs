//! One release of a layer.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{LayerId, Period, layer::InvalidLayerId};

/// The name of a release within its layer: "2025-05", "WD25". At most 60 letters, digits, `.`, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EditionId(String);

/// A name that cannot be an edition's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” cannot name an edition: use letters, digits, “.”, “-” and “_”, at most 60 characters")]
pub struct InvalidEditionId(String);

impl EditionId {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EditionId {
    type Err = InvalidEditionId;

    fn from_str(text: &str) -> Result<Self, InvalidEditionId> {
        let fits = (1..=60).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidEditionId(text.chars().take(80).collect())) }
    }
}

impl TryFrom<String> for EditionId {
    type Error = InvalidEditionId;

    fn try_from(text: String) -> Result<Self, InvalidEditionId> {
        text.parse()
    }
}

impl From<EditionId> for String {
    fn from(id: EditionId) -> Self {
        id.0
    }
}

impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a release came from and on what terms. Nothing is ever shown without its attribution.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The file or service that it was taken from.
    pub source: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The licence it is used under.
    pub licence: Option<String>,
    /// The words that the licence asks to be shown.
    pub attribution: Option<String>,
    /// The day on which the extract was made.
    pub extract_date: Option<Date>,
    /// How finely it is drawn, in words: "20 m generalised".
    pub resolution: Option<String>,
    /// Whether its ground ends at the coast; `None` when not known.
    pub clipped_to_coast: Option<bool>,
}

/// One release of a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The layer that it belongs to.
    pub layer: LayerId,
    /// Its name.
    pub id: EditionId,
    /// How often an edition of this name was replaced by an import before this one.
    pub revision: u32,
    /// The period that was declared for it.
    pub declared: Period,
    /// The edition that it changes in part, if it does not stand alone.
    pub amends: Option<EditionId>,
    /// Where it came from.
    pub provenance: Provenance,
    /// A short name for exactly this content, which reproduces answers that were drawn from it.
    pub reference: String,
}

/// A layer as a question names it: `LAYER` or `LAYER@EDITION`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LayerRef {
    /// The layer.
    pub layer: LayerId,
    /// The edition, when the question insists on one whatever the date.
    pub edition: Option<EditionId>,
}

impl FromStr for LayerRef {
    type Err = InvalidLayerRef;

    fn from_str(text: &str) -> Result<Self, InvalidLayerRef> {
        match text.split_once('@') {
            None => Ok(Self { layer: text.parse()?, edition: None }),
            Some((layer, edition)) => Ok(Self { layer: layer.parse()?, edition: Some(edition.parse()?) }),
        }
    }
}

impl fmt::Display for LayerRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.edition {
            None => write!(f, "{}", self.layer),
            Some(edition) => write!(f, "{}@{edition}", self.layer),
        }
    }
}

/// Text that is neither `LAYER` nor `LAYER@EDITION`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLayerRef {
    /// The layer's name does not do.
    #[error(transparent)]
    Layer(#[from] InvalidLayerId),
    /// The edition's name does not do.
    #[error(transparent)]
    Edition(#[from] InvalidEditionId),
}
