//! What a client sends of a drawing, and what it is told of one.

use std::sync::Arc;

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::stands::official_copy;
use crate::{
    atlas::View,
    http::{
        ApiError,
        areas::tenths,
        drawn::{drawn_shape, on_grid_all},
        ground::{GeometryBody, degrees},
    },
    neighbourhood::{Content, EXTREME_M2, Problem, ProblemKind, Proposal, State, check_ground},
};

/// Points that are read at most: what has more than is allowed is told so, with its number.
const MOST_POINTS_READ: usize = 200_000;

/// What somebody drew. Everything may be left out while it is a draft.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DrawingSent {
    /// What it is called, at most 80 characters.
    #[schema(example = "Netherthorpe")]
    pub name: Option<String>,
    /// A sentence on why, at most 1,000 characters.
    pub why: Option<String>,
    /// Words of the drawer's own, at most 5 of 30 characters.
    pub tags: Option<Vec<String>>,
    /// A `GeoJSON` polygon or multipolygon in longitude and latitude.
    pub geometry: Option<Value>,
    /// A field that people do not see. Leave it out.
    pub website: Option<String>,
    /// The licence that it is sent under, as `/api/neighbourhoods/terms` states it. With it the drawing is sent to the moderators; without it, it is a draft.
    #[schema(example = "CC BY 4.0")]
    pub licence: Option<String>,
    /// 32 random bytes in base64url, made by the client: the same drawing sent twice with the same ones is kept once.
    pub once: Option<String>,
}

/// A drawing that has been read, and all that is wrong with it.
pub(super) struct Prepared {
    pub content: Content,
    pub problems: Vec<Problem>,
}

impl Prepared {
    /// Whether it can be sent as it is.
    pub fn may_be_sent(&self) -> bool {
        !self.problems.iter().any(Problem::blocks)
    }

    pub fn body(&self) -> Vec<ProblemItem> {
        self.problems.iter().map(ProblemItem::of).collect()
    }
}

impl DrawingSent {
    /// Reads it and finds everything that is wrong with it. Takes a moment for ground with many corners.
    pub fn prepare(&self, view: &View<'_>, on: Date) -> Result<Prepared, ApiError> {
        let text = |given: &Option<String>| given.as_deref().unwrap_or_default().trim().to_owned();
        let tags: Vec<String> = self
            .tags
            .iter()
            .flatten()
            .map(|tag| tag.trim().to_owned())
            .filter(|tag| !tag.is_empty())
            .collect();
        let mut content = Content { name: text(&self.name), why: text(&self.why), tags, region: None };
        let mut problems = content.check_text(self.website.as_deref().unwrap_or_default());
        match &self.geometry {
            None | Some(Value::Null) => {
                problems.push(Problem::new(
                    ProblemKind::TooFewCorners,
                    "There is nothing drawn yet: draw at least three corners.",
                ));
            }
            Some(geometry) => {
                let shape = drawn_shape(geometry.to_string().as_bytes())?;
                match on_grid_all(&shape, MOST_POINTS_READ) {
                    Err(ApiError::Outside(outside)) => {
                        problems.push(Problem::new(ProblemKind::Outside, format!("{outside}.")));
                    }
                    Err(other) => return Err(other),
                    Ok(shape) => {
                        let (region, found) = check_ground(&shape);
                        problems.extend(found);
                        content.region = region.map(Arc::new);
                    }
                }
            }
        }
        problems.extend(place_problems(&content, view, on));
        Ok(Prepared { content, problems })
    }
}

/// What is wrong with where a drawing lies.
pub(super) fn place_problems(content: &Content, view: &View<'_>, on: Date) -> Vec<Problem> {
    let Some(region) = &content.region else { return Vec::new() };
    let mut problems = Vec::new();
    let bounds = region.bounds();
    let corners = [
        (bounds.min().x, bounds.min().y),
        (bounds.max().x, bounds.max().y),
        (bounds.min().x, bounds.max().y),
        (bounds.max().x, bounds.min().y),
    ];
    let inside = |[west, south, east, north]: [f64; 4]| {
        corners
            .iter()
            .filter_map(|&(x, y)| degrees(geo_types::Coord { x, y }).ok())
            .filter(|[lon, lat]| (west..=east).contains(lon) && (south..=north).contains(lat))
            .count()
    };
    if view.place().extent.is_some_and(|extent| inside(extent) == 0) {
        let place = view.place().title.as_deref().unwrap_or("the place that this map covers");
        problems.push(Problem::new(ProblemKind::Outside, format!("It lies outside {place}.")));
    } else if super::stands::is_at_sea(view, region, on) {
        problems.push(Problem::new(
            ProblemKind::Outside,
            "It lies where no council is: at sea, or off this map.",
        ));
    }
    // A whole district would be compared with every outline there is, and is told to be large already.
    if region.area().0 < 4.0 * EXTREME_M2
        && let Some(official) = official_copy(view, region, on)
    {
        problems.push(Problem::new(
            ProblemKind::Copied,
            format!("It is the outline of {official}. Is that what you call your neighbourhood?"),
        ));
    }
    problems
}

