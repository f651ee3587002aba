//! What is said of a drawing while it is drawn. Nothing is kept.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    body::{DrawingSent, ProblemItem, page_path},
    stands::{PeopleBody, StandsBody, people, stands},
};
use crate::{
    http::{
        ApiError, AppState,
        areas::tenths,
        clock::today,
        problem::{Problems, Refusals},
        question::{Asked, OnDay},
        sent::Sent,
        snapshot::Snapshot,
    },
    neighbourhood::name_key,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(check_drawing))
}

/// Namesakes that are listed at most.
const MOST_NAMESAKES: usize = 20;

/// What is said of a drawing while it is drawn.
#[derive(Serialize, ToSchema)]
struct CheckedBody {
    /// The date of the answer.
    on: Date,
    /// Whether it can be sent as it is.
    may_be_sent: bool,
    /// Everything that is wrong, at once.
    problems: Vec<ProblemItem>,
    /// Its ground in square metres; null while it is no ground.
    area_m2: Option<f64>,
    /// About how many people live there.
    #[serde(flatten)]
    people: PeopleBody,
    /// Who stands above it: what it touches, largest share first.
    stands: Vec<StandsBody>,
    /// How many published drawings have that name.
    namesakes: usize,
    /// Some of them.
    namesake_pages: Vec<NamesakeBody>,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// A published drawing of the same name.
#[derive(Serialize, ToSchema)]
pub(super) struct NamesakeBody {
    /// Its permanent name.
    pub id: String,
    /// Its name, as it is spelt.
    pub name: String,
    /// Its page.
    pub url: String,
}

/// Check a drawing while it is drawn
///
/// Everything that is wrong with it in words, its size, about how many people live there, who stands above it, and other drawings of that name. Nothing is kept.
#[utoipa::path(
    post, path = "/api/neighbourhoods/check", operation_id = "check_drawing", tag = "Neighbourhoods", request_body = DrawingSent, params(OnDay),
    responses((status = OK, body = CheckedBody), Problems, Refusals)
)]
async fn check_drawing(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(OnDay { on }): Asked<OnDay>,
    Sent(drawing): Sent<DrawingSent>,
) -> Result<Json<CheckedBody>, ApiError> {
    let on = on.unwrap_or_else(today);
    app.compute(move || {
        // What a drawing touches is told to the public, whoever draws.
        let view = snapshot.view().public();
        let prepared = drawing.prepare(&view, on)?;
        let region = prepared.content.region.as_ref();
        let (stands, _, attribution) = region.map(|region| stands(&view, region, on)).unwrap_or_default();
        let called = view
            .neighbourhoods()
            .map(|all| all.called(&name_key(&prepared.content.name)))
            .unwrap_or_default();
        Ok(Json(CheckedBody {
            on,
            may_be_sent: prepared.may_be_sent(),
            problems: prepared.body(),
            area_m2: region.map(|region| tenths(region.area().0)),
            people: region.map(|region| people(&view, region, on)).unwrap_or_default(),
            stands,
            namesakes: called.len(),
            namesake_pages: called
                .iter()
                .take(MOST_NAMESAKES)
                .map(|one| NamesakeBody {
                    id: one.area_id.to_string(),
                    name: one.name.clone(),
                    url: page_path(one.area_id.as_str()),
                })
                .collect(),
            attribution,
        }))
    })
    .await
}
