//! Which patches a place lies in.

use axum::{Json, extract::State};
use geo_types::Coord;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    cited::{Cited, ReleaseBody, thank},
    clock::today,
    ground::degrees,
    named::{AreaName, area_path},
    place::LocateQuery,
    problem::Problems,
    question::Asked,
    snapshot::Snapshot,
};
use crate::{
    asset::{Postcode, PostcodeStatus},
    atlas::{Absence, Absent, Found, NEAR_A_POSTCODE_M, Planned, Replaced, View},
    geometry::{OutsideGrid, rounded_degrees},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(locate))
}

/// What a place lies in.
#[derive(Serialize, ToSchema)]
pub struct LocateBody {
    /// The date of the answer.
    on: Date,
    /// The place.
    point: PointBody,
    /// The postcode, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<PostcodeBody>,
    /// The areas that hold it, nearest layer to a resident first.
    pub(super) areas: Vec<LocatedArea>,
    /// Areas that do not hold it but share its border or come within `within_m`, nearest first.
    nearby: Vec<LocatedArea>,
    /// Areas that are still in a register and whose place others have taken by a decision; those are among `areas`.
    replaced: Vec<ReplacedArea>,
    /// Layers with nothing here.
    absent: Vec<AbsentLayer>,
    /// How a place exactly on a border is decided, in words.
    border_rule: &'static str,
    /// The releases that the answer was drawn from.
    pub(super) releases: Vec<ReleaseBody>,
    /// What must be shown beside it.
    pub(super) attribution: Vec<String>,
}

/// How a place exactly on a border is decided, in words.
pub const BORDER_RULE: &str = "A place exactly on the border between areas of one layer counts for the area whose code \
    (or id, where it has no code) comes first; the others are listed nearby, at distance 0.";

/// A place, both ways.
#[derive(Serialize, ToSchema)]
pub(super) struct PointBody {
    /// Degrees east (WGS 84).
    lon: f64,
    /// Degrees north (WGS 84).
    lat: f64,
    /// Metres east on the British National Grid, to the millimetre.
    easting: f64,
    /// Metres north on the British National Grid, to the millimetre.
    northing: f64,
}

/// A postcode, and whether it is in use.
#[derive(Serialize, ToSchema)]
pub(super) struct PostcodeBody {
    /// As it is written.
    #[schema(example = "BN1 1AA")]
    postcode: String,
    /// Whether it is in use.
    status: PostcodeStatusBody,
    /// The day on which it ended; null when that is not known.
    terminated_on: Option<Date>,
    /// The kind of register that places it: `code-point-open`, `directory` or `list`.
    #[schema(example = "code-point-open")]
    register: &'static str,
    /// The release of that register.
    #[schema(example = "2025-05")]
    edition: String,
    /// The file or service that it was taken from.
    source: Option<String>,
    /// The words that must be shown beside it.
    attribution: Option<String>,
    /// A short name for exactly this content of the register.
    reference: String,
}

/// Whether a postcode is in use.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PostcodeStatusBody {
    /// It is in use.
    Live,
    /// It is no longer in use.
    Terminated,
    /// No register here says.
    Unknown,
}

/// An area at or near a place.
#[derive(Serialize, ToSchema)]
pub(super) struct LocatedArea {
    #[serde(flatten)]
    name: AreaName,
    /// Its first day; null when open.
    from: Option<Date>,
    /// The first day no longer in force; null when open.
    until: Option<Date>,
    /// The release that draws it.
    edition: String,
    /// Whether the place lies exactly on its border.
    on_border: bool,
    /// Whether its ground was put together here from an announcement, not published as a boundary.
    inferred: bool,
    /// What is to be said about it.
    note: Option<String>,
    /// From the place to the area in a straight line, metres to one decimal; 0 for areas that hold it.
    distance_m: f64,
    /// The path of the area.
    url: String,
}

/// An area whose place another has taken by a decision.
#[derive(Serialize, ToSchema)]
pub(super) struct ReplacedArea {
    #[serde(flatten)]
    area: LocatedArea,
    /// The day on which it was replaced.
    replaced_on: Date,
    /// The name of the area that has taken its place.
    replaced_by: String,
    /// The scenario that says so.
    scenario: String,
    /// The same in words.
    #[schema(example = "replaced on 2027-04-01 by West Surrey (Two unitaries, decided)")]
    text: String,
}

/// A layer with nothing at a place.
#[derive(Serialize, ToSchema)]
pub(super) struct AbsentLayer {
    /// The layer's id.
    layer: String,
    /// The layer's name, in the plural.
    layer_title: String,
    /// Why there is nothing.
    reason: AbsenceBody,
}

/// Why a layer has nothing at a place.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum AbsenceBody {
    /// It has areas on that day, none of them here.
    NoAreaHere,
    /// It has no areas on that day.
    NoEditionOnDate,
}

/// Every patch a place lies in
///
/// The place is taken to the nearest millimetre of the British National Grid. A postcode is one point, wherever in it an
/// address may be; its homes can lie in other areas than the point.
#[utoipa::path(
    get, path = "/api/locate", tag = "Questions", params(LocateQuery),
    responses((status = OK, body = LocateBody), Problems)
)]
async fn locate(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<LocateQuery>,
) -> Result<Json<LocateBody>, ApiError> {
    // Without its neighbours a place is found in microseconds, sooner than another thread would start.
    let is_quick = query.within_m.is_none();
    let answer = move || located(&snapshot, &query);
    if is_quick { answer().map(Json) } else { app.compute(answer).await.map(Json) }
}

