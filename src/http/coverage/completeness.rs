//! What of a place a layer leaves out, and what it covers more than once.

use axum::{Json, extract::State, http::HeaderMap, response::Response};
use geo_types::MultiPolygon;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    boundary::LayerRef,
    compare::{WeightRef, Within},
    coverage::Patch,
    http::{
        ApiError, AppState,
        clock::today,
        compare::{PlaceName, UsedRelease, release_body},
        ground::{GeometryBody, degrees},
        problem::Problems,
        question::{Asked, Given, Question},
        representation,
        snapshot::Snapshot,
    },
    reach::{Cover, LayerCover, leaves_out},
};

/// A layer, and the place that it is held against.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CompletenessQuery {
    /// The layer: `LAYER`, or `LAYER@EDITION` whatever the date.
    #[param(value_type = String, example = "pcn-footprints")]
    layer: LayerRef,
    /// The place: `LAYER:CODE`.
    #[param(value_type = String, example = "icbs:QNX")]
    r#in: Within,
    /// What is counted besides ground; when left out, people where they are known.
    #[param(value_type = Option<String>)]
    weight: Option<WeightRef>,
    /// The date of the question; today in London when left out.
    on: Option<Date>,
}

impl Question for CompletenessQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let missing = || ApiError::Parameter {
            param: "in",
            reason: "name the place that the layer is held against, as in=icbs:QNX".to_owned(),
        };
        Ok(Self {
            layer: given.layer("layer", "name the layer, as layer=pcn-footprints")?,
            r#in: given.parsed("in")?.ok_or_else(missing)?,
            weight: given.parsed("weight")?,
            on: given.on()?,
        })
    }
}

/// What of a place a layer leaves out, and what it covers more than once.
#[derive(Serialize, ToSchema)]
pub(super) struct CompletenessBody {
    /// The date of the answer.
    on: Date,
    /// The layer, as it was asked for.
    layer: String,
    /// Its name, in the plural.
    title: String,
    /// The place.
    within: PlaceName,
    /// Ground, in square metres.
    ground_m2: CoverBody,
    /// What is counted besides; null where nobody is.
    weight: Option<String>,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// People.
    people: Option<CoverBody>,
    /// How it was worked out, in words.
    method: String,
    /// Ground in no area, the largest first; at most a thousand pieces, map noise along edges left out.
    gaps: Vec<PieceBody>,
    /// Ground in two areas, likewise.
    doubles: Vec<PieceBody>,
    /// Pieces that are map noise along edges: under one hectare and thinner than 10 m.
    slivers: usize,
    /// Their ground, in square metres.
    slivers_m2: f64,
    /// The releases that the answer was drawn from.
    releases: Vec<UsedRelease>,
    /// References of the comparisons that the figures are from: `/api/compare?reference=` answers them again.
    references: Vec<String>,
    /// What must be shown beside the answer.
    attribution: Vec<String>,
}

/// Ground or people of a place: `covered + uncovered = total`.
#[derive(Serialize, ToSchema)]
pub(super) struct CoverBody {
    /// All of it.
    total: f64,
    /// In at least one area.
    covered: f64,
    /// In none.
    uncovered: f64,
    /// Counted again: the sum of the areas less their union.
    double: f64,
}

/// A piece of ground.
#[derive(Serialize, ToSchema)]
pub(super) struct PieceBody {
    /// Its ground, in square metres.
    area_m2: f64,
    /// Its mean width, in metres.
    width_m: f64,
    /// A place in it: longitude in degrees.
    lon: f64,
    /// And latitude.
    lat: f64,
    /// The codes of the areas that share it; none for a gap.
    areas: Vec<String>,
}

/// The pieces as polygons.
#[derive(Serialize, ToSchema)]
pub(super) struct PieceFeatures {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What it is: `completeness`.
    name: &'static str,
    /// The layer, as it was asked for.
    layer: String,
    /// The date of the answer.
    on: Date,
    /// What must be shown beside it.
    attribution: Vec<String>,
    /// The pieces.
    features: Vec<PieceFeature>,
}

/// A piece of ground as a polygon.
#[derive(Serialize, ToSchema)]
pub(super) struct PieceFeature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What it is.
    properties: PieceProperties,
    /// The ground.
    geometry: GeometryBody,
}

/// What a piece of ground is.
#[derive(Serialize, ToSchema)]
pub(super) struct PieceProperties {
    /// `gap`, or `double`.
    kind: &'static str,
    /// Its ground, in square metres.
    area_m2: f64,
    /// Its mean width, in metres.
    width_m: f64,
    /// Whether it is map noise along an edge.
    sliver: bool,
    /// The codes of the areas that share it; none for a gap.
    areas: Vec<String>,
}

