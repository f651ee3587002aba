//! How ground and lines look: the map's own hues and patterns, so that a picture and a map are read alike.

use crate::boundary::Family;

/// How ground is filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    /// Its colour, as `#rrggbb`.
    pub colour: String,
    /// How much of what lies beneath it hides, from 0 to 1.
    pub opacity: f32,
}

/// How a line is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Its colour, as `#rrggbb`.
    pub colour: String,
    /// Its width in pixels.
    pub width: f32,
    /// Its dashes and gaps in pixels; none for a solid line.
    pub dashes: Vec<f32>,
    /// A second line inside it, as wide as this, in the colour of paper: a double line. None for a single one.
    pub split: Option<f32>,
}

/// What lies beneath the ground of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backing {
    /// Paper.
    Paper,
    /// Sea, as the viewer's map has it; without a scale, which the page around it has.
    Sea,
}

/// What stands before words in a legend.
#[derive(Debug, Clone, PartialEq)]
pub enum Swatch {
    /// Ground with its border.
    Ground(Fill, Stroke),
    /// A line.
    Line(Stroke),
    /// A mark.
    Mark,
}

/// Ink, for words and marks.
pub(super) const INK: &str = "#1f2a30";
/// Paper.
pub(super) const PAPER: &str = "#fbfaf7";
/// Sea around land.
const SEA: &str = "#e6eef0";
/// The colour of what is chosen, and of marks.
pub(super) const ACCENT: &str = "#0b5d5e";
/// Quieter words.
pub(super) const QUIET: &str = "#4d585e";

impl Backing {
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Paper => PAPER,
            Self::Sea => SEA,
        }
    }
}

impl Fill {
    /// Land around which there is sea.
    #[must_use]
    pub fn land() -> Self {
        Self { colour: PAPER.to_owned(), opacity: 1.0 }
    }

    /// Ground of a family of layers, in its own hue or in one that was asked for.
    #[must_use]
    pub fn of(family: Family, colour: Option<&str>) -> Self {
        Self { colour: colour.map_or_else(|| Stroke::of(family).colour, str::to_owned), opacity: 0.16 }
    }

    /// Ground that stands out.
    #[must_use]
    pub fn chosen(colour: Option<&str>) -> Self {
        Self { colour: colour.unwrap_or(ACCENT).to_owned(), opacity: 0.32 }
    }
}

impl Stroke {
    /// The line of a family of layers: solid slate for councils, long dashes of blue for the NHS, terracotta dots for communities,
    /// dash-dot olive for other public services, thin grey for the census.
    #[must_use]
    pub fn of(family: Family) -> Self {
        let line = |colour: &str, width: f32, dashes: &[f32]| Self {
            colour: colour.to_owned(),
            width,
            dashes: dashes.to_vec(),
            split: None,
        };
        match family {
            Family::Council => line("#3b4a54", 1.4, &[]),
            Family::Nhs => line("#1d5ca6", 2.0, &[11.0, 4.5]),
            Family::Community => line("#a5451c", 2.2, &[2.2, 2.6]),
            Family::OtherPublic => line("#626b14", 2.0, &[9.0, 3.5, 2.0, 3.5]),
            Family::Census => line("#6d767a", 0.8, &[]),
        }
    }

    /// The line of a scenario: double, purple.
    #[must_use]
    pub fn of_scenario() -> Self {
        Self { colour: "#6b3fa0".to_owned(), width: 3.6, dashes: Vec::new(), split: Some(1.4) }
    }

    /// A line around what stands out.
    #[must_use]
    pub fn chosen(colour: Option<&str>) -> Self {
        Self { colour: colour.unwrap_or(ACCENT).to_owned(), width: 3.0, dashes: Vec::new(), split: None }
    }
}
