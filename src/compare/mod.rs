//! The question of two layers: how much of each lies in the other, in ground or in people, and how well they line up.
//!
//! [`compare`] reads a [`View`](crate::atlas::View) and brings together what others know: [`overlap`](crate::overlap) the ground that areas share,
//! [`people`](crate::people) who lives where, [`coterminosity`](crate::coterminosity) the measures. What is only decided here:
//!
//! - which population answers, when a question names a weight only ([`weight`](WeightRef));
//! - where a block's people are ([`spread`](Method)): evenly over its postcodes in use where it has any, else evenly over its ground. For two layers
//!   at once they are never multiplied as if independent: a block that both layers cut is cut by both;
//! - what a question about one place does with areas across its edge: they are cut there, and listed;
//! - what could not be placed, and why. Nothing is dropped unsaid: placed + unplaced = total.

mod answer;
mod blocks;
mod cite;
mod counts;
mod error;
mod lists;
mod measure;
mod one;
mod place;
mod question;
mod reference;
mod side;
mod spread;
mod told;
mod undrawn;
mod weight;
mod words;

pub use self::{
    answer::{Comparison, Edge, EdgeArea, Pair, PlacedPeople, ThinBlocks, Unplaced, compare},
    cite::{Citation, Sources},
    error::CompareError,
    one::{OneQuestion, Subject, compare_one},
    question::{Question, WeightRef, Within},
    reference::{InvalidReference, Pinned, Reference},
    side::{AreaLabel, Kind, Side},
    spread::Method,
    undrawn::{Undrawn, UndrawnArea, UndrawnError, undrawn},
};
// What the question of reach shares with this one: where people are, and what is cut at a place's edge.
pub(crate) use self::{
    blocks::Blocks,
    cite::{attribution, cite_once, of_layer, of_side},
    counts::{method, not_in_rows},
    lists::Listed,
    measure::{by_block, total},
    place::{Place, cut},
    spread::Spreader,
    told::{is_drawn, told},
    weight::{Weight, choose},
    words::{format_km2, lower, whole},
};