/// One thing that is wrong with a drawing.
#[derive(Serialize, ToSchema)]
pub(super) struct ProblemItem {
    /// What kind of thing: `name-missing`, `too-long`, `invisible`, `too-many-tags`, `link`, `email`, `phone`, `abuse`, `honeypot`, `too-few-corners`, `too-many-points`,
    /// `crosses-itself`, `shape`, `too-small`, `too-large`, `extreme`, `outside` or `copied`.
    #[schema(example = "crosses-itself")]
    code: &'static str,
    /// In words.
    words: String,
    /// Whether it must be put right before sending; the others call a moderator.
    blocks: bool,
    /// Longitude and latitude of the place that it is about.
    at: Option<[f64; 2]>,
}

impl ProblemItem {
    pub fn of(problem: &Problem) -> Self {
        let at = problem.at.and_then(|at| degrees(at).ok());
        Self { code: problem.code(), words: problem.words.clone(), blocks: problem.blocks(), at }
    }
}

/// Why a drawing was not taken, with everything that must be put right.
#[derive(Serialize, ToSchema)]
pub(super) struct RefusedBody {
    /// The kind of problem: always `urn:patchwork:problem:drawing-problems`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The kind of problem in a few words.
    title: &'static str,
    /// The status of the response.
    status: u16,
    /// What must be put right, in one text.
    detail: String,
    /// Everything that is wrong.
    problems: Vec<ProblemItem>,
}

/// Refuses a drawing with all that is wrong with it.
pub(super) fn refused(prepared: &Prepared) -> Response {
    let problems = prepared.body();
    let words: Vec<&str> = problems.iter().filter(|one| one.blocks).map(|one| one.words.as_str()).collect();
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let body = RefusedBody {
        kind: "urn:patchwork:problem:drawing-problems",
        title: "The drawing cannot be sent yet",
        status: status.as_u16(),
        detail: words.join(" "),
        problems,
    };
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// A drawing as the one who drew it, or a moderator, sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct DrawingBody {
    /// What it goes by among moderators.
    pub id: String,
    /// `draft`, `proposed`, `published`, `declined` or `withdrawn`.
    pub state: &'static str,
    /// Whether a moderator has something to decide: it was sent, or a published one has a newer version.
    pub waits: bool,
    /// Goes up with every change; `If-Match` takes it as `"r3"`.
    pub revision: u32,
    /// The number of the newest version, which is shown here.
    pub version: u32,
    /// The version that is on the map.
    pub published_version: Option<u32>,
    /// Why it was declined: one of the closed list.
    pub reason: Option<&'static str>,
    /// The same in words.
    pub reason_in_words: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: String,
    /// Words of the drawer's own.
    pub tags: Vec<String>,
    /// How it came: `online`, `workshop`, `paper` or `library`.
    pub route: &'static str,
    /// What it was sent under.
    pub licence: Option<String>,
    /// The name under which a moderator counts it.
    pub grouped_as: Option<String>,
    /// When it was first kept.
    pub created: Timestamp,
    /// When anything of it changed last.
    pub changed: Timestamp,
    /// Its page, once it is published.
    pub page: Option<String>,
    /// Its ground in square metres.
    pub area_m2: Option<f64>,
    /// Its ground; null while nothing is drawn.
    pub geometry: Option<GeometryBody>,
}

impl DrawingBody {
    pub fn of(one: &Proposal) -> Result<Self, ApiError> {
        let Content { name, why, tags, region } = one.version.content.clone();
        let page =
            one.area_id.as_ref().filter(|_| one.state == State::Published).map(|id| page_path(id.as_str()));
        Ok(Self {
            id: one.id.to_string(),
            state: one.state.as_str(),
            waits: one.waits(),
            revision: one.revision,
            version: one.version.number,
            published_version: one.published_version,
            reason: one.reason.map(crate::neighbourhood::Reason::as_str),
            reason_in_words: one.reason.map(crate::neighbourhood::Reason::in_words),
            name,
            why,
            tags,
            route: one.route.as_str(),
            licence: one.licence.clone(),
            grouped_as: one.grouped_as.clone(),
            created: one.created,
            changed: one.changed,
            page,
            area_m2: region.as_ref().map(|region| tenths(region.area().0)),
            geometry: region.map(|region| GeometryBody::of_shape(region.shape())).transpose()?,
        })
    }
}

/// The path of a neighbourhood's page.
pub(super) fn page_path(id: &str) -> String {
    format!("/api/neighbourhoods/{}", crate::http::named::escaped(id))
}

/// The entity tag of a revision.
pub(super) fn etag(revision: u32) -> String {
    format!("\"r{revision}\"")
}

/// The revision that `If-Match` names.
pub(super) fn matched(headers: &HeaderMap) -> Result<u32, ApiError> {
    let said = headers.get(header::IF_MATCH).ok_or(ApiError::NoMatch)?;
    let number =
        said.to_str().ok().and_then(|said| said.trim().strip_prefix("\"r")?.strip_suffix('"')?.parse().ok());
    number.ok_or(ApiError::Stale)
}

/// An answer that only one visitor may keep, with the entity tag of a revision.
pub(super) fn private(status: StatusCode, revision: u32, body: impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, crate::http::asker::PRIVATE);
    if let Ok(tag) = HeaderValue::from_str(&etag(revision)) {
        headers.insert(header::ETAG, tag);
    }
    response
}
