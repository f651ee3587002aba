//! Counts of people, and the lists that they are on.
//!
//! A [`Population`] gives a count to each block (a small census area). A [`Membership`] says how many people of each
//! block belong to each organisation: patients of a primary care network. [`Classes`] put each block into a class: urban or
//! rural. Counts are numbers of people as their publisher gives them, fractions included, never negative. Blocks are
//! named by code; a code that its layer of blocks does not have is kept, so that nothing is lost unsaid.

mod footprint;
mod name;
mod tables;

pub use self::{
    footprint::{FootprintFigures, Footprints, by_most_people, correlation},
    name::{ClassName, InvalidClassName, InvalidWeightName, WeightName},
    tables::{Classes, Membership, MembershipRow, Organisation, Population},
};
pub use crate::boundary::Release;
