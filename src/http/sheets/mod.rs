//! Spreadsheets of assets, there and back: looked at, published, and handed back with what is known of each row.
//!
//! Nothing is kept of a sheet that is only looked at. A published one is a list of its own, whose name starts with
//! [`PREFIX`]; brought again, its rows are known by their `patchwork_id`.

mod back;
mod body;
mod look;
mod publish;
mod query;
mod reading;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;

use super::AppState;

/// What the name of every list begins with that came as a sheet: no sheet replaces a list that an operator imported.
const PREFIX: &str = "sheet-";
/// The largest sheet, in bytes.
pub(super) const MOST_BYTES: u64 = 50 << 20;

pub(super) fn router() -> OpenApiRouter<AppState> {
    let most = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
    OpenApiRouter::new()
        .merge(look::router())
        .merge(publish::router())
        .layer(DefaultBodyLimit::max(most))
        .merge(back::router())
}
