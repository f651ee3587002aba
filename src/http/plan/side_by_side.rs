//! Options side by side.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    body::{OptionsBody, options_body},
    evaluate::layers,
};
use crate::{
    atlas::ScenarioAtlas,
    boundary::LayerRef,
    compare::WeightRef,
    http::{
        ApiError, AppState,
        clock::today,
        problem::Problems,
        question::{Asked, Given, Question},
        representation,
        scenarios::scenario_id,
        snapshot::Snapshot,
    },
    plan::{Figures, PlanOption, side_by_side, usual_partners},
    scenario::Vesting,
};

/// Options that are compared at once.
const MOST_OPTIONS: usize = 50;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(compare_options))
}

/// Which options, held against what.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OptionsQuery {
    /// The options, with commas between them; all that there are when left out.
    #[param(value_type = Option<String>, example = "SUSSEX-W1,SUSSEX-W2-B2")]
    ids: Option<Vec<String>>,
    /// The layers to hold them against, with commas between them; the first decides the order.
    #[param(value_type = Option<String>, example = "pcns,icbs")]
    against: Option<Vec<LayerRef>>,
    /// What is counted; a membership layer's own people, else residents, when left out.
    #[param(value_type = Option<String>)]
    weight: Option<WeightRef>,
    /// The date of those layers; today in London when left out.
    on: Option<Date>,
}

impl Question for OptionsQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let ids = given.text("ids").map(|text| {
            text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        });
        if ids.as_ref().is_some_and(|ids| ids.is_empty() || ids.len() > MOST_OPTIONS) {
            let reason = format!("name 1 to {MOST_OPTIONS} options, as ids=SUSSEX-W1,SUSSEX-5");
            return Err(ApiError::Parameter { param: "ids", reason });
        }
        Ok(Self { ids, against: layers(given)?, weight: given.parsed("weight")?, on: given.on()? })
    }
}

/// Options side by side
///
/// Each with its status, its sizes, and how many people would live across a line of each layer; sorted by those of the first layer.
/// Nothing is called best.
#[utoipa::path(
    get, path = "/api/scenarios/compare", operation_id = "compare_scenarios", tag = "Plans", params(OptionsQuery),
    responses((status = OK, body = OptionsBody), Problems)
)]
async fn compare_options(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<OptionsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let state = app.clone();
    let write = move || {
        let view = snapshot.view();
        let on = query.on.unwrap_or_else(today);
        let options: Vec<&Arc<ScenarioAtlas>> = match &query.ids {
            None => view.scenarios().take(MOST_OPTIONS).collect(),
            Some(ids) => {
                let found = ids.iter().map(|id| Ok(view.scenario(&scenario_id(id, &view)?)?));
                found.collect::<Result<_, ApiError>>()?
            }
        };
        let against = query.against.clone().unwrap_or_else(|| usual_partners(&view, on));
        let told = side_by_side(&view, state.plan_rows(), &options, &against, query.weight.as_ref(), on)?;
        representation::json(&options_body(&view, &told, on))
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}

/// The columns of options side by side: a row for each option and layer.
pub const OPTION_COLUMNS: [&str; 18] = [
    "id",
    "title",
    "status",
    "status_date",
    "vesting",
    "areas",
    "residents",
    "smallest",
    "largest",
    "left_out_residents",
    "layer",
    "weight",
    "people_date",
    "across",
    "crossing",
    "of",
    "dominant_share",
    "new_areas_crossing",
];

/// The rows of options side by side; one for an option that has no figures, with empty ones.
#[must_use]
pub fn option_rows(options: &[PlanOption<'_>]) -> Vec<Vec<String>> {
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let mut rows = Vec::new();
    for option in options {
        let scenario = option.scenario.scenario();
        let figures = option.figures.as_ref().ok();
        let sizes = figures.and_then(Figures::smallest_and_largest);
        let left_out = figures.and_then(|figures| figures.left_out.iter().map(|one| one.residents).sum());
        let head = [
            scenario.id.to_string(),
            scenario.title.clone(),
            scenario.status.as_str().to_owned(),
            scenario.status_date.clone().unwrap_or_default(),
            scenario.vesting.map(vesting).unwrap_or_default(),
            scenario.assignment.areas.len().to_string(),
            number(figures.and_then(Figures::residents)),
            number(sizes.map(|(smallest, _)| smallest)),
            number(sizes.map(|(_, largest)| largest)),
            number(left_out),
        ];
        let partners = figures.map(|figures| figures.against.as_slice()).unwrap_or_default();
        if partners.is_empty() {
            let empty = std::iter::repeat_n(String::new(), OPTION_COLUMNS.len() - head.len());
            rows.push(head.iter().cloned().chain(empty).collect());
        }
        for partner in partners {
            let summary = &partner.scores.summary;
            let tail = [
                partner.layer.to_string(),
                partner.weight.clone(),
                partner.people_date.map(|day| day.to_string()).unwrap_or_default(),
                summary.across_a.to_string(),
                summary.crossing_a.to_string(),
                partner.areas.len().to_string(),
                number(summary.dominant_share_a),
                summary.crossing_b.to_string(),
            ];
            rows.push(head.iter().cloned().chain(tail).collect());
        }
    }
    rows
}

fn vesting(vesting: Vesting) -> String {
    format!("{}{}", vesting.day, if vesting.expected { " (expected)" } else { "" })
}
