//! Assets, page by page.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    body::{AssetItem, AssetListBody, notes},
    query::AssetsQuery,
    select::select,
};
use crate::http::{
    ApiError, AppState, clock::today, problem::Problems, question::Asked, representation, snapshot::Snapshot,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_assets))
}

/// Assets.
#[derive(Serialize, ToSchema)]
pub(super) struct AssetsBody {
    /// The date of the answer.
    on: Date,
    /// How many there are on all pages.
    total: usize,
    /// Those of this page: the nearest first when a place was given, else by name.
    assets: Vec<AssetItem>,
    /// What to ask with for the next page; null on the last.
    next_cursor: Option<usize>,
    /// The lists that they are of.
    lists: Vec<AssetListBody>,
    /// What must be shown beside it.
    attribution: Vec<String>,
    /// What else there is to say, in sentences.
    notes: Vec<String>,
}

/// What can be found in a place
///
/// Assets of some kinds, in a box, in an area or near a place. Closed ones are left out unless they are asked for. Every asset names
/// its list, and every list whether it is a full register.
#[utoipa::path(
    get, path = "/api/assets", operation_id = "list_assets", tag = "Assets", params(AssetsQuery),
    responses((status = OK, body = AssetsBody), Problems)
)]
async fn list_assets(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<AssetsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let view = snapshot.view();
        let assets = view.assets(query.on);
        let selection = select(&view, &assets, &query, query.page(), false)?;
        // Not for each: it takes longer than finding the asset.
        let today = today();
        let next = query.skip + selection.page.len();
        let body = AssetsBody {
            on: query.on,
            total: selection.total,
            assets: selection.page.iter().map(|found| AssetItem::of(found, today)).collect(),
            next_cursor: (next < selection.total && !selection.page.is_empty()).then_some(next),
            lists: selection.lists.iter().map(|(list, count)| AssetListBody::of(list, *count)).collect(),
            attribution: selection.attribution(),
            notes: notes(&selection),
        };
        representation::json(&body)
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}
