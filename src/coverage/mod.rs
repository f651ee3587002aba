//! Who and what is covered: the gaps that a layer leaves, and the ground that it covers twice.

mod completeness;

pub use self::completeness::{Completeness, Patch, completeness};
