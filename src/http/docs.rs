//! The API's description, made from the code, and a page that shows it.

use axum::{Router, http::header, routing::get};
use utoipa::{
    OpenApi as _,
    openapi::{Content, OpenApi, PathItem, RefOr, Schema},
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    AppState, areas, assets, audit, compare, coverage, dates, embeds, examples, health, history, layers,
    locate, neighbourhoods, overlaps, plan, problem::ProblemBody, relations, scenarios, search, session,
    settings, sheets, tiles,
};

const DESCRIPTION_PATH: &str = "/api/openapi.json";
const PAGE_PATH: &str = "/api/docs";

const ABOUT: &str = "How the patches drawn on England fit each other.\n\n\
    Coordinates are longitude and latitude in degrees (WGS 84) unless a name says easting and northing. Dates are days \
    in London; a period runs from its first day to the first day no longer in force. Every answer names the releases \
    that it was drawn from and what must be shown beside it. An unknown parameter is refused. Problems are \
    `application/problem+json` (RFC 9457).";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Patchwork", description = ABOUT),
    components(schemas(ProblemBody)),
    tags(
        (name = "Questions", description = "What lies where, and when."),
        (name = "Assets", description = "What can be found in a place."),
        (name = "Neighbourhoods", description = "What residents draw."),
        (name = "Plans", description = "Ways to divide some ground: reorganisations, neighbourhood teams."),
        (name = "Signing in", description = "Who may change something."),
        (name = "Tiles", description = "Boundaries for maps."),
        (name = "Server", description = "The server itself.")
    )
)]
struct Described;

/// Properties that may be left out. Every other one is always there, null where nothing is known.
const LEFT_OUT: [(&str, &str); 10] = [
    ("AreaScoresBody", "suppressed"),
    ("PairBody", "suppressed"),
    ("LocateBody", "postcode"),
    ("ProblemBody", "param"),
    ("TileSetBody", "bounds"),
    ("DecisionSent", "reason"),
    ("DecisionSent", "group"),
    ("ComponentEdit", "confidence"),
    ("ComponentEdit", "name"),
    ("ComponentEdit", "drawn"),
];

/// What requests carry: there a property that can be null may be left out, as it is described.
fn request_bodies(api: &OpenApi) -> Vec<String> {
    let of_path = |item: &PathItem| {
        [&item.get, &item.post, &item.put, &item.delete, &item.patch].map(Clone::clone).into_iter().flatten()
    };
    let bodies = api.paths.paths.values().flat_map(of_path).filter_map(|operation| operation.request_body);
    let named = bodies.flat_map(|body| {
        let RefOr::T(body) = body else { return Vec::new() };
        let schemas = body.content.into_values().filter_map(|content| {
            let RefOr::T(Content { schema: Some(RefOr::Ref(named)), .. }) = content else { return None };
            named.ref_location.rsplit('/').next().map(str::to_owned)
        });
        schemas.collect::<Vec<_>>()
    });
    named.collect()
}

/// Says of every property of an answer that it is always there: a property that can be null counts as optional otherwise.
fn require_every_property(api: &mut OpenApi) {
    let sent = request_bodies(api);
    let schemas = api.components.iter_mut().flat_map(|components| &mut components.schemas);
    for (name, schema) in schemas.filter(|(name, _)| !sent.contains(name)) {
        let parts = match schema {
            RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().collect(),
            other => vec![other],
        };
        for part in parts {
            if let RefOr::T(Schema::Object(object)) = part {
                let names = object.properties.keys().cloned();
                object.required = names.filter(|it| !LEFT_OUT.contains(&(name, it))).collect();
            }
        }
    }
}

/// Every described route.
pub(super) fn described_routes() -> OpenApiRouter<AppState> {
    let mut routes = OpenApiRouter::with_openapi(Described::openapi())
        .merge(settings::router())
        .merge(layers::router())
        .merge(locate::router())
        .merge(search::router())
        .merge(areas::router())
        .merge(assets::router())
        .merge(neighbourhoods::router())
        .merge(compare::router())
        .merge(coverage::router())
        .merge(embeds::router())
        .merge(history::router())
        .merge(dates::router())
        .merge(plan::router())
        .merge(scenarios::router())
        .merge(overlaps::router())
        .merge(relations::router())
        .merge(tiles::router())
        .merge(sheets::router())
        .merge(session::router())
        .merge(audit::router())
        .merge(health::router());
    require_every_property(routes.get_openapi_mut());
    examples::put_in(routes.get_openapi_mut());
    routes
}

/// The API's description, as `OpenAPI` 3.1.
#[must_use]
pub fn openapi() -> OpenApi {
    described_routes().into_openapi()
}

/// The description and its page.
pub(super) fn router(description: &OpenApi) -> Router<AppState> {
    let text = description.to_pretty_json().unwrap_or_default();
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    // Without a validator, or the page would send the description to somebody else's.
    let settings = Config::from(DESCRIPTION_PATH).validator_url("none").use_base_layout();
    let page = SwaggerUi::new(PAGE_PATH).config(settings);
    Router::new().route(DESCRIPTION_PATH, get(async move || (headers, text.clone()))).merge(page)
}
