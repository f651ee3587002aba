//! Before and after: who stands above an area on two days.

use std::collections::BTreeSet;

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    atlas::{AskError, View},
    boundary::LayerRef,
    compare::{Citation, attribution, cite_once},
    http::{
        ApiError, AppState,
        clock::today,
        compare::{UsedRelease, release_body},
        problem::Problems,
        question::{Asked, Given, Question, Segments, layer_ref, shortened},
        representation,
        scenarios::scenario_id,
        snapshot::Snapshot,
    },
    plan::{Above, Holder, above},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_before_after))
}

/// Which two days.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
struct BeforeAfterQuery {
    /// The day before; today in London when left out.
    on: Option<Date>,
    /// The day after; the vesting day of the option, or, without one, the same day, when left out.
    then: Option<Date>,
    /// The option whose areas stand there on the day after.
    #[param(example = "SURREY-2")]
    scenario: Option<String>,
}

impl Question for BeforeAfterQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self {
            on: given.on()?,
            then: given.day("then")?,
            scenario: given.text("scenario").map(str::to_owned),
        })
    }
}

/// Who stands above an area on two days.
#[derive(Debug, Serialize, ToSchema)]
pub struct BeforeAfterBody {
    /// The area's layer.
    layer: String,
    /// Its code, or its id.
    code: String,
    /// Its name.
    name: String,
    /// The day before.
    on: Date,
    /// The day after.
    then: Date,
    /// The option whose areas stand there on the day after.
    scenario: Option<String>,
    /// Who stands above it before.
    before: Vec<AboveBody>,
    /// Who does after.
    after: Vec<AboveBody>,
    /// The layers in which others stand above it, or hold other shares by 1 % or more.
    changed: Vec<String>,
    /// The releases that were used.
    releases: Vec<UsedRelease>,
    /// What must be shown beside the answer.
    attribution: Vec<String>,
}

/// The areas of one layer that an area lies in.
#[derive(Debug, Serialize, ToSchema)]
struct AboveBody {
    /// The layer.
    layer: String,
    /// Its name, in the plural.
    layer_title: String,
    /// What is counted: `area`, or a weight.
    weight: String,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// All people of the area; null on ground, and where few on drawn ground are not told.
    people: Option<f64>,
    /// The areas, the largest share first.
    areas: Vec<HolderBody>,
    /// Whom to have in the room: the areas with at least 5 % of it.
    in_the_room: Vec<String>,
}

/// An area and the share that it has.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(super) struct HolderBody {
    /// Its code, or its id.
    code: String,
    /// Its name.
    name: String,
    /// The share, from 0 to 1.
    share: f64,
}

impl HolderBody {
    pub(super) fn of(holder: &Holder) -> Self {
        Self {
            code: holder.code.clone(),
            name: holder.name.clone(),
            share: (holder.share * 10_000.0).round() / 10_000.0,
        }
    }
}

fn body(one: &Above) -> AboveBody {
    AboveBody {
        layer: one.layer.to_string(),
        layer_title: one.title.clone(),
        weight: one.weight.clone(),
        people_date: one.people_date,
        people: one.people,
        areas: one.areas.iter().map(HolderBody::of).collect(),
        in_the_room: one.in_the_room().map(|holder| holder.name.clone()).collect(),
    }
}

/// Who stands above an area before and after
///
/// Councils, the NHS and other public services that hold at least 1 % of the area, on two days, or today and under an option.
#[utoipa::path(
    get, path = "/api/areas/{layer}/{code}/before-after", operation_id = "before_after", tag = "Plans",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"),
        ("code" = String, Path, description = "The area's code or id; case does not matter"), BeforeAfterQuery),
    responses((status = OK, body = BeforeAfterBody), Problems)
)]
async fn show_before_after(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments((layer, code)): Segments<(String, String)>,
    Asked(query): Asked<BeforeAfterQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let view = snapshot.view();
        let layer = layer_ref(&layer)?;
        let on = query.on.unwrap_or_else(today);
        let scenario = query.scenario.as_deref().map(|id| scenario_id(id, &view)).transpose()?;
        let scenario = scenario.map(|id| view.scenario(&id)).transpose()?;
        let vesting = scenario.and_then(|one| one.scenario().vesting).map(|vesting| vesting.day);
        let then = query.then.or(vesting).unwrap_or(on);
        let (code, name) = named(&view, &layer, &code, on)?;
        let before = above(&view, &layer, &code, on, None);
        // The area itself may be abolished by then: it is held against what stands there, as it is on the day before.
        let held = fixed(&view, &layer, &code, on);
        let after = above(&view, &held, &code, then, scenario.map(std::convert::AsRef::as_ref));
        let mut sources: Vec<Citation> = Vec::new();
        cite_once(&mut sources, before.iter().chain(&after).flat_map(|one| &one.sources));
        representation::json(&BeforeAfterBody {
            layer: layer.to_string(),
            code,
            name,
            on,
            then,
            scenario: scenario.map(|one| one.scenario().id.to_string()),
            changed: changed(&before, &after),
            before: before.iter().map(body).collect(),
            after: after.iter().map(body).collect(),
            releases: sources.iter().map(release_body).collect(),
            attribution: attribution(&sources).into_iter().map(str::to_owned).collect(),
        })
    };
    let body = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}

/// The layer with the release that has the area on a day, so that it can be asked about on any other.
fn fixed(view: &View<'_>, layer: &LayerRef, code: &str, on: Date) -> LayerRef {
    let edition =
        view.layer(layer, on).ok().and_then(|of| of.area(code).ok()).map(|area| area.version.edition.clone());
    LayerRef { layer: layer.layer.clone(), edition: layer.edition.clone().or(edition) }
}

/// The code and the name of an area, or of an organisation that is a list of people.
fn named(view: &View<'_>, layer: &LayerRef, code: &str, on: Date) -> Result<(String, String), ApiError> {
    if let Some(lists) = view.memberships().find(|lists| lists.layer.id == layer.layer) {
        let found = lists
            .organisations
            .iter()
            .find(|one| one.code.eq_ignore_ascii_case(code) || one.id.as_str().eq_ignore_ascii_case(code));
        if let Some(one) = found {
            return Ok((one.code.clone(), one.name.clone()));
        }
        if view.layers().all(|known| known.layer().id != layer.layer) {
            return Err(AskError::UnknownArea { layer: layer.layer.clone(), asked: shortened(code) }.into());
        }
    }
    let area = view.layer(layer, on)?.area(code)?;
    Ok((area.version.code_or_id().to_owned(), area.version.name.clone()))
}

fn changed(before: &[Above], after: &[Above]) -> Vec<String> {
    let shares = |all: &[Above], layer: &LayerRef| -> BTreeSet<(String, String)> {
        let of = all.iter().filter(|one| one.layer == *layer).flat_map(|one| &one.areas);
        of.map(|holder| (holder.code.clone(), format!("{:.2}", holder.share))).collect()
    };
    let layers: BTreeSet<String> = before.iter().chain(after).map(|one| one.layer.to_string()).collect();
    let differs = |layer: &String| {
        layer.parse().is_ok_and(|layer: LayerRef| shares(before, &layer) != shares(after, &layer))
    };
    layers.into_iter().filter(differs).collect()
}
