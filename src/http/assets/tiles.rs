//! Assets on a map: each where it is, or gathered with its neighbours where there is no room for all.

use std::{collections::BTreeMap, fmt::Write as _};

use axum::{Json, extract::State, http::HeaderMap, response::Response, routing::get};
use jiff::civil::Date;
use utoipa::{
    IntoParams, OpenApi,
    openapi::path::{Parameter, ParameterIn},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    filter::{Filter, can_meet},
    select::grid_box,
};
use crate::{
    asset::kinds,
    atlas::{SeenAsset, View},
    geometry::to_degrees,
    http::{
        ApiError, AppState,
        asker::Asker,
        clock::today,
        ground::around,
        metrics,
        named::escaped,
        problem::Problems,
        question::{Asked, Given, Question, Segments},
        representation,
        snapshot::Snapshot,
        tiles::{FOR_A_YEAR, NO_CACHE_AT_ALL, TYPE, TileKey, coord},
        tileset::{TileSetBody, VectorLayerBody, html},
    },
    tiles::{EXTENT, MAX_ZOOM, PointFeature, TileCoord, Value, tile_of_points},
};

#[derive(OpenApi)]
#[openapi(paths(show_tile))]
struct Paths;

pub(super) fn router() -> OpenApiRouter<AppState> {
    // A segment of a route cannot have a suffix, so it is taken off by hand.
    OpenApiRouter::with_openapi(Paths::openapi())
        .routes(routes!(show_tilejson))
        .route("/tiles/assets/{z}/{x}/{y}", get(show_tile))
}

/// From this zoom on every asset is a point of its own.
const APART_FROM: u8 = 13;
/// Units of a tile on a side of the square in which assets are gathered: a tile has 8 by 8.
const CELL: i32 = EXTENT as i32 / 8;
/// The tile's one layer.
const LAYER: &str = "assets";

/// Which assets a tile shows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
struct Described {
    /// Kinds or groups of kinds, separated by commas.
    kinds: Option<String>,
    /// Only those with all these words in their name, address, postcode, organisation or kind.
    text: Option<String>,
    /// Only those where people can meet.
    meet: Option<bool>,
    /// Only those of one list.
    list: Option<String>,
    /// `open`, `planned`, `closed` or `all`; all but closed ones when left out.
    status: Option<String>,
    /// The date of the tile; today in London when left out.
    on: Option<Date>,
    /// The stamp that the `TileJSON` handed out: with it, and a date, a tile may be kept for a year.
    v: Option<String>,
}

/// Which assets a tile shows.
struct TileQuery {
    filter: Filter,
    on: Option<Date>,
    v: Option<String>,
    /// The filter as it was asked for.
    said: Vec<(&'static str, String)>,
}

impl IntoParams for TileQuery {
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(parameter_in)
    }
}

impl Question for TileQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let params = ["kinds", "text", "meet", "list", "status"];
        let said = params.into_iter().filter_map(|param| Some((param, given.text(param)?.to_owned())));
        Ok(Self {
            filter: Filter::read(given)?,
            on: given.on()?,
            v: given.text("v").map(str::to_owned),
            said: said.collect(),
        })
    }
}

/// Changes whenever the tiles may: with anything that is loaded, with the program, and with what a visitor may see.
fn stamp(view: &View<'_>) -> String {
    format!("{}-{}", view.stamp(), env!("CARGO_PKG_VERSION"))
}

/// Where the assets' tiles are
///
/// The addresses hold the filter, the date and a stamp of what is loaded, so tiles may be kept for a year.
#[utoipa::path(
    get, path = "/tiles/assets.json", operation_id = "show_assets_tilejson", tag = "Tiles", params(TileQuery),
    responses((status = OK, body = TileSetBody), Problems)
)]
async fn show_tilejson(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<TileQuery>,
) -> Result<Json<TileSetBody>, ApiError> {
    let public_url = app.config().public_url.clone();
    let describe = move || {
        let view = snapshot.view();
        let on = query.on.unwrap_or_else(today);
        let assets = view.assets(on);
        let shown: Vec<&SeenAsset> = assets.iter().filter(|seen| query.filter.takes(seen)).collect();
        let places = shown.iter().filter_map(|seen| seen.point);
        let mut said: Vec<String> = shown
            .iter()
            .filter_map(|seen| seen.list.release.provenance.attribution.as_deref().map(html))
            .collect();
        said.sort();
        said.dedup();
        let mut address = format!("{public_url}/tiles/assets/{{z}}/{{x}}/{{y}}.mvt?on={on}");
        for (param, value) in &query.said {
            // Writing to a string never fails.
            let _ = write!(address, "&{param}={}", escaped(value));
        }
        let _ = write!(address, "&v={}", escaped(&stamp(&view)));
        let fields = [
            ("count", "How many assets it stands for"),
            ("id", "Its permanent name, where it stands for one"),
            ("name", "Its name, where it stands for one"),
            ("kind", "What it is, where all that it stands for are alike"),
            ("group", "The group of its kind, where all that it stands for are of one"),
            ("meet", "Whether people can meet there, where it stands for one"),
            ("status", "open, closed or planned, where it stands for one"),
        ];
        let fields: BTreeMap<String, String> =
            fields.map(|(name, meaning)| (name.to_owned(), meaning.to_owned())).into();
        Ok(Json(TileSetBody {
            tilejson: "3.0.0",
            name: "Assets".to_owned(),
            tiles: vec![address],
            bounds: around(places.filter_map(|point| to_degrees(point.x, point.y).ok())),
            minzoom: 0,
            maxzoom: MAX_ZOOM,
            attribution: said.join(" | "),
            vector_layers: vec![VectorLayerBody {
                id: LAYER.to_owned(),
                description: format!(
                    "Assets: gathered below zoom {APART_FROM}, each by itself from there on"
                ),
                minzoom: 0,
                maxzoom: MAX_ZOOM,
                fields,
            }],
            numbers: None,
            on,
            releases: Vec::new(),
        }))
    };
    app.compute(describe).await
}

