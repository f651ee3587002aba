//! One scenario: all that is said of it, and its files.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::{
    body::{ScenarioBody, scenario_body, scenario_csv},
    features::ScenarioFeatures,
};
use crate::{
    atlas::{ScenarioAtlas, View},
    boundary::LayerRef,
    export::{Coordinates, Selection, write_geojson},
    http::{
        ApiError, AppState,
        clock::today,
        embeds::option_picture,
        problem::Problems,
        question::{Asked, OnDay, Segments},
        representation::{self, has},
        snapshot::Snapshot,
    },
    scenario::ScenarioId,
    tiles::TileBody,
};

#[derive(OpenApi)]
#[openapi(paths(show_scenario, scenario_geojson, scenario_table, scenario_svg))]
struct Described;

pub(super) fn router() -> OpenApiRouter<AppState> {
    // A segment of a route cannot have a suffix, so one route serves all four.
    OpenApiRouter::with_openapi(Described::openapi()).route("/api/scenarios/{id}", get(show))
}

async fn show(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments(id): Segments<String>,
    Asked(OnDay { .. }): Asked<OnDay>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if let Some(id) = id.strip_suffix(".geojson") {
        scenario_geojson(app, snapshot, id.to_owned(), headers).await
    } else if let Some(id) = id.strip_suffix(".csv") {
        scenario_table(app, snapshot, id.to_owned(), headers).await
    } else if let Some(id) = id.strip_suffix(".svg") {
        scenario_svg(app, snapshot, id.to_owned(), headers).await
    } else {
        show_scenario(app, snapshot, id, headers).await
    }
}

/// The name in a path.
pub(in crate::http) fn scenario_id(text: &str, view: &View<'_>) -> Result<ScenarioId, ApiError> {
    text.parse().map_err(|_| {
        ApiError::Ask(crate::atlas::AskError::UnknownScenario {
            asked: text.chars().take(80).collect(),
            known: view.scenarios().map(|one| one.scenario().id.to_string()).collect(),
        })
    })
}

/// What a change of a scenario must name, and all that an answer about it was drawn from.
pub(super) fn tag(one: &ScenarioAtlas, view: &View<'_>) -> String {
    format!("\"{}.{}\"", one.version(), view.stamp())
}

/// One scenario
///
/// All that is said of it, its areas and what they are made of. Its entity tag is what a change of it must be sent with (`If-Match`).
#[utoipa::path(
    get, path = "/api/scenarios/{id}", operation_id = "show_scenario", tag = "Plans",
    params(("id" = String, Path, description = "Its name"), OnDay),
    responses((status = OK, body = ScenarioBody), Problems)
)]
async fn show_scenario(
    app: AppState,
    snapshot: Snapshot,
    id: String,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.compute(move || {
        let view = snapshot.view();
        let one = view.scenario(&scenario_id(&id, &view)?)?;
        let tag = tag(one, &view);
        let mut response = if has(&headers, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Json(scenario_body(&view, one)).into_response()
        };
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        Ok(response)
    })
    .await
}

/// A scenario's areas as a file
///
/// `GeoJSON` (RFC 7946) with what must be shown beside it inside.
#[utoipa::path(
    get, path = "/api/scenarios/{id}.geojson", operation_id = "scenario_geojson", tag = "Plans",
    params(("id" = String, Path, description = "Its name")),
    responses((status = OK, body = ScenarioFeatures, content_type = "application/geo+json"), Problems)
)]
async fn scenario_geojson(
    app: AppState,
    snapshot: Snapshot,
    id: String,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.compute(move || {
        let view = snapshot.view();
        let one = view.scenario(&scenario_id(&id, &view)?)?;
        let named = LayerRef { layer: one.scenario().id.layer(), edition: None };
        let layer = view.layer(&named, today())?;
        let mut bytes = Vec::new();
        write_geojson(&Selection::new(&layer, None), Coordinates::Degrees, &mut bytes)
            .map_err(ApiError::internal)?;
        let reply =
            representation::reply(&TileBody::new(bytes), &headers, "application/geo+json", "no-cache");
        Ok(representation::as_file(reply, &format!("{}.geojson", one.scenario().id)))
    })
    .await
}

/// What a scenario's areas are made of, as a table
///
/// A row a component: code, name, layer, area, confidence; those that no layer draws at the end.
#[utoipa::path(
    get, path = "/api/scenarios/{id}.csv", operation_id = "scenario_csv", tag = "Plans",
    params(("id" = String, Path, description = "Its name")),
    responses((status = OK, body = String, content_type = "text/csv"), Problems)
)]
async fn scenario_table(
    app: AppState,
    snapshot: Snapshot,
    id: String,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    app.compute(move || {
        let view = snapshot.view();
        let one = view.scenario(&scenario_id(&id, &view)?)?;
        let body = TileBody::new(scenario_csv(&view, one)?.into_bytes());
        Ok(representation::csv_file(&body, &headers, &format!("{}.csv", one.scenario().id)))
    })
    .await
}

/// A scenario's areas as a small picture
///
/// SVG 1.1 without a word, for a page that says the rest beside it; of what only people who have signed in may see, for them. Pictures for
/// other sites are `/embed.svg`.
#[utoipa::path(
    get, path = "/api/scenarios/{id}.svg", operation_id = "scenario_svg", tag = "Plans",
    params(("id" = String, Path, description = "Its name")),
    responses((status = OK, body = String, content_type = "image/svg+xml"), Problems)
)]
async fn scenario_svg(
    app: AppState,
    snapshot: Snapshot,
    id: String,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let state = app.clone();
    app.compute(move || {
        let id = scenario_id(&id, &snapshot.view())?;
        let body = option_picture(&state, &snapshot, &id)?;
        Ok(representation::reply(&body, &headers, "image/svg+xml", "no-cache"))
    })
    .await
}
