//! Which area of a division each component goes to.

use crate::boundary::LayerRef;

/// A division: named areas, and the components that go to each.
///
/// A component that goes to none is left out, and one that is there twice is assigned twice: both are for whoever
/// answers from it to tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assignment {
    /// The names of the areas, in the order in which they are shown; each once.
    pub areas: Vec<String>,
    /// The components, in the order of the source.
    pub components: Vec<Assigned>,
}

/// A component and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The layer that it is an area of; with an edition when the source insists on one.
    pub layer: LayerRef,
    /// Its code, or its id where it has none.
    pub code: String,
    /// Its position in the areas; `None`: in no area.
    pub area: Option<usize>,
    /// Whether the source names it.
    pub confidence: Confidence,
}

/// How it is known that a component goes where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Confidence {
    /// The source names it.
    #[default]
    Stated,
    /// Read from a map, a place's name or a count.
    Inferred,
}
