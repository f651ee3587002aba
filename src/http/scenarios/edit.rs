//! Drawing up scenarios, changing them and taking them away.
//!
//! A change names the version that it was made from (`If-Match`) and leaves an entry in the audit trail. One that cannot hold is
//! refused with every reason: components that are not there or are there twice, areas without any.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    edit_body::ScenarioEdit,
    one::{scenario_id, tag},
};
use crate::{
    access::{Deed, NewAuditEntry},
    atlas::{ScenarioAtlas, View},
    http::{
        ApiError, AppState,
        asker::{Asker, PRIVATE, SignedIn},
        named::escaped,
        problem::{Preconditions, Problems, Refusals},
        question::{Asked, Nothing, Segments},
        sent::Sent,
        snapshot::Snapshot,
    },
    scenario::{Scenario, ScenarioId},
    store::NewScenario,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(add_scenario))
        .routes(routes!(replace_scenario))
        .routes(routes!(remove_scenario))
}

/// Problems that are told at most.
const TOLD: usize = 50;
/// Scenarios of one title that can be told apart by a number.
const MOST_NAMESAKES: usize = 1_000;

/// What became of a change.
#[derive(Serialize, ToSchema)]
pub(super) struct KeptScenarioBody {
    /// The scenario's name.
    id: String,
    /// How often it was written.
    version: i64,
    /// The layer that its areas are.
    layer: String,
    /// The entity tag to send with the next change.
    etag: Option<String>,
}

/// Draw up a scenario
///
/// Needs the role `planner` or `admin`. It is for those who have signed in until it is said to be public.
#[utoipa::path(
    post, path = "/api/scenarios", operation_id = "add_scenario", tag = "Plans", request_body = ScenarioEdit,
    responses((status = CREATED, body = KeptScenarioBody), Problems, Refusals, Preconditions)
)]
async fn add_scenario(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(body): Sent<ScenarioEdit>,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::Plan)?;
    let view = snapshot.view();
    let id = match &body.id {
        Some(id) => id.parse().map_err(|error| ApiError::Body { reason: format!("id: {error}") })?,
        None => free_name(&body.title, &view)?,
    };
    if view.scenario(&id).is_ok() {
        return Err(ApiError::Conflict { reason: format!("there is a scenario {id} already") });
    }
    let scenario = body.scenario(id.clone(), None)?;
    holds(&scenario, &view)?;
    keep(&app, by, scenario, 0, None).await?;
    let mut response = kept(&app, &asker, &id)?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(place) = HeaderValue::from_str(&format!("/api/scenarios/{}", escaped(id.as_str()))) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Replace a scenario
///
/// The body is the whole of it. Send `If-Match` with the entity tag that reading it gave. Needs the role `planner` or `admin`.
#[utoipa::path(
    put, path = "/api/scenarios/{id}", operation_id = "replace_scenario", tag = "Plans", request_body = ScenarioEdit,
    params(("id" = String, Path, description = "Its name"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = KeptScenarioBody), Problems, Refusals, Preconditions)
)]
async fn replace_scenario(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
    Sent(body): Sent<ScenarioEdit>,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::Plan)?;
    let view = snapshot.view();
    let before = meant(&view, &id, &headers)?;
    let id = before.scenario().id.clone();
    if body.id.as_ref().is_some_and(|said| said.parse::<ScenarioId>().ok().as_ref() != Some(&id)) {
        return Err(ApiError::Body { reason: format!("id: {id} keeps its name") });
    }
    let scenario = body.scenario(id.clone(), Some(before.scenario()))?;
    holds(&scenario, &view)?;
    keep(&app, by, scenario, before.version(), Some(before.scenario())).await?;
    kept(&app, &asker, &id)
}

/// Take a scenario away
///
/// References to it can still be checked until the store is pruned. Needs `If-Match`, and the role `planner` or `admin`.
#[utoipa::path(
    delete, path = "/api/scenarios/{id}", operation_id = "remove_scenario", tag = "Plans",
    params(("id" = String, Path, description = "Its name"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems, Refusals, Preconditions)
)]
async fn remove_scenario(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::Plan)?;
    let view = snapshot.view();
    let before = meant(&view, &id, &headers)?;
    let (id, version) = (before.scenario().id.clone(), before.version());
    let entry = entry(by, "scenario.remove", Some(before.scenario()), None, &id)?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    app.ask_store(move || {
        store.remove_scenario(&id, Some(version))?;
        store.note_change(&entry)
    })
    .await?;
    app.refresh().await?;
    Ok((HeaderMap::from_iter([(header::CACHE_CONTROL, PRIVATE)]), StatusCode::NO_CONTENT).into_response())
}

