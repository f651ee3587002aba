//! From a partner's file to areas in the store.
//!
//! [`format`] reads a file as its publisher delivers it; [`layer`] projects, snaps, judges and repairs its shapes and
//! writes them as an edition, all or nothing, with a [`Report`] of everything that was done; [`dissolve`] makes a
//! layer by joining areas of another. [`footprints`] derives one from lists of people. [`population`], [`membership`], [`postcodes`] and [`assets`] read tables of
//! people, of classes, of postcodes, and lists of assets. [`scenarios`] reads ways to divide some ground. [`place`] does whatever a place file lists.

mod amend;
mod amount;
mod areas;
pub mod assets;
pub mod carry;
pub mod dissolve;
pub mod drawings;
mod error;
pub mod footprints;
pub mod format;
mod kinship;
pub mod layer;
pub mod lineage;
mod lookup;
pub mod membership;
pub mod place;
pub mod population;
pub mod postcodes;
mod report;
mod request;
pub mod scenarios;
mod table;
mod table_report;
mod table_request;
mod vocabulary;

pub use self::{
    error::{ImportError, Refusal},
    report::{AreaName, FileReport, InvalidArea, Outcome, RepairReport, Report},
    request::{EditionRequest, LayerSettings},
    table_report::{TableReport, UnplacedReport},
    table_request::TableRequest,
    vocabulary::default_layer,
};
