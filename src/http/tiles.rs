//! Tiles, kept ready to send once they have been drawn.

use axum::{extract::State, http::HeaderMap, response::Response, routing::get};
use jiff::civil::Date;
use utoipa::{IntoParams, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use super::{
    ApiError, AppState,
    clock::today,
    drawings::Drawing,
    metrics,
    problem::Problems,
    question::{Asked, Given, Question, Segments, layer_ref, shortened},
    representation,
    snapshot::Snapshot,
    tile_numbers, tileset,
};
use crate::{
    atlas::{LayerAtlas, LayerOnDate},
    boundary::{LayerRef, Visibility},
    tiles::{FirstZooms, MAX_ZOOM, Sheet, TileCoord, Value},
};

#[derive(OpenApi)]
#[openapi(paths(tileset::show_tilejson, show_tile, tile_numbers::show_numbers))]
struct Described;

pub(super) fn router() -> OpenApiRouter<AppState> {
    // A segment of a route cannot have a suffix, so they are taken off by hand.
    OpenApiRouter::with_openapi(Described::openapi())
        .route("/tiles/{layer}", get(tileset::show_tilejson))
        .route("/tiles/{layer}/numbers.json", get(tile_numbers::show_numbers))
        .route("/tiles/{layer}/{z}/{x}/{y}", get(show_tile))
}

/// Which state of a layer a tile shows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TileQuery {
    /// The date of the tile; today in London when left out.
    pub on: Option<Date>,
    /// The stamp that the `TileJSON` handed out: with it, and a date, a tile may be kept for a year.
    v: Option<String>,
}

impl Question for TileQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self { on: given.on()?, v: given.text("v").map(str::to_owned) })
    }
}

/// A tile in memory: days between which nothing of the layer changes share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TileKey {
    drawing: u64,
    sheet: SheetKey,
    tile: TileCoord,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum SheetKey {
    /// After so many changes.
    Changes(usize),
    /// The edition at this place in the layer's list.
    Edition(usize),
    /// No sheet of a layer: assets, under a hash of what is loaded, of who asks and of what is asked for.
    Assets([u8; 32]),
}

impl TileKey {
    fn new(drawing: &Drawing, layer: &LayerOnDate<'_>, tile: TileCoord) -> Self {
        let edition = layer.asked.edition.as_ref();
        let place =
            edition.and_then(|id| layer.layer.editions().iter().position(|state| state.edition.id == *id));
        let sheet = place.map_or_else(|| SheetKey::Changes(drawing.changes_by(layer.on)), SheetKey::Edition);
        Self { drawing: drawing.number, sheet, tile }
    }

    /// A tile of assets, under all that it depends on, in words.
    pub fn of_assets(words: &str, tile: TileCoord) -> Self {
        Self { drawing: 0, sheet: SheetKey::Assets(*blake3::hash(words.as_bytes()).as_bytes()), tile }
    }
}

pub(super) const TYPE: &str = "application/vnd.mapbox-vector-tile";
pub(super) const NO_CACHE_AT_ALL: &str = "private, no-store";
pub(super) const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";

/// Changes whenever the tiles of a layer may: with its content, or with the program that draws them.
pub(super) fn stamp(layer: &LayerAtlas) -> String {
    format!("{}-{}", layer.stamp(), env!("CARGO_PKG_VERSION"))
}

