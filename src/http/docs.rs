//! The API's description, made from the code, and a page that shows it.

use axum::{Router, http::header, routing::get};
use utoipa::{OpenApi as _, openapi::OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{AppState, areas, health, layers, locate, search, settings, tiles};

const DESCRIPTION_PATH: &str = "/api/openapi.json";
const PAGE_PATH: &str = "/api/docs";

/// How the patches drawn on England fit each other.
///
/// Coordinates are longitude and latitude in degrees (WGS 84). Dates are days in London; a period runs from its first
/// day to the first day no longer in force. Every answer names the releases that it was drawn from and what
/// must be shown beside it. An unknown parameter is refused. Problems are `application/problem+json` (RFC 9457).
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Patchwork"),
    tags(
        (name = "Questions", description = "What lies where, and when."),
        (name = "Tiles", description = "Boundaries for maps."),
        (name = "Server", description = "The server itself.")
    )
)]
struct Described;

/// Every described route.
pub(super) fn described_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Described::openapi())
        .merge(settings::router())
        .merge(layers::router())
        .merge(locate::router())
        .merge(search::router())
        .merge(areas::router())
        .merge(tiles::router())
        .merge(health::router())
}

/// The API's description (OpenAPI 3.1).
#[must_use]
pub fn openapi() -> OpenApi {
    described_routes().into_openapi()
}

/// The description and its page.
pub(super) fn router(description: &OpenApi) -> Router<AppState> {
    let text = description.to_pretty_json().unwrap_or_default();
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    // Without a validator, or the page would send the description to somebody else's.
    let page = SwaggerUi::new(PAGE_PATH).config(Config::from(DESCRIPTION_PATH).validator_url("none"));
    Router::new().route(DESCRIPTION_PATH, get(async move || (headers, text.clone()))).merge(page)
}
