//! What stands in a place and can be found there: for now its postcodes.
//!
//! Positions are in British National Grid metres (EPSG:27700), on whole millimetres.

mod postcode;
mod register;

pub use self::{
    postcode::{InvalidPostcode, Postcode},
    register::{
        Ending, ListedPostcode, PostcodePoint, PostcodeRegister, PostcodeStatus, RegisterKind, settle,
    },
};
