//! One area: what is known of it, and its shape.

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use super::{
    ApiError, AppState,
    cited::{Cited, ReleaseBody, release},
    clock::today,
    feature::{self, FeatureBody},
    ground::{box_degrees, degrees},
    named::{AreaName, area_path},
    problem::Problems,
    question::{Asked, OnDay, Segments, layer_ref},
    representation,
    snapshot::Snapshot,
};
use crate::atlas::{AskError, IndexedArea, LayerAtlas};

#[derive(OpenApi)]
#[openapi(paths(show_area, show_shape))]
struct Described;

pub(super) fn router() -> OpenApiRouter<AppState> {
    // A segment of a route cannot have a suffix, so one route serves both.
    OpenApiRouter::with_openapi(Described::openapi()).route("/api/areas/{layer}/{code}", get(show))
}

const SUFFIX: &str = ".geojson";

async fn show(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments((layer, code)): Segments<(String, String)>,
    Asked(OnDay { on }): Asked<OnDay>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let on = on.unwrap_or_else(today);
    match code.strip_suffix(SUFFIX) {
        None => show_area(&snapshot, &layer, &code, on).map(IntoResponse::into_response),
        Some(code) => show_shape(app, snapshot, layer, code.to_owned(), on, headers).await,
    }
}

/// One area on a date, with everything that an answer about it needs.
pub(super) struct Chosen<'a> {
    pub layer: &'a LayerAtlas,
    pub area: &'a IndexedArea,
    /// The release that draws it.
    pub release: ReleaseBody,
    /// What must be shown beside it.
    pub attribution: Vec<String>,
    /// The layer as it was asked for.
    pub asked: String,
}

fn choose<'a>(snapshot: &'a Snapshot, layer: &str, code: &str, on: Date) -> Result<Chosen<'a>, ApiError> {
    let asked = layer_ref(layer)?;
    let layer = snapshot.view().layer(&asked, on)?;
    let area = layer.area(code)?;
    let layer = layer.layer;
    let edition = &area.version.edition;
    let known = || layer.editions().iter().map(|state| state.edition.id.clone()).collect();
    let state = layer.edition(edition).ok_or_else(|| AskError::UnknownEdition {
        layer: layer.layer().id.clone(),
        asked: edition.clone(),
        known: known(),
    })?;
    let mut cited = Cited::default();
    cited.edition(layer, state);
    let (release, attribution) = (release(&state.edition), cited.attribution());
    Ok(Chosen { layer, area, release, attribution, asked: asked.to_string() })
}

/// One area.
#[derive(Serialize, ToSchema)]
pub(super) struct AreaBody {
    /// The date of the answer.
    on: Date,
    #[serde(flatten)]
    name: AreaName,
    /// The release that draws it.
    edition: String,
    /// Its first day; null when open.
    from: Option<Date>,
    /// The first day no longer in force; null when open.
    until: Option<Date>,
    /// West, south, east, north in degrees: a box that holds it.
    bounds: Option<[f64; 4]>,
    /// Longitude and latitude of a place well inside its largest part.
    centre: Option<[f64; 2]>,
    /// Its area on the British National Grid, in square metres.
    area_m2: f64,
    /// The length of all its borders on the British National Grid, holes included, in metres.
    perimeter_m: f64,
    /// Whether its ground was put together here from an announcement, not published as a boundary.
    inferred: bool,
    /// What is to be said about it.
    note: Option<String>,
    /// Every version of it, in every edition, oldest first.
    versions: Vec<VersionBody>,
    /// The path of its shape.
    geojson: String,
    /// The path of this answer, whatever the date.
    url: String,
    /// The release that draws it.
    release: ReleaseBody,
    /// What must be shown beside it.
    attribution: Vec<String>,
    /// How area and length were measured, in words.
    method: &'static str,
}

/// An area as one edition has it.
#[derive(Serialize, ToSchema)]
pub(super) struct VersionBody {
    /// The edition.
    edition: String,
    /// Its code in that edition, if it has one.
    code: Option<String>,
    /// Its name in that edition.
    name: String,
    /// Its first day; null when open.
    from: Option<Date>,
    /// The first day no longer in force; null when open.
    until: Option<Date>,
}

/// How area and length are measured.
pub(super) const METHOD: &str = "Area and length are planar, on the British National Grid (EPSG:27700): in England \
    -0.08 % to +0.17 % off true ground area. Shapes are on whole millimetres.";

/// To one decimal: a square metre's tenth, or a metre's.
pub(super) fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// One area
///
/// The layer is `LAYER`, or `LAYER@EDITION` for one release of it whatever the date. The area goes by its code, or by
/// its id.
#[utoipa::path(
    get, path = "/api/areas/{layer}/{code}", tag = "Questions",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"),
        ("code" = String, Path, description = "The area's code or id; case does not matter"), OnDay),
    responses((status = OK, body = AreaBody), Problems)
)]
fn show_area(snapshot: &Snapshot, layer: &str, code: &str, on: Date) -> Result<Json<AreaBody>, ApiError> {
    let chosen = choose(snapshot, layer, code, on)?;
    let (area, version) = (chosen.area, &chosen.area.version);
    let url = area_path(&chosen.asked, area);
    Ok(Json(AreaBody {
        on,
        name: AreaName::of(chosen.layer, area),
        edition: version.edition.to_string(),
        from: version.period.from(),
        until: version.period.until(),
        bounds: box_degrees(area.bounds()),
        centre: area.label_point().and_then(|place| degrees(place).ok()),
        area_m2: tenths(version.region.area().0),
        perimeter_m: tenths(version.region.perimeter().0),
        inferred: version.inferred,
        note: version.note_on(on),
        versions: versions(chosen.layer, area),
        geojson: format!("{url}{SUFFIX}?on={on}"),
        url,
        release: chosen.release,
        attribution: chosen.attribution,
        method: METHOD,
    }))
}

fn versions(layer: &LayerAtlas, area: &IndexedArea) -> Vec<VersionBody> {
    let mut versions = layer.versions(area.version.id.as_str());
    versions.sort_by_key(|area| (area.version.period.from(), area.version.period.until()));
    let body = |area: &IndexedArea| VersionBody {
        edition: area.version.edition.to_string(),
        code: area.version.code.clone(),
        name: area.version.name.clone(),
        from: area.version.period.from(),
        until: area.version.period.until(),
    };
    versions.into_iter().map(body).collect()
}

/// The shape of one area
///
/// A `GeoJSON` feature (RFC 7946): longitude and latitude in degrees to seven decimals, as published. Nothing is
/// simplified.
#[utoipa::path(
    get, path = "/api/areas/{layer}/{code}.geojson", tag = "Questions",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"),
        ("code" = String, Path, description = "The area's code or id; case does not matter"), OnDay),
    responses((status = OK, body = FeatureBody, content_type = "application/geo+json"), Problems)
)]
async fn show_shape(
    app: AppState,
    snapshot: Snapshot,
    layer: String,
    code: String,
    on: Date,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let shape = move || {
        let feature = feature::of_area(&choose(&snapshot, &layer, &code, on)?, on)?;
        representation::json(&feature)
    };
    let body = app.compute(shape).await?;
    Ok(representation::reply(&body, &headers, "application/geo+json", "no-cache"))
}
