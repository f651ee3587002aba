//! Who is within reach of what, and who is not.

mod body;
mod completeness;
mod gaps;
mod query;
mod rows;

pub use self::{
    body::{CoverageBody, coverage_answer},
    rows::{COVERAGE_COLUMNS, coverage_rows},
};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::query::CoverageQuery;
use super::{ApiError, AppState, problem::Problems, question::Asked, representation, snapshot::Snapshot};
use crate::{
    reach::{gaps as gaps_of, reach},
    tiles::TileBody,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(show_csv))
        .routes(routes!(show_gaps))
        .routes(routes!(completeness::show_completeness))
        .routes(routes!(completeness::show_completeness_pieces))
}

/// Who is within reach of what
///
/// The share of each area's ground and people within a distance of an asset of some kinds, in a straight line, and who is not;
/// how far people are from the nearest; how many assets there are to ten thousand people. A list that may not have everything is
/// answered for in those words.
#[utoipa::path(
    get, path = "/api/coverage", operation_id = "coverage", tag = "Questions", params(CoverageQuery),
    responses((status = OK, body = CoverageBody), Problems)
)]
async fn show(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CoverageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let answer = reach(&snapshot.view(), &query.question)?;
        let body = coverage_answer(&answer, (query.skip, query.most));
        serde_json::to_vec(&body).map(TileBody::new).map_err(ApiError::internal)
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}

/// The same as a table
///
/// One row an area, as `patchwork coverage --format csv` writes it.
#[utoipa::path(
    get, path = "/api/coverage.csv", operation_id = "coverage_csv", tag = "Questions", params(CoverageQuery),
    responses((status = OK, body = String, content_type = "text/csv"), Problems)
)]
async fn show_csv(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CoverageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let answer = reach(&snapshot.view(), &query.question)?;
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COVERAGE_COLUMNS).map_err(ApiError::internal)?;
        for row in coverage_rows(&answer).skip(query.skip).take(query.most.unwrap_or(usize::MAX)) {
            writer.write_record(row).map_err(ApiError::internal)?;
        }
        writer.into_inner().map(TileBody::new).map_err(|error| ApiError::internal(error.to_string()))
    };
    let body = app.compute(write).await?;
    Ok(attached(
        &body,
        &headers,
        "text/csv; charset=utf-8",
        "attachment; filename=\"patchwork-coverage.csv\"",
    ))
}

/// The ground that is out of reach
///
/// One feature an area that is not within reach whole, its ground that is not, in longitude and latitude, with what is said of
/// the area in the table.
#[utoipa::path(
    get, path = "/api/coverage.geojson", operation_id = "coverage_gaps", tag = "Questions", params(CoverageQuery),
    responses((status = OK, body = gaps::GapFeatures, content_type = "application/geo+json"), Problems)
)]
async fn show_gaps(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CoverageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let view = snapshot.view();
        let answer = reach(&view, &query.question)?;
        let found = gaps_of(&view, &query.question)?;
        let body = gaps::feature_collection(&answer, &found)?;
        serde_json::to_vec(&body).map(TileBody::new).map_err(ApiError::internal)
    };
    let body = app.compute(write).await?;
    let name = "inline; filename=\"patchwork-coverage.geojson\"";
    Ok(attached(&body, &headers, "application/geo+json", name))
}

fn attached(body: &TileBody, headers: &HeaderMap, kind: &'static str, name: &'static str) -> Response {
    let mut reply = representation::reply(body, headers, kind, "no-cache");
    reply.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    reply.into_response()
}
