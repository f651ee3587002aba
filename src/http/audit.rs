//! Who changed what.

use axum::{Json, extract::State};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    asker::Asker,
    problem::{Problems, Refusals},
    question::{Asked, Given, Question},
};
use crate::access::{AuditEntry, Deed};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_changes))
}

/// Changes of a page at most.
const MOST_CHANGES: usize = 500;

/// Which changes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct AuditQuery {
    /// Only those of one thing: an asset's id, a list's, a report's.
    subject: Option<String>,
    /// How many at most (100).
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<i64>,
}

impl Question for AuditQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self {
            subject: given.text("subject").map(str::to_owned),
            limit: given.whole("limit", &(1..=MOST_CHANGES))?,
            cursor: given.parsed("cursor")?,
        })
    }
}

/// Changes, latest first.
#[derive(Serialize, ToSchema)]
pub(super) struct AuditBody {
    /// The changes.
    changes: Vec<ChangeBody>,
    /// What to ask with for earlier ones; null when there are none.
    next_cursor: Option<i64>,
}

/// Something that somebody changed.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangeBody {
    /// Its number: later ones are higher.
    number: i64,
    /// When, in universal time.
    at: Timestamp,
    /// Whose token; null for what the operator did on the command line, and for what anybody may do.
    token: Option<String>,
    /// Whose token that is, in the operator's words.
    name: Option<String>,
    /// What was done.
    #[schema(example = "asset.correct")]
    action: String,
    /// To what.
    subject: String,
    /// What it was before; null when there was nothing.
    before: Option<serde_json::Value>,
    /// What it is now; null when there is nothing.
    after: Option<serde_json::Value>,
}

impl From<AuditEntry> for ChangeBody {
    fn from(AuditEntry { number, name, entry }: AuditEntry) -> Self {
        let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
        Self {
            number,
            at: entry.at,
            token: entry.token.map(|token| token.to_string()),
            name,
            action: entry.action,
            subject: entry.subject,
            before: json(entry.before),
            after: json(entry.after),
        }
    }
}

/// Who changed what
///
/// Needs the role `admin`.
#[utoipa::path(
    get, path = "/api/audit", tag = "Signing in", params(AuditQuery),
    responses((status = OK, body = AuditBody), Problems, Refusals)
)]
async fn list_changes(
    State(app): State<AppState>,
    asker: Asker,
    Asked(query): Asked<AuditQuery>,
) -> Result<Json<AuditBody>, ApiError> {
    asker.may(Deed::ReadAudit)?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let limit = query.limit.unwrap_or(100);
    let most = u32::try_from(limit).unwrap_or(u32::MAX);
    let ask = move || store.changes(query.subject.as_deref(), query.cursor, most);
    let changes: Vec<ChangeBody> = app.ask_store(ask).await?.into_iter().map(Into::into).collect();
    let next_cursor = changes.last().filter(|_| changes.len() == limit).map(|change| change.number);
    Ok(Json(AuditBody { changes, next_cursor }))
}