fn located(snapshot: &Snapshot, query: &LocateQuery) -> Result<LocateBody, ApiError> {
    let on = query.on.unwrap_or_else(today);
    if let Some(postcode) = query.postcode {
        return locate_postcode(snapshot.view(), postcode, on, query.within_m);
    }
    let mut answer = locate_answer(snapshot.view(), query.place, on, query.within_m)?;
    if let (Some(lon), Some(lat)) = (query.lon, query.lat) {
        (answer.point.lon, answer.point.lat) = (rounded_degrees(lon), rounded_degrees(lat));
    }
    Ok(answer)
}

/// What a place in grid metres lies in, as the API answers it.
///
/// # Errors
/// [`OutsideGrid`] for a place that the grid does not reach.
pub fn locate_answer(
    view: View<'_>,
    place: Coord<f64>,
    on: Date,
    within_m: Option<f64>,
) -> Result<LocateBody, OutsideGrid> {
    let found = view.locate(place, on, within_m);
    let mut cited = Cited::default();
    let planned = found.planned.iter().map(|planned| &planned.area);
    let replaced = found.replaced.iter().map(|replaced| &replaced.found);
    for area in found.within.iter().chain(&found.nearby).chain(planned).chain(replaced) {
        cited.area(area.layer, area.area);
    }
    let [lon, lat] = degrees(place)?;
    Ok(LocateBody {
        on,
        point: PointBody { lon, lat, easting: place.x, northing: place.y },
        postcode: None,
        areas: found
            .within
            .iter()
            .map(|area| described(area, on))
            .chain(found.planned.iter().map(|one| by_decision(one, on)))
            .collect(),
        nearby: found.nearby.iter().map(|area| described(area, on)).collect(),
        replaced: found.replaced.iter().map(|one| replaced_area(one, on)).collect(),
        absent: found.absent.iter().map(absent).collect(),
        border_rule: BORDER_RULE,
        releases: cited.releases(),
        attribution: cited.attribution(),
    })
}

/// What a postcode's point lies in, as the API answers it.
///
/// # Errors
/// [`ApiError::Ask`] with the postcode areas there are, for a postcode that is not loaded.
pub fn locate_postcode(
    view: View<'_>,
    postcode: Postcode,
    on: Date,
    within_m: Option<f64>,
) -> Result<LocateBody, ApiError> {
    let postcodes = view.postcodes();
    let point = postcodes.find(postcode)?;
    // A postcode is many addresses: what comes near its point is named, too.
    let within_m = within_m.or(Some(NEAR_A_POSTCODE_M));
    let mut answer = locate_answer(view, point.at, on, within_m)?;
    if let Some(register) = postcodes.register_of(point) {
        let (release, from) = (&register.release, &register.release.provenance);
        answer.postcode = Some(PostcodeBody {
            postcode: postcode.to_string(),
            status: match point.status {
                PostcodeStatus::Live => PostcodeStatusBody::Live,
                PostcodeStatus::Terminated => PostcodeStatusBody::Terminated,
                PostcodeStatus::Unknown => PostcodeStatusBody::Unknown,
            },
            terminated_on: point.terminated_on,
            register: register.kind.as_str(),
            edition: release.edition.to_string(),
            source: from.source.clone(),
            attribution: from.attribution.clone(),
            reference: release.reference.clone(),
        });
        thank(&mut answer.attribution, &from.attribution);
    }
    Ok(answer)
}

fn described(found: &Found<'_>, on: Date) -> LocatedArea {
    let version = &found.area.version;
    LocatedArea {
        name: AreaName::of(found.layer, found.area),
        from: version.period.from(),
        until: version.period.until(),
        edition: version.edition.to_string(),
        on_border: found.on_border,
        inferred: version.inferred,
        note: version.note_on(on),
        distance_m: (found.distance_m * 10.0).round() / 10.0,
        url: area_path(found.layer.layer().id.as_str(), found.area),
    }
}

/// A new area, from its vesting day on.
fn by_decision(planned: &Planned<'_>, on: Date) -> LocatedArea {
    let from = planned.scenario.scenario().vesting.map(|vesting| vesting.day);
    LocatedArea { from, ..described(&planned.area, on) }
}

fn replaced_area(replaced: &Replaced<'_>, on: Date) -> ReplacedArea {
    ReplacedArea {
        area: described(&replaced.found, on),
        replaced_on: replaced.since,
        replaced_by: replaced.area.clone(),
        scenario: replaced.by.scenario().id.to_string(),
        text: replaced.in_words(),
    }
}

fn absent(absent: &Absent<'_>) -> AbsentLayer {
    let layer = absent.layer.layer();
    let reason = match absent.why {
        Absence::NoAreaHere => AbsenceBody::NoAreaHere,
        Absence::NoEditionOnDate => AbsenceBody::NoEditionOnDate,
    };
    AbsentLayer { layer: layer.id.to_string(), layer_title: layer.title.clone(), reason }
}
