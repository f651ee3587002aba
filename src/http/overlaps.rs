//! How much of one area, or of a drawing, lies in each area of a layer.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    routing::get,
};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, OpenApi, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    clock::today,
    compare::{UsedRelease, used_releases},
    drawn::drawn_region,
    problem::Problems,
    question::{Asked, Given, NO_OTHER_LAYER, Question, Segments, layer_ref},
    snapshot::Snapshot,
};
use crate::{
    boundary::LayerRef,
    compare::{Comparison, OneQuestion, Subject, WeightRef, compare_one},
    coterminosity::{Counted, Relation, Thresholds},
    neighbourhood::told_people,
};

#[derive(OpenApi)]
#[openapi(paths(list_overlaps))]
struct Described;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Described::openapi())
        .route("/api/areas/{layer}/{code}/overlaps", get(list_overlaps))
        .routes(routes!(drawn_overlaps))
}

/// Against which layer, and what is counted.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OverlapsQuery {
    /// The other layer: `LAYER`, or `LAYER@EDITION` whatever the date.
    #[param(example = "districts", value_type = String)]
    pub with: LayerRef,
    /// What is counted: `area`, `residents`, `patients` or another weight. When left out, people where they are known.
    #[param(value_type = Option<String>)]
    pub weight: Option<WeightRef>,
    /// The date of the question; today in London when left out.
    pub on: Option<Date>,
}

impl Question for OverlapsQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self {
            with: given.layer("with", NO_OTHER_LAYER)?,
            weight: given.parsed("weight")?,
            on: given.on()?,
        })
    }
}

impl OverlapsQuery {
    fn question(self, subject: Subject) -> OneQuestion {
        let on = self.on.unwrap_or_else(today);
        OneQuestion { subject, with: self.with, weight: self.weight, on, thresholds: Thresholds::default() }
    }
}

/// How much of one area lies in each area of a layer.
#[derive(Serialize, ToSchema)]
pub(super) struct OverlapsBody {
    /// The date of the answer.
    on: Date,
    /// The area, by code (or id, where it has none); `drawn` for a drawing.
    code: String,
    /// Its name.
    name: String,
    /// The other layer.
    with: String,
    /// The weight's name.
    weight: String,
    /// The unit: `m2` or `people`.
    unit: &'static str,
    /// The area's whole weight; null when it is suppressed.
    total: Option<f64>,
    /// Of that, what no area of the other layer covers; null when it is suppressed.
    uncovered: Option<f64>,
    /// People whom the table has but who could not be put on the map; 0 for ground.
    unplaced: f64,
    /// The other layer's areas that share ground or people with it, largest share first.
    overlaps: Vec<OverlapBody>,
    /// For drawn ground: people are rounded to 10, and under 50 are null.
    suppressed: bool,
    /// What had to be repaired in the drawing, in words.
    repaired: Option<String>,
    /// How it was worked out, in words.
    method: String,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// The releases that the answer was drawn from.
    releases: Vec<UsedRelease>,
    /// Reproduces the comparison of the two layers that this is a part of; null for drawings, which are not kept.
    reference: Option<String>,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// An area that shares ground or people with the one that was asked about.
#[derive(Serialize, ToSchema)]
pub(super) struct OverlapBody {
    /// Its code, or its id where it has none.
    code: String,
    /// Its name.
    name: String,
    /// What they share; null when it is suppressed.
    overlap: Option<f64>,
    /// The share of the area that was asked about.
    share: Option<f64>,
    /// The share of this area.
    share_of_other: Option<f64>,
    /// What they share of what either has.
    iou: Option<f64>,
    /// On the ground: `same`, `inside` (the area asked about lies in this one), `contains`, `sliver` or `overlaps`; null for
    /// lists of people.
    relation: Option<&'static str>,
}

/// How much of an area lies in each area of another layer
///
/// Shares both ways, in ground or in people. The area may be an organisation of a membership layer.
#[utoipa::path(
    get, path = "/api/areas/{layer}/{code}/overlaps", tag = "Questions",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"),
        ("code" = String, Path, description = "The area's code or id; case does not matter"), OverlapsQuery),
    responses((status = OK, body = OverlapsBody), Problems)
)]
async fn list_overlaps(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments((layer, code)): Segments<(String, String)>,
    Asked(query): Asked<OverlapsQuery>,
) -> Result<Json<OverlapsBody>, ApiError> {
    let subject = Subject::Area { layer: layer_ref(&layer)?, code };
    let question = query.question(subject);
    let answer = move || {
        let answer = compare_one(&snapshot.view(), &question).map_err(ApiError::Compare)?;
        Ok(Json(body(&answer, &Origin::Published)))
    };
    app.compute(answer).await
}

