//! The question of a plan: what would the areas of an option be, who would live in each, and whose partnerships would a line cross?
//!
//! An option is an [`Assignment`](crate::scenario::Assignment) of components (wards, districts) to areas, saved or not. What a component shares
//! with an area of another layer is a row that [`compare`](crate::compare) works out once and [`Rows`] keeps; the figures of an
//! assignment are sums of rows, so one move is answered by adding up again. For people at points the sums are those of the composed
//! polygons; on ground they differ from these by what is closed between neighbours (cracks of millimetres).
//!
//! Numbers are people, or square metres where nobody is counted; nothing is called best.

mod above;
mod areas;
mod changes;
mod error;
mod figures;
mod left_out;
mod moves;
mod partners;
mod resolve;
mod rows;
mod side_by_side;
mod standing;

pub use self::{
    above::{Above, above},
    areas::PlanArea,
    changes::{Holder, Moved, WhatMoves, councils_before, moves_of_assets, moves_of_layer},
    error::PlanError,
    figures::{Figures, PlanQuestion, figures, usual_partners},
    left_out::LeftOut,
    moves::{Move, moved},
    partners::{Partner, PartnerArea},
    resolve::Unresolved,
    rows::Rows,
    side_by_side::{PlanOption, side_by_side},
    standing::standing,
};
