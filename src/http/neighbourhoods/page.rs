//! The page of a neighbourhood: its story, what is there, who lives there; then who stands above it on a day.

use axum::{Json, extract::State};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    body::page_path,
    check::NamesakeBody,
    list::{layer, unknown},
    stands::{PeopleBody, StandsBody, people, stands},
    terms::HOW_CHANGED,
};
use crate::{
    geometry::validity::Position,
    http::{
        ApiError, AppState,
        areas::tenths,
        cited::{Cited, ReleaseBody, thank},
        clock::today,
        ground::{box_degrees, degrees},
        named::escaped,
        problem::Problems,
        question::{Asked, OnDay, Segments},
        snapshot::Snapshot,
    },
    neighbourhood::{LEAST_DRAWINGS, name_key},
    store::NOT_OFFICIAL,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_neighbourhood))
}

/// Assets and namesakes that are listed at most.
const MOST_LISTED: usize = 200;

/// A neighbourhood, whatever stands above it.
#[derive(Serialize, ToSchema)]
struct NeighbourhoodBody {
    /// The date of the answer.
    on: Date,
    /// Its permanent name.
    id: String,
    /// Its code; null for drawings.
    code: Option<String>,
    /// Its name.
    name: String,
    /// The address of this page, for good.
    url: String,
    /// Whether it was drawn here; others were imported.
    drawn: bool,
    /// Why it is one, in the words of those who drew it.
    why: Option<String>,
    /// Words of theirs.
    tags: Vec<String>,
    /// How it came: `online`, `workshop`, `paper` or `library`.
    route: Option<&'static str>,
    /// When it was published.
    published: Option<Timestamp>,
    /// What it may be used under.
    licence: Option<String>,
    /// What is said beside it.
    not_official: &'static str,
    /// How boundaries are really changed.
    how_changed: &'static str,
    /// Its ground in square metres.
    area_m2: f64,
    /// A place well inside it, in longitude and latitude.
    centre: Option<[f64; 2]>,
    /// West, south, east, north in degrees.
    bounds: Option<[f64; 4]>,
    /// The path of its shape.
    geojson: String,
    /// Assets and places to be.
    assets: Vec<NeighbourhoodPlaceBody>,
    /// How many there are.
    asset_count: usize,
    /// About how many people live there.
    #[serde(flatten)]
    people: PeopleBody,
    /// Who stands above it on the date: whom to have in the room.
    stands: Vec<StandsBody>,
    /// Other drawings of that name.
    namesakes: Vec<NamesakeBody>,
    /// Where drawings of that name agree; null when there are too few.
    agreement: Option<String>,
    /// The releases that the answer was drawn from.
    releases: Vec<ReleaseBody>,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// An asset in a neighbourhood.
#[derive(Serialize, ToSchema)]
struct NeighbourhoodPlaceBody {
    /// Its permanent name.
    id: String,
    /// Its name.
    name: String,
    /// What it is.
    kind: String,
    /// Whether people can meet there.
    can_meet_here: String,
    /// Where, in longitude and latitude.
    at: Option<[f64; 2]>,
}

/// One neighbourhood
///
/// Under its permanent name, whatever becomes of the wards and councils above it: its story, what is there, about how many live there, then who stands above
/// it on the date.
#[utoipa::path(
    get, path = "/api/neighbourhoods/{id}", operation_id = "show_neighbourhood", tag = "Neighbourhoods",
    params(("id" = String, Path, description = "Its permanent name, or its code"), OnDay),
    responses((status = OK, body = NeighbourhoodBody), Problems)
)]
async fn show_neighbourhood(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments(id): Segments<String>,
    Asked(OnDay { on }): Asked<OnDay>,
) -> Result<Json<NeighbourhoodBody>, ApiError> {
    let on = on.unwrap_or_else(today);
    let public_url = app.config().public_url.clone();
    app.compute(move || {
        let view = snapshot.view();
        let Some(on_day) = layer(&view, on) else { return Err(unknown(&id)) };
        let versions = on_day.layer.versions(&id);
        // A neighbourhood outlives what stands above it: on a day before it was drawn it is asked about all the same.
        let area = versions.iter().find(|area| area.version.holds(None, on)).or(versions.last());
        let area = *area.ok_or_else(|| unknown(&id))?;
        let (version, region) = (&area.version, &area.version.region);
        let drawn = view.neighbourhoods().and_then(|all| all.one(version.id.as_str()));
        let key = drawn.map_or_else(|| name_key(&version.name), crate::neighbourhood::Published::key);
        let called = view.neighbourhoods().map(|all| all.called(&key)).unwrap_or_default();
        let mut here: Vec<NeighbourhoodPlaceBody> = Vec::new();
        for seen in view.assets(on).in_box(area.bounds()) {
            let Some(point) = seen.point.filter(|&point| area.position(point) != Position::Outside) else {
                continue;
            };
            here.push(NeighbourhoodPlaceBody {
                id: seen.asset.id.to_string(),
                name: seen.asset.name.clone(),
                kind: seen.asset.kind.as_str().to_owned(),
                can_meet_here: seen.asset.can_meet_here.as_str().to_owned(),
                at: degrees(point).ok(),
            });
        }
        here.sort_by(|a, b| (&a.kind, &a.name, &a.id).cmp(&(&b.kind, &b.name, &b.id)));
        let asset_count = here.len();
        here.truncate(MOST_LISTED);
        let mut cited = Cited::default();
        cited.area(on_day.layer, area);
        let (stands, mut releases, said) = stands(&view, region, on);
        let mut attribution = cited.attribution();
        thank(&mut attribution, &said);
        releases.splice(0..0, cited.releases());
        let release = on_day.layer.edition(&version.edition);
        Ok(Json(NeighbourhoodBody {
            on,
            id: version.id.to_string(),
            code: version.code.clone(),
            name: version.name.clone(),
            url: format!("{public_url}{}", page_path(version.id.as_str())),
            drawn: drawn.is_some(),
            why: drawn.map(|one| one.why.clone()),
            tags: drawn.map(|one| one.tags.clone()).unwrap_or_default(),
            route: drawn.map(|one| one.route.as_str()),
            published: drawn.map(|one| one.published),
            licence: drawn
                .map(|one| one.licence.clone())
                .or(release.and_then(|state| state.edition.provenance.licence.clone())),
            not_official: NOT_OFFICIAL,
            how_changed: HOW_CHANGED,
            area_m2: tenths(region.area().0),
            centre: area.label_point().and_then(|place| degrees(place).ok()),
            bounds: box_degrees(area.bounds()),
            geojson: format!("/api/areas/neighbourhoods/{}.geojson", escaped(version.code_or_id())),
            assets: here,
            asset_count,
            people: people(&view, region, on),
            stands,
            agreement: (called.len() >= LEAST_DRAWINGS)
                .then(|| format!("/api/neighbourhoods/agreement.geojson?name={}", escaped(&key))),
            namesakes: called
                .iter()
                .filter(|one| one.area_id != version.id)
                .take(MOST_LISTED)
                .map(|one| NamesakeBody {
                    id: one.area_id.to_string(),
                    name: one.name.clone(),
                    url: page_path(one.area_id.as_str()),
                })
                .collect(),
            releases,
            attribution,
        }))
    })
    .await
}
