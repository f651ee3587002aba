//! oEmbed (oembed.com, version 1.0): from a pasted link to a map.

use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{link::view_of, shown::Shown};
use crate::http::{
    ApiError, AppState,
    html::escaped_html,
    problem::Problems,
    question::{Asked, Given, Question, shortened},
    snapshot::Snapshot,
};

/// How wide and high a map is that nobody limits, in pixels.
const USUAL: [usize; 2] = [720, 540];
/// The narrowest and the lowest that a map can be.
const LEAST: [usize; 2] = [220, 220];
/// The largest limit that makes sense.
const MOST: usize = 100_000;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_oembed))
}

/// A link, and the room for it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct OembedQuery {
    /// The link that was pasted: of an embedded map, or of a page of the viewer.
    #[param(example = "http://127.0.0.1:8080/embed?layer=wards")]
    url: String,
    /// The most width that there is, in pixels.
    maxwidth: Option<usize>,
    /// The most height that there is, in pixels.
    maxheight: Option<usize>,
    /// `json`; there is no XML.
    format: Option<String>,
}

impl Question for OembedQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let missing = || ApiError::Parameter {
            param: "url",
            reason: "give the link that was pasted, as url=…".to_owned(),
        };
        Ok(Self {
            url: given.text("url").map(str::to_owned).ok_or_else(missing)?,
            maxwidth: given.whole("maxwidth", &(1..=MOST))?,
            maxheight: given.whole("maxheight", &(1..=MOST))?,
            format: given.text("format").map(str::to_owned),
        })
    }
}

/// A map to put into a page, as oEmbed 1.0 describes it.
#[derive(Debug, Serialize, ToSchema)]
struct OembedBody {
    /// Always `1.0`.
    version: &'static str,
    /// Always `rich`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the map shows.
    title: String,
    /// Always `Patchwork`.
    provider_name: &'static str,
    /// Where this server is.
    provider_url: String,
    /// Seconds for which this may be kept.
    cache_age: u32,
    /// The frame, to be put into the page as it is.
    html: String,
    /// Its width in pixels.
    width: usize,
    /// Its height in pixels.
    height: usize,
    /// A picture of the same.
    thumbnail_url: String,
    /// Its width in pixels.
    thumbnail_width: usize,
    /// Its height in pixels.
    thumbnail_height: usize,
}

/// From a link to a map
///
/// Links of other sites, of pages without a map, and of what is not there or not public are all answered alike, with 404.
#[utoipa::path(
    get, path = "/oembed", operation_id = "oembed", tag = "Embedding", params(OembedQuery),
    responses((status = OK, body = OembedBody), (status = NOT_IMPLEMENTED, description = "There is no XML"), Problems)
)]
async fn show_oembed(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<OembedQuery>,
) -> Result<Response, ApiError> {
    match query.format.as_deref() {
        None | Some("json") => {}
        Some("xml") => return Ok(no_xml()),
        Some(other) => {
            let reason = format!("“{}” is not json", shortened(other));
            return Err(ApiError::Parameter { param: "format", reason });
        }
    }
    let public_url = app.config().public_url.clone();
    let body = app.compute(move || answer(&snapshot, &query, &public_url)).await?;
    let mut reply = Json(body).into_response();
    let headers = reply.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(reply)
}

fn answer(snapshot: &Snapshot, query: &OembedQuery, public_url: &str) -> Result<OembedBody, ApiError> {
    let unknown = || ApiError::NoMap;
    let view = view_of(&query.url, public_url).ok_or_else(unknown)?;
    // What is wrong with it is nobody's business: what is not public is as if it were not there.
    let shown = Shown::find(&snapshot.view(), &view).map_err(|_| unknown())?;
    let side = |most: Option<usize>, axis: usize| most.unwrap_or(USUAL[axis]).clamp(LEAST[axis], USUAL[axis]);
    let (width, height) = (side(query.maxwidth, 0), side(query.maxheight, 1));
    let address = view.address();
    let (attribute, title) = (address.replace('&', "&amp;"), escaped_html(&shown.title));
    Ok(OembedBody {
        version: "1.0",
        kind: "rich",
        html: format!(
            "<iframe src=\"{public_url}/embed?{attribute}\" title=\"{title}\" width=\"{width}\" height=\"{height}\" \
             style=\"border:0;max-width:100%\" loading=\"lazy\" allowfullscreen></iframe>"
        ),
        title: shown.title,
        provider_name: "Patchwork",
        provider_url: public_url.to_owned(),
        cache_age: 300,
        width,
        height,
        thumbnail_url: format!("{public_url}/embed.png?{address}&width={}&height={}", USUAL[0], USUAL[1]),
        thumbnail_width: USUAL[0],
        thumbnail_height: USUAL[1],
    })
}

fn no_xml() -> Response {
    let plain =
        [(HeaderName::from_static("content-type"), HeaderValue::from_static("text/plain; charset=utf-8"))];
    (StatusCode::NOT_IMPLEMENTED, plain, "There is no XML here: ask with format=json.\n").into_response()
}
