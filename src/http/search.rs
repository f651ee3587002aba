//! Areas, and postcodes, by what people type.

use std::ops::RangeInclusive;

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    cited::{Cited, thank},
    clock::today,
    ground::{box_degrees, degrees},
    named::{AreaName, area_path, escaped},
    problem::Problems,
    question::{Asked, Given, Question, shortened},
    snapshot::Snapshot,
};
use crate::{
    asset::PostcodePoint,
    atlas::{Hit, View},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(search))
}

const LIMITS: RangeInclusive<usize> = 1..=50;
const USUAL_LIMIT: usize = 10;

/// Postcodes that are given at most.
const MOST_POSTCODES: usize = 10;

/// How far a list can be followed.
const MOST_RESULTS: usize = 1000;

/// What was typed.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQuery {
    /// A name, its beginning, its words, one with a slip, a code, or a postcode or its beginning; at most 200 characters.
    q: String,
    /// The date of the question; today in London when left out.
    on: Option<Date>,
    /// How many results to give at once.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 50, default = 10)]
    limit: usize,
    /// The `next` of the answer before, to go on from there.
    #[param(value_type = Option<String>)]
    cursor: usize,
}

impl Question for SearchQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let unfit = |param, reason: String| ApiError::Parameter { param, reason };
        let q =
            given.text("q").ok_or_else(|| unfit("q", "what to search for is needed".to_owned()))?.to_owned();
        let limit = given.whole("limit", &LIMITS)?.unwrap_or(USUAL_LIMIT);
        let cursor = match given.text("cursor") {
            None => 0,
            Some(text) => cursor(text).ok_or_else(|| {
                unfit("cursor", format!("“{}” is not the “next” of an answer", shortened(text)))
            })?,
        };
        Ok(Self { q, on: given.on()?, limit, cursor })
    }
}

/// How many results came before, from a cursor.
fn cursor(text: &str) -> Option<usize> {
    text.strip_prefix("after-")?.parse().ok().filter(|&before| before < MOST_RESULTS)
}

/// What a search found.
#[derive(Serialize, ToSchema)]
pub(super) struct SearchBody {
    /// What was searched for.
    query: String,
    /// The date of the answer.
    on: Date,
    /// The areas that it may mean, best first.
    results: Vec<FoundArea>,
    /// The postcodes that begin so, those in use first; at most ten.
    postcodes: Vec<FoundPostcode>,
    /// How many begin so.
    postcodes_total: usize,
    /// The `cursor` of the results after these; null when these are the last.
    next: Option<String>,
    /// What must be shown beside the results.
    attribution: Vec<String>,
}

/// A postcode that a search found.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundPostcode {
    /// The postcode.
    #[schema(example = "BN1 1AA")]
    postcode: String,
    /// `live`, `terminated` or `unknown`.
    status: &'static str,
    /// Longitude in degrees.
    lon: f64,
    /// Latitude in degrees.
    lat: f64,
    /// The path of what it lies in.
    url: String,
}

/// An area that a search found.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundArea {
    #[serde(flatten)]
    name: AreaName,
    /// The council that it lies in, to tell areas of one name apart.
    within: Option<String>,
    /// West, south, east, north in degrees: a box that holds it.
    bounds: Option<[f64; 4]>,
    /// Longitude and latitude of a place well inside its largest part.
    centre: Option<[f64; 2]>,
    /// Its first day; null when open.
    from: Option<Date>,
    /// The first day no longer in force; null when open.
    until: Option<Date>,
    /// The path of the area.
    url: String,
}

/// Areas by name or code, postcodes by their beginning
#[utoipa::path(
    get, path = "/api/search", tag = "Questions", params(SearchQuery),
    responses((status = OK, body = SearchBody), Problems)
)]
async fn search(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<SearchQuery>,
) -> Result<Json<SearchBody>, ApiError> {
    app.compute(move || found(&snapshot.view(), query)).await.map(Json)
}

fn found(view: &View<'_>, query: SearchQuery) -> Result<SearchBody, ApiError> {
    let on = query.on.unwrap_or_else(today);
    let end = (query.cursor + query.limit).min(MOST_RESULTS);
    let hits = view.search(&query.q, on, end + 1)?;
    let next = (hits.len() > end && end < MOST_RESULTS).then(|| format!("after-{end}"));
    let page = hits.get(query.cursor..end.min(hits.len())).unwrap_or_default();
    let mut cited = Cited::default();
    for hit in page {
        cited.area(hit.layer, hit.area);
    }
    let results = page.iter().map(|hit| described(view, hit, on)).collect();
    let (found, postcodes_total) = view.postcodes().beginning(&query.q, MOST_POSTCODES);
    let mut attribution = cited.attribution();
    for point in &found {
        let register = view.postcodes().register_of(point);
        let words = register.and_then(|register| register.release.provenance.attribution.as_ref());
        thank(&mut attribution, words);
    }
    let postcodes = found.into_iter().map(postcode).collect::<Result<_, _>>()?;
    Ok(SearchBody { query: query.q, on, results, postcodes, postcodes_total, next, attribution })
}

fn postcode(point: &PostcodePoint) -> Result<FoundPostcode, ApiError> {
    let [lon, lat] = degrees(point.at)?;
    let written = point.postcode.to_string();
    let url = format!("/api/locate?postcode={}", escaped(&written));
    Ok(FoundPostcode { postcode: written, status: point.status.as_str(), lon, lat, url })
}

fn described(view: &View<'_>, hit: &Hit<'_>, on: Date) -> FoundArea {
    let version = &hit.area.version;
    FoundArea {
        name: AreaName::of(hit.layer, hit.area),
        within: view.council_above(hit.layer, hit.area, on).map(|council| council.version.name.clone()),
        bounds: box_degrees(hit.area.bounds()),
        centre: hit.area.label_point().and_then(|place| degrees(place).ok()),
        from: version.period.from(),
        until: version.period.until(),
        url: area_path(hit.layer.layer().id.as_str(), hit.area),
    }
}