/// How much of a drawing lies in each area of a layer
///
/// The body is a `GeoJSON` polygon or multipolygon, bare or in a feature, in longitude and latitude, of at most 20,000 points.
/// What is not valid in it is repaired, and said. People are rounded to 10; under 50 they are null, with `suppressed: true`. The
/// drawing is not kept.
#[utoipa::path(
    post, path = "/api/overlaps", tag = "Questions", params(OverlapsQuery),
    request_body(content = serde_json::Value, content_type = "application/geo+json",
        description = "A GeoJSON polygon or multipolygon, or a feature with one"),
    responses((status = OK, body = OverlapsBody), Problems)
)]
async fn drawn_overlaps(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<OverlapsQuery>,
    drawing: Result<Bytes, BytesRejection>,
) -> Result<Json<OverlapsBody>, ApiError> {
    let most = app.config().limits.body_bytes;
    let drawing = drawing.map_err(|_| ApiError::BodyTooLarge { most })?;
    if u64::try_from(drawing.len()).is_ok_and(|length| length > most) {
        return Err(ApiError::BodyTooLarge { most });
    }
    let answer = move || {
        let (region, repaired) = drawn_region(&drawing)?;
        let question = query.question(Subject::Drawn(Arc::new(region)));
        let answer = compare_one(&snapshot.view(), &question).map_err(ApiError::Compare)?;
        Ok(Json(body(&answer, &Origin::Drawn { repaired })))
    };
    app.compute(answer).await
}

/// Where the ground that was asked about comes from.
enum Origin {
    /// From a release.
    Published,
    /// From a request.
    Drawn {
        /// What had to be repaired in it, in words.
        repaired: Option<String>,
    },
}

fn body(answer: &Comparison, origin: &Origin) -> OverlapsBody {
    let is_people = answer.counted == Counted::People;
    let hides = matches!(origin, Origin::Drawn { .. }) && is_people;
    let (repaired, reference) = match origin {
        Origin::Published => (None, Some(answer.reference().to_string())),
        Origin::Drawn { repaired } => (repaired.clone(), None),
    };
    let told = |amount: f64| if hides { told_people(amount) } else { Some(amount) };
    let total = answer.scores.areas_a.first().map_or(0.0, |area| area.total);
    let uncovered = answer.scores.areas_a.first().map_or(0.0, |area| area.uncovered);
    let overlaps: Vec<OverlapBody> = answer
        .pairs
        .iter()
        .map(|pair| {
            let other = &answer.b.areas[pair.b as usize];
            let whole_other = answer.scores.areas_b[pair.b as usize].total;
            let overlap = told(pair.overlap);
            // What is told of shares must not tell more than the rounded counts do.
            let share = |exact: f64, of: Option<f64>| match (hides, overlap, of) {
                (false, ..) => Some(exact),
                (true, Some(overlap), Some(of)) if of > 0.0 => Some((overlap / of).min(1.0)),
                _ => None,
            };
            OverlapBody {
                code: other.code.clone(),
                name: other.name.clone(),
                overlap,
                share: share(pair.share_of_a, told(total)),
                share_of_other: share(pair.share_of_b, Some(whole_other)),
                iou: if hides { None } else { Some(pair.iou) },
                relation: pair.relation.map(Relation::word),
            }
        })
        .collect();
    let (total, uncovered) = (told(total), told(uncovered));
    let is_untold = |figure: Option<f64>| figure.is_none_or(f64::is_nan);
    let hides = hides || answer.is_of_drawn_people();
    let suppressed = hides && (is_untold(total) || overlaps.iter().any(|other| is_untold(other.overlap)));
    OverlapsBody {
        on: answer.on,
        code: answer.a.areas.first().map(|area| area.code.clone()).unwrap_or_default(),
        name: answer.a.areas.first().map(|area| area.name.clone()).unwrap_or_default(),
        with: answer.b.asked.to_string(),
        weight: answer.weight.clone(),
        unit: if is_people { "people" } else { "m2" },
        total,
        uncovered,
        unplaced: answer.scores.summary.unplaced,
        overlaps,
        suppressed,
        repaired,
        method: answer.method_in_words(),
        people_date: answer.people_date,
        releases: used_releases(answer),
        reference,
        attribution: answer.sources.attribution().into_iter().map(str::to_owned).collect(),
    }
}
