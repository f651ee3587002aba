//! Where nobody has drawn yet, with the people who live there.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    compare::{UndrawnArea, UndrawnError, undrawn},
    http::{
        ApiError, AppState,
        areas::tenths,
        clock::today,
        ground::GeometryBody,
        problem::Problems,
        question::{Asked, Given, Question, layer_ref},
        representation,
        snapshot::Snapshot,
    },
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_undrawn))
}

/// Areas at most: more would take too long at once.
const MOST_AREAS: usize = 2_000;

/// By which layer.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct UndrawnQuery {
    /// The layer whose areas are looked at, `wards` when left out.
    by: Option<String>,
    /// The date of the question; today in London when left out.
    on: Option<Date>,
}

impl Question for UndrawnQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self { by: given.text("by").map(str::to_owned), on: given.on()? })
    }
}

/// Where nobody has drawn yet: a `GeoJSON` feature for each area that has such ground.
#[derive(Serialize, ToSchema)]
struct UndrawnBody {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The date of the answer.
    on: Date,
    /// The layer whose areas were looked at.
    by: String,
    /// About how many people live where nobody has drawn, in all these areas; null under 50 or where nobody has been counted.
    people: Option<f64>,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// The ground.
    features: Vec<UndrawnFeature>,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// The ground of one area on which nobody has drawn.
#[derive(Serialize, ToSchema)]
struct UndrawnFeature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The ground.
    geometry: GeometryBody,
    /// What is known of it.
    properties: UndrawnProperties,
}

/// What is known of ground on which nobody has drawn.
#[derive(Serialize, ToSchema)]
struct UndrawnProperties {
    /// The area's code, or its id where it has none.
    code: String,
    /// Its name.
    name: String,
    /// Its ground on which nobody has drawn, in square metres.
    undrawn_m2: f64,
    /// The share of its ground that is.
    share: f64,
    /// About how many people live there, rounded to 10; null under 50 or where nobody has been counted.
    people: Option<f64>,
    /// Whether it is null because it is under 50.
    suppressed: bool,
}

/// Where nobody has drawn yet
///
/// Of each area of a layer, the ground that lies in no published neighbourhood, with about how many people live there.
#[utoipa::path(
    get, path = "/api/neighbourhoods/undrawn.geojson", operation_id = "show_undrawn", tag = "Neighbourhoods", params(UndrawnQuery),
    responses((status = OK, body = UndrawnBody, content_type = "application/geo+json"), Problems)
)]
async fn show_undrawn(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<UndrawnQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let body = app
        .compute(move || {
            let (view, on) = (snapshot.view(), query.on.unwrap_or_else(today));
            let by = layer_ref(query.by.as_deref().unwrap_or("wards"))?;
            let on_day = view.layer(&by, on)?;
            let areas = on_day.areas().count();
            if areas > MOST_AREAS {
                let reason = format!("{by} has {areas} areas; at most {MOST_AREAS} can be looked at: name a layer of larger ones, as by=districts");
                return Err(ApiError::Parameter { param: "by", reason });
            }
            let found = undrawn(&view, &on_day).map_err(|error| match error {
                UndrawnError::Compare(error) => ApiError::Compare(error),
                error @ UndrawnError::Ground { .. } => ApiError::internal(error),
            })?;
            representation::json(&UndrawnBody {
                kind: "FeatureCollection",
                on,
                by: by.to_string(),
                people: found.people,
                people_date: found.people_date,
                features: found.areas.iter().map(feature).collect::<Result<_, _>>()?,
                attribution: found.attribution().into_iter().map(str::to_owned).collect(),
            })
        })
        .await?;
    Ok(representation::reply(&body, &headers, "application/geo+json", "no-cache"))
}

fn feature(left: &UndrawnArea<'_>) -> Result<UndrawnFeature, ApiError> {
    let (whole, rest) = (left.area.version.region.area().0, left.ground.area().0);
    Ok(UndrawnFeature {
        kind: "Feature",
        geometry: GeometryBody::of_shape(left.ground.shape())?,
        properties: UndrawnProperties {
            code: left.area.version.code_or_id().to_owned(),
            name: left.area.version.name.clone(),
            undrawn_m2: tenths(rest),
            share: (rest / whole * 10_000.0).round() / 10_000.0,
            people: left.people,
            suppressed: left.suppressed,
        },
    })
}