/// A name that is made of a title and is not taken.
fn free_name(title: &str, view: &View<'_>) -> Result<ScenarioId, ApiError> {
    let plain = deunicode::deunicode(title).to_lowercase();
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut plain: String = words.join("-").chars().take(34).collect();
    if plain.is_empty() {
        plain.push_str("scenario");
    }
    let names = (1..MOST_NAMESAKES).map(|n| if n == 1 { plain.clone() } else { format!("{plain}-{n}") });
    let mut free = names.filter_map(|name| name.parse().ok()).filter(|id| view.scenario(id).is_err());
    free.next().ok_or_else(|| ApiError::Conflict {
        reason: "there are too many of this title: give an id".to_owned(),
    })
}

/// The scenario that a change is about, in the version that the change was made from.
fn meant<'a>(view: &View<'a>, id: &str, headers: &HeaderMap) -> Result<&'a ScenarioAtlas, ApiError> {
    let one = view.scenario(&scenario_id(id, view)?)?;
    let Some(said) = headers.get(header::IF_MATCH) else { return Err(ApiError::NoMatch) };
    let version = one.version().to_string();
    // The tag also says what the areas were drawn from, which a change is not about.
    let holds = |tag: &str| {
        tag == "*" || tag.trim_matches('"').split('.').next().is_some_and(|known| known == version)
    };
    let holds = said.to_str().is_ok_and(|said| said.split(',').map(str::trim).any(holds));
    if holds { Ok(one) } else { Err(ApiError::Stale) }
}

/// Refuses a scenario that cannot hold, with every reason.
fn holds(scenario: &Scenario, view: &View<'_>) -> Result<(), ApiError> {
    let mut problems: Vec<String> = view
        .problems(scenario)
        .into_iter()
        .map(|problem| match problem.component {
            Some(index) => format!("assignment.components[{index}]: {}", problem.text),
            None => problem.text,
        })
        .collect();
    for named in scenario.modified_from.iter().chain(&scenario.combines) {
        if view.scenario(named).is_err() {
            problems.push(format!("there is no scenario “{named}”"));
        }
    }
    if scenario.assignment.areas.is_empty() {
        problems.push("assignment.areas: it has no areas".to_owned());
    }
    let more = problems.len().saturating_sub(TOLD);
    problems.truncate(TOLD);
    if more > 0 {
        problems.push(format!("and {more} more"));
    }
    if problems.is_empty() { Ok(()) } else { Err(ApiError::Body { reason: problems.join("; ") }) }
}

/// Keeps a scenario with an entry of the audit trail, and lets questions see it.
async fn keep(
    app: &AppState,
    by: &SignedIn,
    scenario: Scenario,
    after: i64,
    before: Option<&Scenario>,
) -> Result<(), ApiError> {
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let action = if before.is_some() { "scenario.replace" } else { "scenario.add" };
    let entry = entry(by, action, before, Some(&scenario), &scenario.id)?;
    app.ask_store(move || {
        store.put_scenarios(&[NewScenario { scenario, after: Some(after) }])?;
        store.note_change(&entry)
    })
    .await?;
    app.refresh().await
}

/// What the audit trail says of a change: all that is said of the scenario, and how many components it has. The components of
/// every version are kept with it.
fn entry(
    by: &SignedIn,
    action: &str,
    before: Option<&Scenario>,
    after: Option<&Scenario>,
    id: &ScenarioId,
) -> Result<NewAuditEntry, ApiError> {
    let told = |scenario: Option<&Scenario>| {
        let told = scenario.map(|scenario| {
            let assignment = &scenario.assignment;
            let said = serde_json::json!({
                "scenario": scenario, "areas": assignment.areas, "components": assignment.components.len(),
            });
            serde_json::to_string(&said)
        });
        told.transpose().map_err(ApiError::internal)
    };
    Ok(NewAuditEntry {
        at: Timestamp::now(),
        token: Some(by.token.clone()),
        action: action.to_owned(),
        subject: id.to_string(),
        before: told(before)?,
        after: told(after)?,
    })
}

/// What became of a change, with the entity tag for the next.
fn kept(app: &AppState, asker: &Asker, id: &ScenarioId) -> Result<Response, ApiError> {
    let snapshot = app.snapshot(asker.viewer()).ok_or(ApiError::Loading)?;
    let view = snapshot.view();
    let one = view.scenario(id)?;
    let etag = tag(one, &view);
    let mut headers = HeaderMap::from_iter([(header::CACHE_CONTROL, PRIVATE)]);
    if let Ok(tag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, tag);
    }
    let body = KeptScenarioBody {
        id: one.scenario().id.to_string(),
        version: one.version(),
        layer: id.layer().to_string(),
        etag: Some(etag),
    };
    Ok((headers, Json(body)).into_response())
}