/// Pieces given of each sort.
const MOST_PIECES: usize = 1_000;

/// What of a place a layer leaves out
///
/// Ground and people of a place that are in no area of a layer, and those in more than one: a layer with holes, neighbourhoods that
/// overlap on purpose.
#[utoipa::path(
    get, path = "/api/coverage/completeness", operation_id = "completeness", tag = "Questions", params(CompletenessQuery),
    responses((status = OK, body = CompletenessBody), Problems)
)]
pub(super) async fn show_completeness(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CompletenessQuery>,
) -> Result<Json<CompletenessBody>, ApiError> {
    let on = query.on.unwrap_or_else(today);
    let answer = move || {
        let found = leaves_out(&snapshot.view(), &query.layer, &query.r#in, query.weight, on)
            .map_err(ApiError::Compare)?;
        body(&found, on)
    };
    app.compute(answer).await.map(Json)
}

/// The same as polygons
///
/// One feature a piece: a gap, or ground in two areas.
#[utoipa::path(
    get, path = "/api/coverage/completeness.geojson", operation_id = "completeness_geojson", tag = "Questions",
    params(CompletenessQuery), responses((status = OK, body = PieceFeatures, content_type = "application/geo+json"), Problems)
)]
pub(super) async fn show_completeness_pieces(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CompletenessQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let on = query.on.unwrap_or_else(today);
    let write = move || {
        let found = leaves_out(&snapshot.view(), &query.layer, &query.r#in, query.weight, on)
            .map_err(ApiError::Compare)?;
        let mut features = Vec::new();
        for (kind, pieces) in [("gap", &found.pieces.gaps), ("double", &found.pieces.doubles)] {
            for piece in pieces {
                features.push(PieceFeature {
                    kind: "Feature",
                    properties: PieceProperties {
                        kind,
                        area_m2: piece.area.0,
                        width_m: piece.width_m,
                        sliver: piece.is_sliver,
                        areas: codes(&found, piece),
                    },
                    geometry: GeometryBody::of_shape(&MultiPolygon(vec![piece.shape.clone()]))?,
                });
            }
        }
        let collection = PieceFeatures {
            kind: "FeatureCollection",
            name: "completeness",
            layer: found.layer.to_string(),
            on,
            attribution: found.attribution().into_iter().map(str::to_owned).collect(),
            features,
        };
        representation::json(&collection)
    };
    let written = app.compute(write).await?;
    let reply = representation::reply(&written, &headers, "application/geo+json", "no-cache");
    Ok(representation::as_file(reply, "patchwork-completeness.geojson"))
}

fn body(found: &LayerCover, on: Date) -> Result<CompletenessBody, ApiError> {
    let pieces = |pieces: &[Patch]| -> Result<Vec<PieceBody>, ApiError> {
        let real = pieces.iter().filter(|piece| !piece.is_sliver).take(MOST_PIECES);
        real.map(|piece| {
            let [lon, lat] = degrees(piece.at)?;
            let areas = codes(found, piece);
            Ok(PieceBody { area_m2: piece.area.0, width_m: piece.width_m, lon, lat, areas })
        })
        .collect()
    };
    let all = || found.pieces.gaps.iter().chain(&found.pieces.doubles);
    let (layer, label) = &found.place;
    Ok(CompletenessBody {
        on,
        layer: found.layer.to_string(),
        title: found.title.clone(),
        within: PlaceName::new(layer, label),
        ground_m2: found.ground.into(),
        weight: found.people.as_ref().map(|(weight, _, _)| weight.clone()),
        people_date: found.people.as_ref().and_then(|(_, date, _)| *date),
        people: found.people.as_ref().map(|(_, _, cover)| (*cover).into()),
        method: found.method.clone(),
        gaps: pieces(&found.pieces.gaps)?,
        doubles: pieces(&found.pieces.doubles)?,
        slivers: all().filter(|piece| piece.is_sliver).count(),
        slivers_m2: all().filter(|piece| piece.is_sliver).map(|piece| piece.area.0).sum(),
        releases: found.sources.iter().map(release_body).collect(),
        references: found.references.clone(),
        attribution: found.attribution().into_iter().map(str::to_owned).collect(),
    })
}

fn codes(found: &LayerCover, piece: &Patch) -> Vec<String> {
    piece.areas.iter().filter_map(|&at| found.areas.get(at)).map(|area| area.code.clone()).collect()
}

impl From<Cover> for CoverBody {
    fn from(Cover { total, covered, uncovered, double }: Cover) -> Self {
        Self { total, covered, uncovered, double }
    }
}
