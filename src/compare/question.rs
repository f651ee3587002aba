//! What is asked.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

use crate::{boundary::LayerRef, coterminosity::Thresholds, people::WeightName};

/// How well two layers fit each other.
#[derive(Debug, Clone)]
pub struct Question {
    /// Layer A: `LAYER` or `LAYER@EDITION`.
    pub a: LayerRef,
    /// Layer B.
    pub b: LayerRef,
    /// What is counted; when left out, people where they are known.
    pub weight: Option<WeightRef>,
    /// One place only.
    pub within: Option<Within>,
    /// The date.
    pub on: Date,
    /// Where the lines are drawn between words.
    pub thresholds: Thresholds,
}

/// One area of a layer, by code or id: `LAYER:CODE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// The layer.
    pub layer: LayerRef,
    /// The area.
    pub code: String,
}

/// What an answer counts: `area`, a weight's name, or `NAME@BLOCKLAYER`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeightRef {
    /// Ground, in square metres.
    Area,
    /// People.
    People {
        /// The weight.
        name: WeightName,
        /// The layer of blocks, when the question insists on one.
        blocks: Option<LayerRef>,
    },
}

impl FromStr for Within {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let written = || format!("“{text}” is no place: write LAYER:CODE, as icbs:QNX");
        let (layer, code) = text.split_once(':').ok_or_else(written)?;
        if code.trim().is_empty() {
            return Err(written());
        }
        let layer = layer.trim().parse().map_err(|error| format!("{}: {error}", written()))?;
        Ok(Self { layer, code: code.trim().to_owned() })
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.layer, self.code)
    }
}

impl FromStr for WeightRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "area" {
            return Ok(Self::Area);
        }
        let (name, blocks) = match text.split_once('@') {
            None => (text, None),
            Some((name, blocks)) => (name, Some(blocks.parse().map_err(|error| format!("{error}"))?)),
        };
        Ok(Self::People { name: name.parse().map_err(|error| format!("{error}"))?, blocks })
    }
}

impl fmt::Display for WeightRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Area => f.write_str("area"),
            Self::People { name, blocks: None } => write!(f, "{name}"),
            Self::People { name, blocks: Some(blocks) } => write!(f, "{name}@{blocks}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_is_ground_or_people_with_or_without_their_blocks() {
        assert_eq!("area".parse(), Ok(WeightRef::Area));
        for text in ["residents", "residents@lsoa21", "residents@lsoa21@2021"] {
            assert_eq!(text.parse::<WeightRef>().unwrap().to_string(), text);
        }
        assert!("Residents".parse::<WeightRef>().is_err());
        assert!("residents@".parse::<WeightRef>().is_err());
    }

    #[test]
    fn a_place_is_a_layer_and_a_code() {
        assert_eq!("icbs@2024-04:QNX".parse::<Within>().unwrap().to_string(), "icbs@2024-04:QNX");
        for text in ["icbs", "icbs:", ":QNX", "Big Layer:QNX"] {
            assert!(text.parse::<Within>().unwrap_err().contains("LAYER:CODE"), "{text}");
        }
    }
}
