//! Who and what is covered: who is within reach of what, the gaps that a layer leaves, and the ground that it covers twice.
//!
//! Distances are straight lines in British National Grid metres.

mod cells;
mod completeness;
mod discs;
mod sites;

pub use self::{
    completeness::{Completeness, Patch, completeness},
    sites::Sites,
};
