//! How well two layers of areas line up, one measure a file.
//!
//! Every measure but [`border`](BorderIndex) reads a [`Matrix`](crate::overlap::Matrix): what each area of layer A shares with each of layer B, in
//! square metres or in people. [`share`], [`iou`], [`best_fits`] and [`relation`] divide by an area's whole *total*,
//! covered by the other layer or not; [`dominant_share`], [`effective_partners`] and [`nesting`] use the matrix alone.
//! [`score`] brings them together. Where the layers do not meet there is no score: `None`, never zero.
//!
//! No measure stands alone: areas that fit inside larger ones are good news to [`dominant_share`] and homogeneity, bad
//! news to [`iou`] and the variation of information. Thresholds are parameters ([`Thresholds`]), and every answer
//! repeats them.

mod best_fit;
mod border;
mod crossing;
mod dominant;
mod effective_partners;
mod entropy;
mod in_the_room;
mod internal_border;
mod interval;
mod relation;
mod scores;
mod segment_grid;
mod share;
mod thresholds;

pub use self::{
    best_fit::{BestFit, Partner, best_fits},
    border::BorderIndex,
    crossing::{Counted, crosses},
    dominant::{across, dominant_share, outside_best_fit},
    effective_partners::effective_partners,
    entropy::{Nesting, nesting},
    in_the_room::in_the_room,
    relation::{Relation, relation},
    scores::{AreaScores, Measured, Scores, Side, Slivers, Summary, score},
    share::{iou, share},
    thresholds::{MOST_BORDER_DISTANCE_M, Thresholds},
};

#[cfg(test)]
mod properties;
