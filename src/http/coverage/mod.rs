//! Who is within reach of what, and who is not.

mod blocks;
mod body;
mod completeness;
mod gaps;
mod query;
mod reproduce;
mod rows;

pub use self::{
    blocks::{BLOCK_COLUMNS, CoverageBlocksBody, block_rows, coverage_blocks},
    body::{CoverageBody, coverage_answer},
    reproduce::reproduce_coverage,
    rows::{COVERAGE_COLUMNS, coverage_rows},
};

use axum::{extract::State, http::HeaderMap, response::Response};
use utoipa_axum::{router::OpenApiRouter, routes};

use self::query::{CoverageQuery, Wanted};
use super::{ApiError, AppState, problem::Problems, question::Asked, representation, snapshot::Snapshot};
use crate::{
    reach::{Coverage, gaps as gaps_of, reach},
    tiles::TileBody,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(show_csv))
        .routes(routes!(show_gaps))
        .routes(routes!(blocks::show_blocks))
        .routes(routes!(blocks::show_blocks_csv))
        .routes(routes!(completeness::show_completeness))
        .routes(routes!(completeness::show_completeness_pieces))
}

fn answer(app: &AppState, snapshot: &Snapshot, wanted: &Wanted) -> Result<Coverage, ApiError> {
    let view = snapshot.view();
    match wanted {
        Wanted::Answer(reference) => {
            let store = app.store().ok_or(ApiError::Loading)?;
            Ok(reproduce_coverage(store.as_ref(), reference, view.viewer())?)
        }
        Wanted::Question(question) => Ok(reach(&view, question)?),
    }
}

/// What is written of the answer to a question, off the threads that serve.
async fn written<W>(
    app: &AppState,
    snapshot: Snapshot,
    wanted: Wanted,
    write: W,
) -> Result<TileBody, ApiError>
where
    W: FnOnce(&Coverage) -> Result<TileBody, ApiError> + Send + 'static,
{
    let state = app.clone();
    app.compute(move || write(&answer(&state, &snapshot, &wanted)?)).await
}

/// Who is within reach of what
///
/// The share of each area's ground and people within a distance of an asset of some kinds, in a straight line, and who is not;
/// how far people are from the nearest; how many assets there are to ten thousand people. A list that may not have everything is
/// answered for in those words. Every answer carries a `reference`: give it instead of the question, and the same content answers
/// again, also after an import has replaced it.
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
    let page = (query.skip, query.most);
    let write = move |answer: &Coverage| representation::json(&coverage_answer(answer, page));
    let body = written(&app, snapshot, query.wanted, write).await?;
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
    let (skip, most) = (query.skip, query.most.unwrap_or(usize::MAX));
    let write = move |answer: &Coverage| {
        let rows = coverage_rows(answer).skip(skip).take(most);
        representation::table(&COVERAGE_COLUMNS, rows).map(TileBody::new)
    };
    let body = written(&app, snapshot, query.wanted, write).await?;
    Ok(representation::csv_file(&body, &headers, "patchwork-coverage.csv"))
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
    let write =
        |answer: &Coverage| representation::json(&gaps::feature_collection(answer, &gaps_of(answer)?)?);
    let body = written(&app, snapshot, query.wanted, write).await?;
    let reply = representation::reply(&body, &headers, "application/geo+json", "no-cache");
    Ok(representation::as_file(reply, "patchwork-coverage.geojson"))
}
