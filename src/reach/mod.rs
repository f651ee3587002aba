//! The question of reach: who has a library, a pharmacy, a place to meet within some distance, and who has none.
//!
//! [`reach`] reads a [`View`](crate::atlas::View) and brings together what others know: [`asset`](crate::asset) what there is,
//! [`coverage`](crate::coverage) how far it reaches, [`compare`](crate::compare) where the people of each block are. What is only decided here:
//!
//! - which assets count: those of the kinds that are open and have a place, wherever they are: one just across a border counts;
//! - who is within reach: of a block whose people stand at postcodes, those at postcodes within the distance; of one whose
//!   people are spread over its ground, the share of that ground;
//! - what is said of lists that may not have everything ("none recorded"), and of lists that stop at a border.
//!
//! [`leaves_out`] turns it round: what of a place, in ground and people, a layer leaves out or covers more than once.
//!
//! Distances are straight lines in British National Grid metres.

mod answer;
mod ask;
mod asked;
mod blocks;
mod error;
mod found;
mod gaps;
mod leaves_out;
mod parts;
mod people;
mod reference;
mod standing;
mod words;

pub use self::{
    answer::{AreaReach, CountedPeople, Coverage, Ground, Reached},
    ask::reach,
    asked::{BANDS_M, MOST_WITHIN_M, ReachQuestion, kinds_of},
    blocks::{BlockReach, BlocksReached},
    error::ReachError,
    found::{Found, SiteAsset, Verified},
    gaps::{Gap, gaps},
    leaves_out::{Cover, LayerCover, leaves_out},
    reference::{InvalidReachReference, ReachReference},
};
