//! Scenarios: ways to divide some ground, listed, shown, exported, drawn up and taken away.

mod body;
mod edit;
mod edit_body;
mod features;
mod list;
mod one;
mod sheet;

pub use self::body::{ScenarioBody, ScenarioSummary, scenario_body, scenario_csv, scenario_summary};
pub(in crate::http) use self::{
    body::{AssignmentBody, assignment_body},
    edit_body::AssignmentEdit,
    one::scenario_id,
};

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;

use super::AppState;

/// The largest sheet of two columns, in bytes.
const MOST_SHEET_BYTES: u64 = 10 << 20;

pub(super) fn router() -> OpenApiRouter<AppState> {
    let most = usize::try_from(MOST_SHEET_BYTES).unwrap_or(usize::MAX);
    OpenApiRouter::new()
        .merge(sheet::router().layer(DefaultBodyLimit::max(most)))
        .merge(list::router())
        .merge(one::router())
        .merge(edit::router())
}
