//! Where nobody has drawn yet, with the people who live there.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::list::layer;
use crate::{
    boundary::{LayerId, LayerRef},
    compare::{Question as Compared, compare},
    coterminosity::{Counted, Thresholds},
    geometry::{dissolve, remaining_region},
    http::{
        ApiError, AppState,
        areas::tenths,
        clock::today,
        drawn::rounded_people,
        ground::GeometryBody,
        problem::Problems,
        question::{Asked, Given, Question},
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
            let by = crate::http::question::layer_ref(query.by.as_deref().unwrap_or("wards"))?;
            let on_day = view.layer(&by, on)?;
            let areas: Vec<_> = on_day.areas().collect();
            if areas.len() > MOST_AREAS {
                let reason = format!("{by} has {} areas; at most {MOST_AREAS} can be looked at: name a layer of larger ones, as by=districts", areas.len());
                return Err(ApiError::Parameter { param: "by", reason });
            }
            let drawn = layer(&view, on);
            // Ground and people alike are what neighbourhoods leave of the layer.
            let compared = drawn.as_ref().filter(|drawn| drawn.areas().next().is_some()).and_then(|_| {
                let b = LayerRef { layer: LayerId::neighbourhoods(), edition: None };
                let question = Compared { a: by.clone(), b, weight: None, within: None, on, thresholds: Thresholds::default() };
                compare(&view, &question).ok().filter(|answer| answer.counted == Counted::People)
            });
            let left = |code: &str| {
                let answer = compared.as_ref()?;
                let at = answer.a.areas.iter().position(|area| area.code == code)?;
                Some(answer.scores.areas_a[at].uncovered)
            };
            let mut features = Vec::new();
            for area in areas {
                let region = &area.version.region;
                let near: Vec<_> = drawn
                    .iter()
                    .flat_map(|drawn| drawn.layer.candidates(area.bounds()))
                    .filter(|one| one.version.holds(None, on))
                    .map(|one| one.version.region.as_ref())
                    .collect();
                let rest = if near.is_empty() {
                    Some(region.as_ref().clone())
                } else {
                    dissolve(near).ok().map_or_else(|| Some(region.as_ref().clone()), |drawn| remaining_region(region, &drawn))
                };
                let Some(rest) = rest else { continue };
                let code = area.version.code_or_id();
                let living = left(code);
                let told = living.and_then(rounded_people);
                features.push(UndrawnFeature {
                    kind: "Feature",
                    geometry: GeometryBody::of_shape(rest.shape())?,
                    properties: UndrawnProperties {
                        code: code.to_owned(),
                        name: area.version.name.clone(),
                        undrawn_m2: tenths(rest.area().0),
                        share: (rest.area().0 / region.area().0 * 10_000.0).round() / 10_000.0,
                        people: told,
                        suppressed: living.is_some() && told.is_none(),
                    },
                });
            }
            let mut cited = crate::http::cited::Cited::default();
            for state in on_day.editions() {
                cited.edition(on_day.layer, state);
            }
            if let Some(drawn) = &drawn {
                for state in drawn.editions() {
                    cited.edition(drawn.layer, state);
                }
            }
            representation::json(&UndrawnBody {
                kind: "FeatureCollection",
                on,
                by: by.to_string(),
                people: compared.as_ref().and_then(|answer| rounded_people(answer.scores.summary.uncovered_a)),
                people_date: compared.as_ref().and_then(|answer| answer.people_date),
                features,
                attribution: cited.attribution(),
            })
        })
        .await?;
    Ok(representation::reply(&body, &headers, "application/geo+json", "no-cache"))
}
