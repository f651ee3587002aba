//! How well two layers fit each other.

mod body;
mod query;
mod reproduce;
mod rows;

pub(super) use self::body::{
    ComparedLayer, EdgeBody, PlaceName, UsedRelease, compared, edge_body, release_body, used_releases,
};
pub use self::{
    body::{CompareBody, compare_answer},
    reproduce::{ReproduceError, reproduce},
    rows::{COMPARE_COLUMNS, compare_rows},
};

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use moka::sync::Cache;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::query::{CompareQuery, Wanted};
use super::{ApiError, AppState, problem::Problems, question::Asked, representation, snapshot::Snapshot};
use crate::{
    compare::{Comparison, compare},
    tiles::TileBody,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(show_csv))
}

/// Memory for answers kept, in bytes.
const MOST_BYTES: u64 = 64 << 20;

/// Answers kept for the next who asks the same of the same atlas. Asked for by many at once, one is worked out once.
#[derive(Clone)]
pub(super) struct Comparisons(Cache<(String, String), Arc<Comparison>>);

impl Default for Comparisons {
    fn default() -> Self {
        let bytes = |_: &(String, String), answer: &Arc<Comparison>| {
            let areas = answer.a.areas.len() + answer.b.areas.len();
            u32::try_from(answer.pairs.len() * 64 + areas * 400 + 1_000).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_BYTES).weigher(bytes).build())
    }
}

fn answer(app: &AppState, snapshot: &Snapshot, wanted: &Wanted) -> Result<Arc<Comparison>, ApiError> {
    let view = snapshot.view();
    match wanted {
        Wanted::Answer(reference) => {
            let store = app.store().ok_or(ApiError::Loading)?;
            Ok(Arc::new(reproduce(store.as_ref(), reference, view.viewer())?))
        }
        Wanted::Question(question) => {
            let key = (view.stamp().to_owned(), format!("{:?} {question:?}", view.viewer()));
            let answered = app.comparisons().0.try_get_with(key, || compare(&view, question).map(Arc::new));
            answered.map_err(|error| ApiError::Compare(error.as_ref().clone()))
        }
    }
}

/// How well two layers fit each other
///
/// How much of each area of A lies in which area of B and the other way round, in ground or in people; the measures of
/// coterminosity with their thresholds; and what could not be placed. Every answer carries a `reference`: give it instead of
/// the layers, and the same content answers again, also after an import has replaced it.
#[utoipa::path(
    get, path = "/api/compare", operation_id = "compare", tag = "Questions", params(CompareQuery),
    responses((status = OK, body = CompareBody), Problems)
)]
async fn show(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CompareQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let state = app.clone();
    let write = move || {
        let answer = answer(&state, &snapshot, &query.wanted)?;
        let body = compare_answer(&answer, (query.skip, query.most));
        representation::json(&body)
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}

/// The same as a table
///
/// One row a pair of areas that share ground or people, as `patchwork compare --format csv` writes it.
#[utoipa::path(
    get, path = "/api/compare.csv", operation_id = "compare_csv", tag = "Questions", params(CompareQuery),
    responses((status = OK, body = String, content_type = "text/csv"), Problems)
)]
async fn show_csv(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CompareQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let state = app.clone();
    let write = move || {
        let answer = answer(&state, &snapshot, &query.wanted)?;
        let rows = compare_rows(&answer).skip(query.skip).take(query.most.unwrap_or(usize::MAX));
        representation::table(&COMPARE_COLUMNS, rows).map(TileBody::new)
    };
    let body = app.compute(write).await?;
    Ok(representation::csv_file(&body, &headers, "patchwork-compare.csv"))
}
