//! One release of a table.

use super::{EditionId, Period, Provenance};

/// One release of a table of people, classes or postcodes, as [`Edition`](super::Edition) is of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its name.
    pub edition: EditionId,
    /// How often a release of this name was replaced by an import before this one.
    pub revision: u32,
    /// The days that it is about. `from` is the date of its figures: "the population's date".
    pub period: Period,
    /// Where it came from.
    pub provenance: Provenance,
    /// A short name for exactly this content, which reproduces answers that were drawn from it.
    pub reference: String,
}
