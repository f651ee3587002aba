//! Where drawings of one name agree.

use axum::{Json, extract::State, http::HeaderMap, response::Response};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    http::{
        ApiError, AppState,
        areas::tenths,
        ground::GeometryBody,
        named::escaped,
        problem::Problems,
        question::{Asked, Given, Nothing, Question},
        representation,
        snapshot::Snapshot,
    },
    neighbourhood::{LEAST_DRAWINGS, LEVELS, LICENCE, Namesakes, name_key},
    store::NOT_OFFICIAL,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_agreements)).routes(routes!(show_agreement))
}

/// Names with enough drawings.
#[derive(Serialize, ToSchema)]
struct AgreementsBody {
    /// Drawings of one name from which on it is said where they agree.
    least_drawings: usize,
    /// The names.
    names: Vec<AgreedName>,
}

/// A name with enough drawings to say where they agree.
#[derive(Serialize, ToSchema)]
struct AgreedName {
    /// The name, as most spell it.
    name: String,
    /// How many drawings there are.
    drawings: usize,
    /// How they came.
    routes: Vec<RouteCount>,
    /// Where they agree.
    url: String,
}

/// How many drawings came in one way.
#[derive(Serialize, ToSchema)]
struct RouteCount {
    /// `online`, `workshop`, `paper` or `library`.
    route: &'static str,
    /// How many.
    drawings: usize,
}

fn routes_of(namesakes: &Namesakes) -> Vec<RouteCount> {
    namesakes
        .routes
        .iter()
        .map(|(route, drawings)| RouteCount { route: route.as_str(), drawings: *drawings })
        .collect()
}

/// Names of which several drawings are published
///
/// Each with how many there are and how they came. From five on, it is said where they agree.
#[utoipa::path(
    get, path = "/api/neighbourhoods/agreements", operation_id = "list_agreements", tag = "Neighbourhoods",
    responses((status = OK, body = AgreementsBody), Problems)
)]
async fn list_agreements(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Json<AgreementsBody>, ApiError> {
    app.compute(move || {
        let view = snapshot.view();
        let named = |namesakes: Namesakes| AgreedName {
            url: format!("/api/neighbourhoods/agreement.geojson?name={}", escaped(&namesakes.name)),
            routes: routes_of(&namesakes),
            drawings: namesakes.drawings,
            name: namesakes.name,
        };
        let agreed = view.neighbourhoods().map(|all| all.agreed_names().map(named).collect());
        Ok(Json(AgreementsBody { least_drawings: LEAST_DRAWINGS, names: agreed.unwrap_or_default() }))
    })
    .await
}

/// Of which name.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct AgreementQuery {
    /// The name, however it is spelt.
    name: String,
}

impl Question for AgreementQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let missing = || ApiError::Parameter {
            param: "name",
            reason: "say of which name, as name=Netherthorpe".to_owned(),
        };
        Ok(Self { name: given.text("name").ok_or_else(missing)?.to_owned() })
    }
}

/// Where drawings of one name agree: a `GeoJSON` feature for each share of them.
#[derive(Serialize, ToSchema)]
struct AgreementBody {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The name, as most spell it.
    name: String,
    /// How many drawings there are.
    drawings: usize,
    /// How they came.
    routes: Vec<RouteCount>,
    /// What is said beside it.
    not_official: &'static str,
    /// What it may be used under.
    licence: &'static str,
    /// What must be shown beside it.
    attribution: String,
    /// The ground in at least 25, 50 and 75 % of them, largest first; a share that no ground reaches is left out.
    features: Vec<LevelBody>,
}

/// The ground in at least a share of the drawings.
#[derive(Serialize, ToSchema)]
struct LevelBody {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The ground.
    geometry: GeometryBody,
    /// What it is.
    properties: LevelProperties,
}

/// What a share of the drawings is called.
#[derive(Serialize, ToSchema)]
struct LevelProperties {
    /// In percent: 25, 50 or 75.
    percent: u32,
    /// `some`, `most` or `nearly everyone's`.
    word: &'static str,
    /// The least number of drawings that is.
    least: usize,
    /// Its ground in square metres.
    area_m2: f64,
}

/// Where drawings of one name agree
///
/// The ground in at least 25, 50 and 75 % of at least five published drawings, as `GeoJSON`. No drawing counts more than another.
#[utoipa::path(
    get, path = "/api/neighbourhoods/agreement.geojson", operation_id = "show_agreement", tag = "Neighbourhoods", params(AgreementQuery),
    responses((status = OK, body = AgreementBody, content_type = "application/geo+json"), Problems)
)]
async fn show_agreement(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<AgreementQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let body = app
        .compute(move || {
            let view = snapshot.view();
            let few = || ApiError::TooFewDrawings {
                name: query.name.chars().take(80).collect(),
                least: LEAST_DRAWINGS,
            };
            let agreement = view
                .neighbourhoods()
                .and_then(|all| all.agreement(&name_key(&query.name)))
                .ok_or_else(few)?;
            let mut features = Vec::new();
            for (&(percent, word), region) in LEVELS.iter().zip(&agreement.levels) {
                let Some(region) = region else { continue };
                let least = (agreement.of.drawings * percent as usize).div_ceil(100);
                features.push(LevelBody {
                    kind: "Feature",
                    geometry: GeometryBody::of_shape(region.shape())?,
                    properties: LevelProperties { percent, word, least, area_m2: tenths(region.area().0) },
                });
            }
            representation::json(&AgreementBody {
                kind: "FeatureCollection",
                name: agreement.of.name.clone(),
                drawings: agreement.of.drawings,
                routes: routes_of(&agreement.of),
                not_official: NOT_OFFICIAL,
                licence: LICENCE,
                attribution: format!(
                    "Neighbourhoods drawn by residents, {LICENCE}. Not official boundaries."
                ),
                features,
            })
        })
        .await?;
    Ok(representation::reply(&body, &headers, "application/geo+json", "no-cache"))
}
