//! Neighbourhoods that residents draw, as values.
//!
//! One drawing is a [`Proposal`]: it is a draft until it is sent, waits for a moderator, and is published, declined or withdrawn
//! ([`State`]). An edit is a new version; what was published stays until the new one has been looked at. [`Problem`]s are told in words, all at
//! once: some must be put right before sending ([`Problem::blocks`]), the others are what a moderator looks at first. [`agreement`] says where several drawings
//! of one name agree. Ground is in grid metres on whole millimetres.

mod agreement;
mod ground;
mod name;
mod people;
mod problem;
mod proposal;
mod state;
mod text;

pub use self::{
    agreement::{Agreement, LEAST_DRAWINGS, LEVELS, Namesakes, agreement},
    ground::{
        EXTREME_M2, LEAST_M2, MOST_M2, MOST_POINTS, MOST_PROBLEM_PLACES, check_ground, copied_share, is_copy,
    },
    name::{MOST_NAMESAKES, drawn_area_id, name_key},
    people::told_people,
    problem::{Problem, ProblemKind},
    proposal::{Content, LICENCE, Proposal, ProposalId, Published, Version},
    state::{Reason, Route, State},
    text::{MOST_NAME_CHARS, MOST_TAG_CHARS, MOST_TAGS, MOST_WHY_CHARS, check_text},
};
