//! Scenarios, page by page.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::body::{ScenarioSummary, attribution, scenario_summary};
use crate::{
    http::{
        ApiError, AppState,
        cited::{Cited, ReleaseBody},
        clock::today,
        problem::Problems,
        question::{Asked, Given, Question},
        representation,
        snapshot::Snapshot,
    },
    scenario::{Purpose, Status},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_scenarios))
}

/// Scenarios of a page at most.
const MOST: usize = 500;
const USUAL: usize = 100;

/// Which scenarios.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ScenariosQuery {
    /// Only those of a place: words that its name has.
    #[param(example = "Surrey")]
    place: Option<String>,
    /// Only those that have come so far.
    #[param(value_type = Option<String>, example = "decided")]
    status: Option<Status>,
    /// Only those for a purpose.
    #[param(value_type = Option<String>, example = "council")]
    purpose: Option<Purpose>,
    /// The date of the question; today in London when left out.
    on: Option<Date>,
    /// How many at most (100).
    #[param(minimum = 1, maximum = 500)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<usize>,
}

impl Question for ScenariosQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self {
            place: given.text("place").map(str::to_lowercase),
            status: given.parsed("status")?,
            purpose: given.parsed("purpose")?,
            on: given.on()?,
            limit: given.whole("limit", &(1..=MOST))?,
            cursor: given.whole("cursor", &(0..=1_000_000))?,
        })
    }
}

/// Scenarios.
#[derive(Serialize, ToSchema)]
pub(super) struct ScenariosBody {
    /// The date of the answer.
    on: Date,
    /// Those of this page, by name.
    scenarios: Vec<ScenarioSummary>,
    /// What to ask with for the next page; null on the last.
    next_cursor: Option<usize>,
    /// The releases that their areas are.
    releases: Vec<ReleaseBody>,
    /// What must be shown beside them.
    attribution: Vec<String>,
}

/// Every scenario
///
/// Ways to divide some ground into areas: reorganisations of councils, neighbourhood teams. Their order is that of their names; none is
/// called best.
#[utoipa::path(
    get, path = "/api/scenarios", operation_id = "list_scenarios", tag = "Plans", params(ScenariosQuery),
    responses((status = OK, body = ScenariosBody), Problems)
)]
async fn list_scenarios(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<ScenariosQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let view = snapshot.view();
        let wanted: Vec<_> = view
            .scenarios()
            .filter(|one| {
                let scenario = one.scenario();
                let words = [scenario.place.as_deref(), Some(scenario.title.as_str())];
                query.status.is_none_or(|status| status == scenario.status)
                    && query.purpose.is_none_or(|purpose| purpose == scenario.purpose)
                    && query.place.as_ref().is_none_or(|place| {
                        words.into_iter().flatten().any(|words| words.to_lowercase().contains(place))
                    })
            })
            .collect();
        let skip = query.cursor.unwrap_or(0);
        let page: Vec<_> = wanted.iter().skip(skip).take(query.limit.unwrap_or(USUAL)).collect();
        let next = skip + page.len();
        let (mut cited, mut said) = (Cited::default(), Vec::<String>::new());
        for one in &page {
            if let Ok(layer) = &one.composed().layer {
                layer.editions().iter().for_each(|state| cited.edition(layer, state));
            }
            said.extend(attribution(one));
        }
        let mut seen = std::collections::HashSet::new();
        said.retain(|words| seen.insert(words.clone()));
        representation::json(&ScenariosBody {
            on: query.on.unwrap_or_else(today),
            scenarios: page.iter().map(|one| scenario_summary(&view, one)).collect(),
            next_cursor: (next < wanted.len() && !page.is_empty()).then_some(next),
            releases: cited.releases(),
            attribution: said,
        })
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}
