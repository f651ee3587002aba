//! "Is this right?": what visitors say of an asset, and a moderator settles.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    edit_body::{bounded, wrong},
    one::{asset_id, seen},
};
use crate::{
    access::{Deed, MOST_REPORT_CHARS, NewAuditEntry, NewReport, Outcome, Report, ReportId},
    atlas::View,
    http::{
        ApiError, AppState,
        asker::Asker,
        clock::today,
        problem::{Preconditions, Problems, Refusals},
        question::{Asked, Given, Nothing, Question, Segments},
        sent::Sent,
        snapshot::Snapshot,
    },
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(report_asset))
        .routes(routes!(list_reports))
        .routes(routes!(settle_report))
}

/// Reports that wait at most: more are turned away until some are settled.
const MOST_WAITING: u32 = 10_000;
/// Reports of a page at most.
const MOST_REPORTS: usize = 500;

/// What is not right.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportBody {
    /// In the visitor's words, at most 1,000 characters. Nothing else is kept, so no answer can be sent.
    #[schema(example = "It moved to Mill Road in May.")]
    text: String,
}

/// That a report has come.
#[derive(Serialize, ToSchema)]
pub(super) struct ReceivedBody {
    /// Always true.
    received: bool,
}

/// Say that something is not right
///
/// Anybody may, a bounded number of times an hour. A moderator reads it; who sent it is not kept.
#[utoipa::path(
    post, path = "/api/assets/{id}/reports", operation_id = "report_asset", tag = "Assets", request_body = ReportBody,
    params(("id" = String, Path, description = "The asset's permanent name")),
    responses((status = ACCEPTED, body = ReceivedBody), Problems, Refusals)
)]
async fn report_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(body): Sent<ReportBody>,
) -> Result<(StatusCode, Json<ReceivedBody>), ApiError> {
    let asset = seen(&snapshot.view(), &asker, &asset_id(&id)?, today())?.asset.id.to_string();
    let text = bounded("text", &body.text, MOST_REPORT_CHARS)?;
    if text.is_empty() {
        return Err(wrong("text", "say what is not right"));
    }
    asker.count_write(&app)?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let report = NewReport { asset, text, at: Timestamp::now() };
    let kept = app.ask_store(move || store.put_report(&report, MOST_WAITING)).await?;
    kept.ok_or(ApiError::Busy)?;
    Ok((StatusCode::ACCEPTED, Json(ReceivedBody { received: true })))
}

/// Which reports.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ReportsQuery {
    /// `waiting` (when left out) or `settled`.
    status: Option<String>,
    /// How many at most (100).
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<i64>,
}

impl Question for ReportsQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let status = given.text("status");
        if status.is_some_and(|status| !["waiting", "settled"].contains(&status)) {
            return Err(ApiError::Parameter {
                param: "status",
                reason: "write waiting or settled".to_owned(),
            });
        }
        Ok(Self {
            status: status.map(str::to_owned),
            limit: given.whole("limit", &(1..=MOST_REPORTS))?,
            cursor: given.parsed("cursor")?,
        })
    }
}

/// Reports, oldest first.
#[derive(Serialize, ToSchema)]
pub(super) struct ReportsBody {
    /// The reports.
    reports: Vec<ReportItem>,
    /// What to ask with for later ones; null when there are none.
    next_cursor: Option<i64>,
}

/// What a visitor said of an asset.
#[derive(Serialize, ToSchema)]
pub(super) struct ReportItem {
    /// The report's number.
    id: i64,
    /// The asset's permanent name.
    asset: String,
    /// The asset's name for people; null when it is no longer there.
    asset_name: Option<String>,
    /// What is not right, in the visitor's words.
    text: String,
    /// When it came, in universal time.
    at: Timestamp,
    /// `corrected`, `unchanged` or `dismissed`; null while it waits.
    outcome: Option<&'static str>,
    /// When it was settled, in universal time.
    settled_at: Option<Timestamp>,
    /// By whose token.
    settled_by: Option<String>,
}

impl ReportItem {
    fn of(report: Report, view: &View<'_>) -> Self {
        let id = report.report.asset.parse().ok();
        let named =
            id.and_then(|id| view.assets(today()).whole(&id)).map(|(seen, _)| seen.asset.name.clone());
        let (outcome, settled_at, settled_by) = match report.settled {
            None => (None, None, None),
            Some((outcome, at, by)) => (Some(outcome.as_str()), Some(at), Some(by.to_string())),
        };
        Self {
            id: report.id.0,
            asset: report.report.asset,
            asset_name: named,
            text: report.report.text,
            at: report.report.at,
            outcome,
            settled_at,
            settled_by,
        }
    }
}

/// What visitors say is not right
///
/// Needs the role `moderator` or `admin`.
#[utoipa::path(
    get, path = "/api/reports", operation_id = "list_reports", tag = "Assets", params(ReportsQuery),
    responses((status = OK, body = ReportsBody), Problems, Refusals)
)]
async fn list_reports(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(query): Asked<ReportsQuery>,
) -> Result<Json<ReportsBody>, ApiError> {
    asker.may(Deed::SettleReports)?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let settled = query.status.as_deref() == Some("settled");
    let limit = query.limit.unwrap_or(100);
    let (after, most) = (query.cursor.unwrap_or(0), u32::try_from(limit).unwrap_or(u32::MAX));
    let found = app.ask_store(move || store.reports(settled, after, most)).await?;
    let next_cursor = found.last().filter(|_| found.len() == limit).map(|last| last.id.0);
    let view = snapshot.view();
    let reports = found.into_iter().map(|report| ReportItem::of(report, &view)).collect();
    Ok(Json(ReportsBody { reports, next_cursor }))
}

/// What became of a report.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SettleBody {
    /// `corrected` (the asset was put right), `unchanged` (it was right) or `dismissed` (it was no report).
    #[schema(example = "corrected")]
    outcome: String,
}

/// Settle a report
///
/// Needs the role `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/reports/{id}/settle", operation_id = "settle_report", tag = "Assets", request_body = SettleBody,
    params(("id" = i64, Path, description = "The report's number")),
    responses((status = OK, body = ReportItem), Problems, Refusals, Preconditions)
)]
async fn settle_report(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(body): Sent<SettleBody>,
) -> Result<Json<ReportItem>, ApiError> {
    let by = asker.may(Deed::SettleReports)?.token.clone();
    let no_report =
        || ApiError::NoRoute { path: format!("/api/reports/{}", id.chars().take(40).collect::<String>()) };
    let number: ReportId = id.parse().map_err(|_| no_report())?;
    let outcome = Outcome::read(&body.outcome)
        .ok_or_else(|| wrong("outcome", "write corrected, unchanged or dismissed"))?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let at = Timestamp::now();
    let entry = NewAuditEntry {
        at,
        token: Some(by.clone()),
        action: "report.settle".to_owned(),
        subject: number.to_string(),
        before: None,
        after: Some(serde_json::json!({ "outcome": outcome.as_str() }).to_string()),
    };
    let settled = app
        .ask_store(move || {
            let is_new = store.settle_report(number, outcome, at, &by)?;
            if is_new {
                store.note_change(&entry)?;
            }
            Ok((is_new, store.report_of(number)?))
        })
        .await?;
    match settled {
        (true, Some(report)) => Ok(Json(ReportItem::of(report, &snapshot.view()))),
        (_, None) => Err(no_report()),
        (false, Some(_)) => Err(ApiError::Conflict { reason: format!("report {number} is settled already") }),
    }
}
