//! Ways to divide some ground: reorganisations of councils, neighbourhood teams.
//!
//! A [`Scenario`] divides an extent into named areas, each made of whole areas of layers that are there already (districts, wards,
//! small census areas). What is here are values: nothing reads a file or knows a layer's ground. `crate::atlas` finds the
//! components and joins them.

mod assignment;
mod id;
mod kind;
mod purpose;
#[allow(clippy::module_inception)] // the value that the room is named after
mod scenario;
mod status;
mod vesting;

pub use self::{
    assignment::{Assigned, Assignment, Confidence},
    id::{InvalidScenarioId, ScenarioId},
    kind::ComponentKind,
    purpose::{InvalidPurpose, Purpose},
    scenario::{NotDrawn, Scenario},
    status::{InvalidStatus, Status},
    vesting::{InvalidVesting, Vesting},
};