/// How long an answer that is drawn from a layer may be kept.
pub(super) fn cache_control(layer: &LayerOnDate<'_>, query: &TileQuery) -> &'static str {
    // Without a date the same address shows another day tomorrow.
    let is_dated = query.on.is_some() || layer.asked.edition.is_some();
    let is_pinned = is_dated && query.v.as_ref().is_some_and(|v| *v == stamp(layer.layer));
    match layer.layer.layer().visibility {
        Visibility::SignedIn => NO_CACHE_AT_ALL,
        Visibility::Public if is_pinned => FOR_A_YEAR,
        Visibility::Public => "no-cache",
    }
}

/// A vector tile of a layer
///
/// The tile holds one layer of areas, named as the layer, one of their borders, `<layer>-borders`, in which a line
/// that areas share is drawn once (from the zoom that the `TileJSON` says), and one of places for their names, `<layer>-labels`. An area's id is a number
/// that holds for one `v` (`/tiles/{layer}/numbers.json` has them all); from zoom 8 it has `code` (or the id of an area without one) and `name`. Shapes are simplified for drawing: measure with the areas themselves.
#[utoipa::path(
    get, path = "/tiles/{layer}/{z}/{x}/{y}.mvt", tag = "Tiles",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"),
        ("z" = u8, Path, description = "Zoom", maximum = 16), ("x" = u32, Path, description = "Column, from the west"),
        ("y" = u32, Path, description = "Row, from the north"), TileQuery),
    responses(
        (status = OK, description = "The tile; empty where the layer has nothing", body = Vec<u8>,
            content_type = "application/vnd.mapbox-vector-tile"),
        (status = NOT_MODIFIED, description = "The tile is the one whose tag was given in `If-None-Match`"),
        Problems)
)]
async fn show_tile(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments((layer, z, x, y)): Segments<(String, String, String, String)>,
    Asked(query): Asked<TileQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let tile = coord(&z, &x, &y)?;
    let asked = layer_ref(&layer)?;
    let on = query.on.unwrap_or_else(today);
    let layer = snapshot.view().layer(&asked, on)?;
    let cache_control = cache_control(&layer, &query);

    let slot = app.drawings().slot(layer.layer, &snapshot);
    let kept = slot.made().and_then(|drawing| app.tiles().get(&TileKey::new(drawing, &layer, tile)));
    metrics::count_tile(kept.is_some());
    if let Some(body) = kept {
        return Ok(representation::reply(&body, &headers, TYPE, cache_control));
    }
    let (tiles, drawn_from) = (app.clone(), snapshot.clone());
    let draw = move || {
        let layer = drawn_from.view().layer(&asked, on)?;
        let drawing = slot.drawing(layer.layer);
        let key = TileKey::new(drawing, &layer, tile);
        Ok(tiles.tiles().get_or_draw(key, || drawn(drawing, &layer, tile)))
    };
    let body = app.compute(draw).await?;
    Ok(representation::reply(&body, &headers, TYPE, cache_control))
}

fn drawn(drawing: &Drawing, layer: &LayerOnDate<'_>, tile: TileCoord) -> Vec<u8> {
    let areas = layer.layer.areas();
    let version = |area: u32| &areas[area as usize].version;
    let LayerRef { layer: id, edition } = &layer.asked;
    let sheet = Sheet {
        layer: id.as_str(),
        borders: tile.z() >= FirstZooms::of(layer.areas().count()).borders,
        labels: true,
        select: |area| version(area).holds(edition.as_ref(), layer.on),
        id: u64::from,
        attributes: |area, _| {
            let area = version(area);
            [("code", Value::from(area.code_or_id())), ("name", Value::from(area.name.as_str()))]
        },
    };
    drawing.mosaic.tile(tile, &sheet).body
}

pub(super) fn coord(z: &str, x: &str, y: &str) -> Result<TileCoord, ApiError> {
    let y = y
        .strip_suffix(".mvt")
        .ok_or_else(|| ApiError::NoRoute { path: format!("…/{}: a tile ends in .mvt", shortened(y)) })?;
    let (z, x, y) = (whole("z", z)?, whole("x", x)?, whole("y", y)?);
    let too_deep = |_| ApiError::Parameter {
        param: "z",
        reason: format!("zoom {z} is too deep: tiles stop at zoom {MAX_ZOOM}"),
    };
    Ok(TileCoord::new_checked(u8::try_from(z).map_err(too_deep)?, x, y)?)
}

fn whole(param: &'static str, text: &str) -> Result<u32, ApiError> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse().ok()).flatten();
    let reason = || format!("“{}” is not a whole number of a tile", shortened(text));
    number.ok_or_else(|| ApiError::Parameter { param, reason: reason() })
}