/// A vector tile of assets
///
/// The tile holds one layer of points, `assets`. Below zoom 13 those that stand close together are one point with a `count`; from
/// there on each is a point by itself, with `id`, `name`, `kind`, `group`, `meet` and `status`.
#[utoipa::path(
    get, path = "/tiles/assets/{z}/{x}/{y}.mvt", operation_id = "show_assets_tile", tag = "Tiles",
    params(("z" = u8, Path, description = "Zoom", maximum = 16), ("x" = u32, Path, description = "Column, from the west"),
        ("y" = u32, Path, description = "Row, from the north"), TileQuery),
    responses(
        (status = OK, description = "The tile; empty where there are no assets", body = Vec<u8>,
            content_type = "application/vnd.mapbox-vector-tile"),
        (status = NOT_MODIFIED, description = "The tile is the one whose tag was given in `If-None-Match`"),
        Problems)
)]
async fn show_tile(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments((z, x, y)): Segments<(String, String, String)>,
    Asked(query): Asked<TileQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let tile = coord(&z, &x, &y)?;
    let on = query.on.unwrap_or_else(today);
    let stamp = stamp(&snapshot.view());
    let is_pinned = query.on.is_some() && query.v.as_deref() == Some(stamp.as_str());
    let cache_control = match asker.signed_in() {
        Some(_) => NO_CACHE_AT_ALL,
        None if is_pinned => FOR_A_YEAR,
        None => "no-cache",
    };
    let key = TileKey::of_assets(&format!("{stamp} {:?} {:?} {on}", asker.viewer(), query.filter), tile);
    let kept = app.tiles().get(&key);
    metrics::count_tile(kept.is_some());
    if let Some(body) = kept {
        return Ok(representation::reply(&body, &headers, TYPE, cache_control));
    }
    let tiles = app.clone();
    let draw = move || {
        let view = snapshot.view();
        Ok(tiles.tiles().get_or_draw(key, || drawn(&view, &query.filter, on, tile)))
    };
    let body = app.compute(draw).await?;
    Ok(representation::reply(&body, &headers, TYPE, cache_control))
}

fn drawn(view: &View<'_>, filter: &Filter, on: Date, tile: TileCoord) -> Vec<u8> {
    let assets = view.assets(on);
    let inside = assets.in_box(grid_box(tile.bounds())).filter(|seen| filter.takes(seen));
    let mut placed: Vec<([i32; 2], &SeenAsset)> = inside
        .filter_map(|seen| {
            let [lon, lat] = seen.point.and_then(|point| to_degrees(point.x, point.y).ok())?;
            Some((tile.unit(lon, lat)?, seen))
        })
        .collect();
    placed.sort_by(|(_, a), (_, b)| a.asset.id.cmp(&b.asset.id));
    if tile.z() >= APART_FROM {
        return tile_of_points(LAYER, placed.iter().map(|&(at, seen)| single(at, seen)));
    }
    let mut cells: BTreeMap<[i32; 2], Vec<([i32; 2], &SeenAsset)>> = BTreeMap::new();
    for (at, seen) in placed {
        cells.entry(at.map(|unit| unit / CELL)).or_default().push((at, seen));
    }
    tile_of_points(LAYER, cells.values().map(|cell| gathered(cell)))
}

fn single(at: [i32; 2], seen: &SeenAsset) -> PointFeature<'_> {
    let asset = &seen.asset;
    let attributes = vec![
        ("count", Value::from(1_i64)),
        ("id", Value::from(asset.id.as_str())),
        ("name", Value::from(asset.name.as_str())),
        ("kind", Value::from(asset.kind.as_str())),
        ("group", Value::from(group(seen))),
        ("meet", Value::from(can_meet(asset.can_meet_here))),
        ("status", Value::from(asset.status.as_str())),
    ];
    PointFeature { at, attributes }
}

/// Those of a cell as one point, in their middle.
fn gathered<'a>(cell: &[([i32; 2], &'a SeenAsset)]) -> PointFeature<'a> {
    let [(at, seen)] = cell else {
        let count = i64::try_from(cell.len()).unwrap_or(i64::MAX);
        let middle = |axis: usize| {
            let sum: i64 = cell.iter().map(|(at, _)| i64::from(at[axis])).sum();
            i32::try_from(sum / count.max(1)).unwrap_or_default()
        };
        let mut attributes = vec![("count", Value::from(count))];
        let alike = |said: fn(&'a SeenAsset) -> &'a str| {
            let (_, first) = cell.first()?;
            cell.iter().all(|(_, other)| said(other) == said(first)).then(|| said(first))
        };
        attributes.extend(alike(|seen| seen.asset.kind.as_str()).map(|kind| ("kind", Value::from(kind))));
        attributes.extend(alike(group).map(|group| ("group", Value::from(group))));
        return PointFeature { at: [middle(0), middle(1)], attributes };
    };
    single(*at, seen)
}

fn group(seen: &SeenAsset) -> &str {
    kinds().get(&seen.asset.kind).map_or("", |kind| kind.group.as_str())
}
