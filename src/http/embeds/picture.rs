//! A map as a still picture, for e-mails, paper and pages without script.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    query::{Bare, Day, EmbedQuery},
    shown::Shown,
};
use crate::{
    atlas::{LayerOnDate, View},
    http::{
        ApiError, AppState, drawings::Slot, problem::Problems, question::Asked, representation,
        snapshot::Snapshot,
    },
    picture::{Backing, Fill, Frame, Picture, Stroke, Swatch, Words, png, svg},
    scenario::ScenarioId,
    tiles::{Line, OnPlate, Plate, TileBody},
};

/// Names that are tried at most: the largest areas first.
const MOST_NAMES: usize = 200;
/// The room around what is shown, in pixels.
const ROOM: f64 = 14.0;
/// The room that the viewer's map leaves, so that a picture lies where the map will (`PADDING` in `web/src/map/fit.ts`).
const ROOM_OF_VIEWER: f64 = 20.0;
/// Marks at most; more would be one blot, and the list has them all.
const MOST_MARKS: usize = 3_000;
/// The size of a small map of an option, in pixels.
const OPTION_SIZE: [usize; 2] = [320, 220];

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_svg)).routes(routes!(show_png))
}

/// A map as a picture
///
/// SVG 1.1 with title, date, legend, scale and attribution in it, from the lines of the tiles. What is public only.
#[utoipa::path(
    get, path = "/embed.svg", operation_id = "embed_svg", tag = "Embedding", params(EmbedQuery),
    responses((status = OK, body = String, content_type = "image/svg+xml"), Problems)
)]
async fn show_svg(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<EmbedQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let body = drawn(&app, snapshot, query.clone(), false).await?;
    Ok(sent(&body, &headers, "image/svg+xml", &query))
}

/// The same with pixels
///
/// PNG, lettered in Source Sans 3, with one or two pixels (`scale=2`) to each of `width` and `height`.
#[utoipa::path(
    get, path = "/embed.png", operation_id = "embed_png", tag = "Embedding", params(EmbedQuery),
    responses((status = OK, body = Vec<u8>, content_type = "image/png"), Problems)
)]
async fn show_png(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<EmbedQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let body = drawn(&app, snapshot, query.clone(), true).await?;
    Ok(sent(&body, &headers, "image/png", &query))
}

fn sent(body: &TileBody, headers: &HeaderMap, kind: &'static str, query: &EmbedQuery) -> Response {
    // The same address may show another day tomorrow, and an import at any time.
    let keep = match query.view.on {
        Day::Today => "public, max-age=300",
        Day::Fixed(_) => "public, max-age=3600",
    };
    let mut reply = representation::reply(body, headers, kind, keep);
    // Pages that isolate themselves from others may show it, too.
    reply.headers_mut().insert(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    reply.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    reply
}

async fn drawn(
    app: &AppState,
    snapshot: Snapshot,
    query: EmbedQuery,
    pixels: bool,
) -> Result<TileBody, ApiError> {
    let state = app.clone();
    app.compute(move || {
        let view = snapshot.view().public();
        let key = kept_as("picture", &query, if pixels { query.scale } else { 0 }, &view);
        if let Some(kept) = state.assets().get(&key) {
            return Ok(kept);
        }
        let shown = Shown::find(&view, &query.view)?;
        let drawn = svg(&picture(&state, &snapshot, &view, &shown, &query));
        let bytes =
            if pixels { png(&drawn, query.scale).map_err(ApiError::internal)? } else { drawn.into_bytes() };
        tracing::debug!(size = ?query.size, bytes = bytes.len(), "picture drawn");
        Ok(state.assets().get_or_draw(key, || bytes))
    })
    .await
}

/// A small map of an option for whoever asks may see it, without a word on it: a page of our own says the rest beside it.
pub(in crate::http) fn option_picture(
    app: &AppState,
    snapshot: &Snapshot,
    id: &ScenarioId,
) -> Result<TileBody, ApiError> {
    let view = snapshot.view();
    let query = EmbedQuery::of_option(id, OPTION_SIZE);
    // Who may not see it is told so before anything that is kept is looked at, and it is kept where no embedded map looks.
    let shown = Shown::find_for(&view, &query.view)?;
    let key = kept_as("option", &query, 0, &view);
    let draw = || svg(&picture(app, snapshot, &view, &shown, &query)).into_bytes();
    Ok(app.assets().get_or_draw(key, draw))
}

/// The name of a picture among those that are kept: what is loaded, what is asked for and the day decide what is drawn.
fn kept_as(room: &str, query: &EmbedQuery, pixels_each: u8, view: &View<'_>) -> String {
    let [wide, high] = query.size;
    let (address, day, stamp) = (query.view.address(), query.view.on.date(), view.stamp());
    let (bare, bbox) = (query.bare, query.bbox);
    let asked = format!("{address} {wide}x{high}*{pixels_each} {bare:?} {bbox:?} {day} {stamp}");
    format!("{room} {}", blake3::hash(asked.as_bytes()).to_hex())
}

/// The picture of what is shown.
fn picture(
    app: &AppState,
    snapshot: &Snapshot,
    view: &View<'_>,
    shown: &Shown<'_>,
    query: &EmbedQuery,
) -> Picture {
    #[allow(clippy::cast_precision_loss)] // pixels
    let size = query.size.map(|side| side as f32);
    let colour = query.view.colour.as_deref();
    let said = words(view, shown, colour);
    let frame = if query.bare == Bare::No { Frame::new(said, size) } else { Frame::bare(said, size) };
    let map = frame.map();
    let room = if query.bare == Bare::Land { ROOM_OF_VIEWER } else { ROOM };
    let plate = Plate::fit(query.bbox.unwrap_or(shown.bounds), map.map(f64::from), room);
    let mut picture = Picture {
        metres_a_pixel: plate.metres_a_pixel(),
        frame,
        backing: if query.bare == Bare::Land { Backing::Sea } else { Backing::Paper },
        fills: Vec::new(),
        lines: Vec::new(),
        marks: Vec::new(),
        names: Vec::new(),
    };
    let layer = |layer: &LayerOnDate<'_>, only: Option<u32>, draw: &mut dyn FnMut(&[OnPlate], Vec<Line>)| {
        let slot: std::sync::Arc<Slot> = app.drawings().slot(layer.layer, snapshot);
        let mosaic = &slot.drawing(layer.layer).mosaic;
        let (edition, areas) = (layer.asked.edition.as_ref(), layer.layer.areas());
        let select = |area: u32| {
            only.map_or_else(|| areas[area as usize].version.holds(edition, layer.on), |only| only == area)
        };
        let found = mosaic.areas_on(&plate, select);
        let borders = mosaic.borders_on(&plate, &found);
        draw(&found, borders);
    };
    if let Some(on_day) = &shown.layer {
        layer(on_day, None, &mut |areas, borders| {
            let (fill, stroke) = looks(on_day, colour);
            let fill = if query.bare == Bare::Land { Fill::land() } else { fill };
            picture.fills.push((fill, areas.iter().flat_map(|area| area.rings.clone()).collect()));
            picture.lines.push((stroke, borders));
            picture.names = names(on_day, areas, &plate);
        });
    }
    if let Some(on_day) = &shown.with {
        layer(on_day, None, &mut |_, borders| picture.lines.push((looks(on_day, None).1, borders)));
    }
    if let Some((on_day, at)) = &shown.place {
        layer(on_day, Some(*at), &mut |areas, borders| {
            if shown.layer.is_none() {
                let rings = areas.iter().flat_map(|area| area.rings.clone()).collect();
                picture.fills.push((Fill::chosen(colour), rings));
                picture.names = names(on_day, areas, &plate);
            }
            picture.lines.push((Stroke::chosen(colour), borders));
        });
    }
    let marks = shown.assets.iter().map(|asset| plate.place(asset.at)).filter(|mark| plate.shows(*mark));
    picture.marks = marks.take(MOST_MARKS).collect();
    if query.bare == Bare::Land {
        picture.names.clear();
    }
    picture
}

