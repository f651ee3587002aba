//! Scenarios as a store keeps them.

use crate::scenario::Scenario;

/// A scenario to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// The number of the version that it was made from, 0 for a new one; `None`: whatever it is.
    pub after: Option<i64>,
}

/// A scenario that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// How often it was written, this time included.
    pub version: i64,
}
