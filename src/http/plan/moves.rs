//! What moves: a table of everything whose council an option changes.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::above::HolderBody;
use crate::{
    boundary::LayerRef,
    http::{
        ApiError, AppState,
        clock::today,
        compare::{UsedRelease, release_body},
        problem::Problems,
        question::{Asked, Given, Question, Segments},
        representation,
        scenarios::scenario_id,
        snapshot::Snapshot,
    },
    plan::{Moved, moves_of_assets, moves_of_layer},
};

/// Rows of a page at most.
const MOST: usize = 1_000;
const USUAL: usize = 200;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_moves))
}

/// What is asked about.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct MovesQuery {
    /// What moves: a layer (`pcns`, `neighbourhoods`, `wards`), or `assets`.
    #[param(example = "pcns")]
    what: String,
    /// The date of what is there now; today in London when left out.
    on: Option<Date>,
    /// How many rows at most (200).
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<usize>,
}

impl Question for MovesQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let missing = || ApiError::Parameter {
            param: "what",
            reason: "name what moves, as what=pcns, what=neighbourhoods or what=assets".to_owned(),
        };
        Ok(Self {
            what: given.text("what").map(str::to_owned).ok_or_else(missing)?,
            on: given.on()?,
            limit: given.whole("limit", &(1..=MOST))?,
            cursor: given.whole("cursor", &(0..=10_000_000))?,
        })
    }
}

/// What moves.
#[derive(Debug, Serialize, ToSchema)]
pub struct MovesBody {
    /// The date of what is there now.
    on: Date,
    /// The day on which the option takes over.
    vesting_day: Option<Date>,
    /// The layer of the councils that are there now.
    before_layer: String,
    /// What is counted; null for assets.
    weight: Option<String>,
    /// Everything that lies in the option, by code.
    rows: Vec<MoveRow>,
    /// How many rows there are.
    total: usize,
    /// What to ask with for the next page; null on the last.
    next_cursor: Option<usize>,
    /// The releases that were used.
    releases: Vec<UsedRelease>,
    /// What must be shown beside the answer.
    attribution: Vec<String>,
}

/// Something whose council changes.
#[derive(Debug, Serialize, ToSchema)]
struct MoveRow {
    /// What it is: a layer, or `assets`.
    layer: String,
    /// Its code, or its id.
    code: String,
    /// Its name.
    name: String,
    /// The councils that it has now, with at least 5 % of it, the largest share first.
    before: Vec<HolderBody>,
    /// Those that it would have.
    after: Vec<HolderBody>,
    /// Its people; null for assets, on ground, and where few on drawn ground are not told.
    people: Option<f64>,
}

/// What moves
///
/// For an option: every area of a layer, or every asset, that lies in it, with the council that it has now and the one that it would have.
#[utoipa::path(
    get, path = "/api/scenarios/{id}/moves", operation_id = "scenario_moves", tag = "Plans",
    params(("id" = String, Path, description = "Its name"), MovesQuery),
    responses((status = OK, body = MovesBody), Problems)
)]
async fn show_moves(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments(id): Segments<String>,
    Asked(query): Asked<MovesQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let view = snapshot.view();
        let one = view.scenario(&scenario_id(&id, &view)?)?;
        let on = query.on.unwrap_or_else(today);
        let found = if query.what == "assets" {
            moves_of_assets(&view, one, on)?
        } else {
            let what: LayerRef = query
                .what
                .parse()
                .map_err(|error| ApiError::Parameter { param: "what", reason: format!("{error}") })?;
            moves_of_layer(&view, one, &what, on)?
        };
        let skip = query.cursor.unwrap_or(0);
        let next = skip.saturating_add(query.limit.unwrap_or(USUAL));
        let total = found.rows.len();
        let row = |moved: &Moved| MoveRow {
            layer: query.what.clone(),
            code: moved.code.clone(),
            name: moved.name.clone(),
            before: moved.before.iter().map(HolderBody::of).collect(),
            after: moved.after.iter().map(HolderBody::of).collect(),
            people: moved.people.filter(|people| !people.is_nan()),
        };
        representation::json(&MovesBody {
            on,
            vesting_day: one.scenario().vesting.map(|vesting| vesting.day),
            before_layer: found.before.to_string(),
            weight: found.weight.clone(),
            rows: found.rows.iter().skip(skip).take(next - skip).map(row).collect(),
            total,
            next_cursor: (next < total).then_some(next),
            releases: found.sources.iter().map(release_body).collect(),
            attribution: found.attribution().into_iter().map(str::to_owned).collect(),
        })
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}
