//! Numbers that carry their unit.

use serde::Serialize;

/// A length on the National Grid, in metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize)]
pub struct Metres(pub f64);

/// A planar area on the National Grid, in square metres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize)]
pub struct SquareMetres(pub f64);

impl SquareMetres {
    /// The same ground in square kilometres.
    #[must_use]
    pub fn square_kilometres(self) -> f64 {
        self.0 / 1e6
    }
}

impl std::iter::Sum for SquareMetres {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|area| area.0).sum())
    }
}
