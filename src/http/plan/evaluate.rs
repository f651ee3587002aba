//! The figures of an option: of a saved one, and of one that is only being drawn up.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::body::{FiguresBody, figures_body};
use crate::{
    boundary::LayerRef,
    compare::{Citation, WeightRef, cite_once},
    coterminosity::Thresholds,
    http::{
        ApiError, AppState,
        clock::today,
        problem::Problems,
        question::{Asked, Given, Question, Segments},
        representation,
        scenarios::{AssignmentEdit, scenario_id},
        sent::Sent,
        snapshot::Snapshot,
    },
    plan::{Move, PlanQuestion, figures, moved, standing, usual_partners},
    scenario::Scenario,
};

/// Moves of one request at most.
const MOST_MOVES: usize = 10_000;
/// Layers that an option may be held against at once.
const MOST_LAYERS: usize = 12;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(evaluate)).routes(routes!(show_figures))
}

/// What options are held against.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PlanQuery {
    /// The layers to hold it against, with commas between them; lists of people, neighbourhoods, boards, police, fire and combined
    /// authorities when left out.
    #[param(value_type = Option<String>, example = "pcns,icbs")]
    pub against: Option<Vec<LayerRef>>,
    /// What is counted; a membership layer's own people, else residents, when left out.
    #[param(value_type = Option<String>, example = "residents")]
    pub weight: Option<WeightRef>,
    /// The date of those layers; today in London when left out.
    pub on: Option<Date>,
}

impl Question for PlanQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self { against: layers(given)?, weight: given.parsed("weight")?, on: given.on()? })
    }
}

/// The layers that `against` names.
pub(super) fn layers(given: &Given) -> Result<Option<Vec<LayerRef>>, ApiError> {
    let Some(text) = given.text("against") else { return Ok(None) };
    let refuse = |reason: String| ApiError::Parameter { param: "against", reason };
    let named = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    let layers: Vec<LayerRef> = named
        .map(|name| name.parse().map_err(|error| refuse(format!("{error}"))))
        .collect::<Result<_, _>>()?;
    match layers.len() {
        0 => Err(refuse("name layers, as against=pcns,icbs".to_owned())),
        n if n > MOST_LAYERS => Err(refuse(format!("at most {MOST_LAYERS} layers at once"))),
        _ => Ok(Some(layers)),
    }
}

/// An option that is being drawn up.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EvaluateBody {
    /// What it is called; not heeded.
    #[serde(default, rename = "title")]
    _title: Option<String>,
    /// What its areas are for: `council`, `neighbourhood-team`, `place` or `other`.
    purpose: Option<String>,
    /// About how many people an area should have.
    guide_people: Option<u64>,
    /// The saved option that it starts from, instead of an assignment.
    from: Option<String>,
    /// Its areas and what they are made of.
    assignment: Option<AssignmentEdit>,
    /// What is then moved, one after the other.
    #[serde(default)]
    moves: Vec<MoveBody>,
    /// Instead of the option, what its ground is divided into now: every component in the council that it has on `on` (counties and
    /// the districts that are in none for an option for councils, districts for any other).
    #[serde(default)]
    before: bool,
}

/// A component that is to go elsewhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MoveBody {
    /// Its layer.
    layer: String,
    /// Its code.
    code: String,
    /// The name of the area that it goes to; null: to none. A new name is a new area.
    area: Option<String>,
}

