//! Ways to divide some ground: reorganisations of councils, neighbourhood teams.
//!
//! A scenario divides an extent into named areas, each made of whole areas of layers that are there already (districts, wards,
//! small census areas). What is here are values: nothing reads a file or knows a layer's ground.

mod assignment;

pub use self::assignment::{Assigned, Assignment, Confidence};
