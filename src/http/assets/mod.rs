//! What can be found in a place, and who keeps it right.
//!
//! Whatever is listed, counted, drawn or exported here comes from [`View::assets`](crate::atlas::View::assets), which knows
//! what a visitor may see.

mod body;
mod edit;
mod edit_body;
mod export;
mod filter;
mod kinds;
mod list;
mod one;
mod query;
mod reports;
mod select;
mod tiles;

pub(super) use self::{export::cell, filter::named_kinds};

use utoipa_axum::router::OpenApiRouter;

use super::AppState;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(kinds::router())
        .merge(list::router())
        .merge(export::router())
        .merge(one::router())
        .merge(edit::router())
        .merge(reports::router())
        .merge(tiles::router())
}