/// What an option would be
///
/// Every figure of an option that nobody has saved: a saved one (`from`) or an assignment, after some moves. A ward that is moved out of a
/// district that is assigned whole splits that district into its wards. With `before`, the same figures of the councils that are there now. Nothing
/// is kept.
#[utoipa::path(
    post, path = "/api/scenarios/evaluate", operation_id = "evaluate_scenario", tag = "Plans", params(PlanQuery),
    request_body = EvaluateBody, responses((status = OK, body = FiguresBody), Problems)
)]
async fn evaluate(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<PlanQuery>,
    headers: HeaderMap,
    Sent(body): Sent<EvaluateBody>,
) -> Result<Response, ApiError> {
    let state = app.clone();
    let write = move || {
        let mut scenario = drawn_up(&snapshot, &body)?;
        let mut councils = Vec::new();
        if body.before {
            let (view, on) = (snapshot.view(), query.on.unwrap_or_else(today));
            let vesting = scenario.vesting.map(|vesting| vesting.day);
            (scenario.assignment, councils) =
                standing(&view, &scenario.assignment, vesting, scenario.purpose, on)?;
            scenario.not_drawn.clear();
        }
        representation::json(&told(&state, &snapshot, &scenario, &query, &councils)?)
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}

/// The figures of a saved option
///
/// Residents and registered people of each area, what goes to none, and what it does to other layers.
#[utoipa::path(
    get, path = "/api/scenarios/{id}/figures", operation_id = "scenario_figures", tag = "Plans",
    params(("id" = String, Path, description = "Its name"), PlanQuery),
    responses((status = OK, body = FiguresBody), Problems)
)]
async fn show_figures(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments(id): Segments<String>,
    Asked(query): Asked<PlanQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let state = app.clone();
    let write = move || {
        let view = snapshot.view();
        let scenario = view.scenario(&scenario_id(&id, &view)?)?.scenario();
        representation::json(&told(&state, &snapshot, scenario, &query, &[])?)
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}

fn drawn_up(snapshot: &Snapshot, body: &EvaluateBody) -> Result<Scenario, ApiError> {
    let view = snapshot.view();
    let refuse = |reason: String| ApiError::Body { reason };
    if body.moves.len() > MOST_MOVES {
        return Err(refuse(format!("moves: at most {MOST_MOVES} at once")));
    }
    let mut scenario = match (&body.from, &body.assignment) {
        (Some(_), Some(_)) => return Err(refuse("give from or assignment, not both".to_owned())),
        (None, None) => return Err(refuse("give from, the name of an option, or an assignment".to_owned())),
        (Some(id), None) => view.scenario(&scenario_id(id, &view)?)?.scenario().clone(),
        (None, Some(assignment)) => {
            let id = "unsaved".parse().map_err(ApiError::internal)?;
            let mut scenario = Scenario::named(id, "");
            scenario.assignment = assignment.whole()?;
            scenario
        }
    };
    if let Some(purpose) = &body.purpose {
        scenario.purpose = purpose.parse().map_err(|error| refuse(format!("purpose: {error}")))?;
    }
    scenario.guide_people = body.guide_people.or(scenario.guide_people);
    let moves: Result<Vec<Move>, ApiError> = body
        .moves
        .iter()
        .map(|one| {
            let layer = one.layer.parse().map_err(|error| refuse(format!("moves: {error}")))?;
            let to = one.area.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
            Ok(Move { layer, code: one.code.clone(), to })
        })
        .collect();
    let vesting = scenario.vesting.map(|vesting| vesting.day);
    scenario.assignment = moved(&view, &scenario.assignment, vesting, &moves?)?;
    Ok(scenario)
}

fn told(
    app: &AppState,
    snapshot: &Snapshot,
    scenario: &Scenario,
    query: &PlanQuery,
    // Releases that decided what its areas are.
    councils: &[Citation],
) -> Result<FiguresBody, ApiError> {
    let view = snapshot.view();
    let on = query.on.unwrap_or_else(today);
    let question = PlanQuestion {
        assignment: scenario.assignment.clone(),
        vesting: scenario.vesting.map(|vesting| vesting.day),
        guide_people: scenario.guide_people,
        against: query.against.clone().unwrap_or_else(|| usual_partners(&view, on)),
        weight: query.weight.clone(),
        on,
        thresholds: Thresholds::default(),
    };
    let mut found = figures(&view, app.plan_rows(), &question)?;
    cite_once(&mut found.sources, councils);
    let problems = view.problems(scenario).into_iter().map(|problem| problem.text).collect();
    Ok(figures_body(&view, scenario, &found, problems, on))
}
