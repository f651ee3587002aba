//! The place files against the shared data pack of real boundaries, with the counts and figures of its README.
//!
//! The pack is no part of the project: `PATCHWORK_DATA` says where it is, else it is looked for beside the project, and
//! without it there is nothing to compare.

mod place;

mod assets;
mod boards;
mod compare;
mod counts;
mod coverage;
mod footprints;
mod people;
mod plans;
mod postcodes;
mod scenarios;
mod scilly;
mod time;
mod trafford;