fn looks(layer: &LayerOnDate<'_>, colour: Option<&str>) -> (Fill, Stroke) {
    let known = layer.layer.layer();
    if ScenarioId::of_layer(&known.id).is_some() {
        let stroke = Stroke::of_scenario();
        let fill = Fill::of(known.family, Some(colour.unwrap_or(&stroke.colour)));
        return (fill, stroke);
    }
    (Fill::of(known.family, colour), Stroke::of(known.family))
}

/// The names of areas, the largest first.
fn names(layer: &LayerOnDate<'_>, areas: &[OnPlate], plate: &Plate) -> Vec<(String, [f32; 2])> {
    let mut seen: Vec<&OnPlate> = areas.iter().filter(|area| plate.shows(area.inside)).collect();
    seen.sort_by(|a, b| b.size.total_cmp(&a.size));
    let name = |area: &&OnPlate| (layer.layer.areas()[area.area as usize].version.name.clone(), area.inside);
    seen.iter().take(MOST_NAMES).map(name).collect()
}

fn words(view: &View<'_>, shown: &Shown<'_>, colour: Option<&str>) -> Words {
    let mut legend = Vec::new();
    if let Some(layer) = &shown.layer {
        let (fill, stroke) = looks(layer, colour);
        legend.push((Swatch::Ground(fill, stroke), title(view, layer)));
    }
    if let Some(layer) = &shown.with {
        legend.push((Swatch::Line(looks(layer, None).1), title(view, layer)));
    }
    if let Some((layer, at)) = &shown.place {
        let name = layer.layer.areas()[*at as usize].version.name.clone();
        legend.push((Swatch::Ground(Fill::chosen(colour), Stroke::chosen(colour)), name));
    }
    let mut kinds: Vec<&str> = shown.assets.iter().map(|asset| asset.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    if !kinds.is_empty() {
        let apart = match shown.kept_apart {
            0 => String::new(),
            more => format!("; {more} more left out, whose licence keeps them apart"),
        };
        legend.push((Swatch::Mark, format!("{} ({}{apart})", kinds.join(", "), shown.assets.len())));
    }
    Words {
        title: shown.title.clone(),
        below: shown.below.clone(),
        legend,
        attribution: shown.attribution.clone(),
    }
}

/// What a layer is called; an option by its own title.
fn title(view: &View<'_>, layer: &LayerOnDate<'_>) -> String {
    let known = layer.layer.layer();
    let scenario = ScenarioId::of_layer(&known.id).and_then(|id| view.scenario(&id).ok());
    scenario.map_or_else(|| known.title.clone(), |one| one.scenario().title.clone())
}
