//! `TileJSON`: what a map reads before it asks for tiles.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, AppState,
    cited::{Cited, ReleaseBody},
    clock::today,
    ground::box_degrees,
    named::escaped,
    problem::Problems,
    question::{Asked, OnDay, Segments, layer_ref, shortened},
    snapshot::Snapshot,
    tiles::stamp,
};
use crate::{
    atlas::{LayerAtlas, LayerOnDate},
    tiles::{FirstZooms, TileJson, VectorLayer},
};

/// `TileJSON` 3.0.0, with the date and the releases of the answer beside it.
#[derive(Serialize, ToSchema)]
pub(super) struct TileSetBody {
    /// Always `3.0.0`.
    pub tilejson: &'static str,
    /// What the tiles show.
    pub name: String,
    /// Addresses of tiles, with `{z}`, `{x}` and `{y}` in them.
    pub tiles: Vec<String>,
    /// West, south, east, north in degrees; left out when nothing is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
    /// First zoom worth asking for.
    pub minzoom: u8,
    /// Last zoom that has tiles; a map magnifies these beyond it.
    pub maxzoom: u8,
    /// What must be shown beside the map, as HTML.
    pub attribution: String,
    /// The layers in each tile.
    pub vector_layers: Vec<VectorLayerBody>,
    /// Where the numbers are by which the tiles know their areas; null where they need none.
    pub numbers: Option<String>,
    /// The date of the tiles.
    pub on: Date,
    /// The releases that the tiles are drawn from.
    pub releases: Vec<ReleaseBody>,
}

/// A layer in a tile.
#[derive(Serialize, ToSchema)]
pub(super) struct VectorLayerBody {
    /// Its name in the tile.
    pub id: String,
    /// What it shows.
    pub description: String,
    /// First zoom at which it is in the tiles.
    pub minzoom: u8,
    /// Last zoom at which it is in the tiles.
    pub maxzoom: u8,
    /// Attribute names, each with what it means.
    pub fields: BTreeMap<String, String>,
}

impl From<VectorLayer> for VectorLayerBody {
    fn from(layer: VectorLayer) -> Self {
        let VectorLayer { id, description, minzoom, maxzoom, fields } = layer;
        Self { id, description, minzoom, maxzoom, fields }
    }
}

/// Where a layer's tiles are
///
/// The addresses hold the date and a stamp of the layer's content, so tiles may be kept for a year: ask here again to
/// learn of newer ones.
#[utoipa::path(
    get, path = "/tiles/{layer}.json", tag = "Tiles",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"), OnDay),
    responses((status = OK, body = TileSetBody), Problems)
)]
pub(super) async fn show_tilejson(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments(file): Segments<String>,
    Asked(OnDay { on }): Asked<OnDay>,
) -> Result<Json<TileSetBody>, ApiError> {
    let no_file = || ApiError::NoRoute { path: format!("/tiles/{}", shortened(&file)) };
    let asked = layer_ref(file.strip_suffix(".json").ok_or_else(no_file)?)?;
    let on = on.unwrap_or_else(today);
    let layer = snapshot.view().layer(&asked, on)?;
    Ok(Json(described(&layer, &app.config().public_url)))
}

fn described(layer: &LayerOnDate<'_>, public_url: &str) -> TileSetBody {
    let mut cited = Cited::default();
    for state in layer.editions() {
        cited.edition(layer.layer, state);
    }
    let attribution: Vec<String> = cited.attribution().iter().map(|words| html(words)).collect();
    let known = layer.layer.layer();
    let fields = [("code", "Its code, or its id if it has none"), ("name", "Its name")];
    let tilejson = TileJson::of_layer(
        known.id.as_str(),
        &known.title,
        address(layer, public_url, "{z}/{x}/{y}.mvt"),
        FirstZooms::of(layer.areas().count()),
        LayerAtlas::bounds_of(layer.areas()).and_then(box_degrees),
        attribution.join(" | "),
        &fields.map(|(name, meaning)| (name.to_owned(), meaning.to_owned())).into(),
    );
    TileSetBody {
        tilejson: tilejson.tilejson,
        name: tilejson.name,
        tiles: tilejson.tiles,
        bounds: tilejson.bounds,
        minzoom: tilejson.minzoom,
        maxzoom: tilejson.maxzoom,
        attribution: tilejson.attribution,
        vector_layers: tilejson.vector_layers.into_iter().map(Into::into).collect(),
        numbers: Some(address(layer, public_url, "numbers.json")),
        on: layer.on,
        releases: cited.releases(),
    }
}

fn address(layer: &LayerOnDate<'_>, public_url: &str, file: &str) -> String {
    let (asked, on, stamp) = (escaped(&layer.asked.to_string()), layer.on, escaped(&stamp(layer.layer)));
    format!("{public_url}/tiles/{asked}/{file}?on={on}&v={stamp}")
}

/// Words as HTML: maps put a tile set's attribution into the page as it is.
pub(super) fn html(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
