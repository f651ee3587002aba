//! What an option would be: its figures, options side by side, and one that nobody has saved.

mod above;
mod body;
mod evaluate;
mod moves;
mod side_by_side;

pub use self::{
    body::{FiguresBody, OptionsBody, figures_body, options_body},
    side_by_side::{OPTION_COLUMNS, option_rows},
};

use utoipa_axum::router::OpenApiRouter;

use super::{ApiError, AppState};
use crate::plan::PlanError;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(evaluate::router())
        .merge(side_by_side::router())
        .merge(moves::router())
        .merge(above::router())
}

impl From<PlanError> for ApiError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Compare(error) => Self::Compare(error),
            other => Self::Body { reason: other.to_string() },
        }
    }
}
