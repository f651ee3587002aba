//! How one area lies to those of another layer, exactly.

use axum::{Json, extract::State, routing::get};
use geo::{MapCoords, Relate, relate::PreparedGeometry};
use geo_types::{Coord, MultiPolygon};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use super::{
    ApiError, AppState,
    cited::{Cited, ReleaseBody},
    clock::today,
    problem::Problems,
    question::{Asked, Given, NO_OTHER_LAYER, Question, Segments, layer_ref},
    snapshot::Snapshot,
};
use crate::{atlas::IndexedArea, boundary::LayerRef, geometry::MILLIMETRES_PER_METRE};

#[derive(OpenApi)]
#[openapi(paths(list_relations))]
struct Described;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Described::openapi())
        .route("/api/areas/{layer}/{code}/relations", get(list_relations))
}

/// Against which layer, and which relations.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RelationsQuery {
    /// The other layer: `LAYER`, or `LAYER@EDITION` whatever the date.
    #[param(example = "districts", value_type = String)]
    pub with: LayerRef,
    /// Only areas of which this holds: `intersects` (when left out), `covers`, `covered`, `overlaps`, `touches` or `equals`.
    pub predicate: Option<String>,
    /// The date of the question; today in London when left out.
    pub on: Option<Date>,
}

const PREDICATES: [&str; 6] = ["intersects", "covers", "covered", "overlaps", "touches", "equals"];

impl Question for RelationsQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let predicate = given.text("predicate").map(str::to_owned);
        if predicate.as_deref().is_some_and(|asked| !PREDICATES.contains(&asked)) {
            let reason = format!("choose one of {}", PREDICATES.join(", "));
            return Err(ApiError::Parameter { param: "predicate", reason });
        }
        Ok(Self { with: given.layer("with", NO_OTHER_LAYER)?, predicate, on: given.on()? })
    }
}

/// How an area lies to those of another layer.
#[derive(Serialize, ToSchema)]
pub(super) struct RelationsBody {
    /// The date of the answer.
    on: Date,
    /// The area's layer, as it was asked for.
    layer: String,
    /// The area, by code, or by id where it has none.
    code: String,
    /// Its name.
    name: String,
    /// The other layer.
    with: String,
    /// The relation that was asked for.
    predicate: String,
    /// How far apart two points may lie and still count as one, in metres: 0, every shape being on whole millimetres.
    tolerance_m: f64,
    /// The areas of which it holds, by code.
    areas: Vec<RelatedArea>,
    /// The releases that the answer was drawn from.
    releases: Vec<ReleaseBody>,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// An area that meets the one that was asked about.
#[derive(Serialize, ToSchema)]
pub(super) struct RelatedArea {
    /// Its code, or its id where it has none.
    code: String,
    /// Its name.
    name: String,
    /// Everything that holds between the area asked about and this one.
    relations: Vec<&'static str>,
    /// The dimensionally extended nine-intersection matrix of the two, row by row (ISO 19125-1).
    #[schema(example = "212101212")]
    de9im: String,
}

/// How an area lies to those of another layer
///
/// Judged on whole shapes by the nine-intersection model (DE-9IM, ISO 19125-1), without a tolerance: neighbours of one layer
/// `touches`, but borders of different products seldom run exactly together. For what an area practically is to another, ask
/// `…/overlaps`.
#[utoipa::path(
    get, path = "/api/areas/{layer}/{code}/relations", tag = "Questions",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"),
        ("code" = String, Path, description = "The area's code or id; case does not matter"), RelationsQuery),
    responses((status = OK, body = RelationsBody), Problems)
)]
async fn list_relations(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments((layer, code)): Segments<(String, String)>,
    Asked(query): Asked<RelationsQuery>,
) -> Result<Json<RelationsBody>, ApiError> {
    app.compute(move || relations(&snapshot, &layer, &code, query).map(Json)).await
}

fn relations(
    snapshot: &Snapshot,
    layer: &str,
    code: &str,
    query: RelationsQuery,
) -> Result<RelationsBody, ApiError> {
    let on = query.on.unwrap_or_else(today);
    let view = snapshot.view();
    let asked = view.layer(&layer_ref(layer)?, on)?;
    let area = asked.area(code)?;
    let other = view.layer(&query.with, on)?;
    let edition = other.asked.edition.as_ref();
    let near: Vec<&IndexedArea> =
        other.layer.candidates(area.bounds()).filter(|near| near.version.holds(edition, on)).collect();
    let own = in_millimetres(area);
    let prepared = PreparedGeometry::from(&own);
    let predicate = query.predicate.unwrap_or_else(|| "intersects".to_owned());
    let mut related: Vec<(&IndexedArea, RelatedArea)> = near
        .into_iter()
        .filter_map(|near| {
            let matrix = prepared.relate(&in_millimetres(near));
            let holds = [
                ("intersects", matrix.is_intersects()),
                ("covers", matrix.is_covers()),
                ("covered", matrix.is_coveredby()),
                ("overlaps", matrix.is_overlaps()),
                ("touches", matrix.is_touches()),
                ("equals", matrix.is_equal_topo()),
            ];
            let relations: Vec<&'static str> =
                holds.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect();
            let body = RelatedArea {
                code: near.version.code_or_id().to_owned(),
                name: near.version.name.clone(),
                de9im: digits(&matrix),
                relations,
            };
            body.relations.contains(&predicate.as_str()).then_some((near, body))
        })
        .collect();
    related.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
    let mut cited = Cited::default();
    cited.area(asked.layer, area);
    for (near, _) in &related {
        cited.area(other.layer, near);
    }
    Ok(RelationsBody {
        on,
        layer: asked.asked.to_string(),
        code: area.version.code_or_id().to_owned(),
        name: area.version.name.clone(),
        with: query.with.to_string(),
        predicate,
        tolerance_m: 0.0,
        releases: cited.releases(),
        attribution: cited.attribution(),
        areas: related.into_iter().map(|(_, body)| body).collect(),
    })
}

/// Whole millimetres as whole numbers, which floating point holds exactly: then every predicate is exact.
fn in_millimetres(area: &IndexedArea) -> MultiPolygon<f64> {
    area.version.region.shape().map_coords(|Coord { x, y }| Coord {
        x: (x * MILLIMETRES_PER_METRE).round(),
        y: (y * MILLIMETRES_PER_METRE).round(),
    })
}

fn digits(matrix: &geo::relate::IntersectionMatrix) -> String {
    use geo::coordinate_position::CoordPos::{Inside, OnBoundary, Outside};
    let positions = [Inside, OnBoundary, Outside];
    let cells = positions.into_iter().flat_map(|a| positions.into_iter().map(move |b| (a, b)));
    cells
        .map(|(a, b)| match matrix.get(a, b) {
            geo::dimensions::Dimensions::Empty => 'F',
            geo::dimensions::Dimensions::ZeroDimensional => '0',
            geo::dimensions::Dimensions::OneDimensional => '1',
            geo::dimensions::Dimensions::TwoDimensional => '2',
        })
        .collect()
}
