//! The numbers by which a layer's tiles know its areas, so that a map can shade areas where tiles carry nothing else.

use std::collections::BTreeMap;

use axum::{extract::State, http::HeaderMap, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError, AppState,
    clock::today,
    problem::Problems,
    question::{Asked, Segments, layer_ref},
    representation,
    snapshot::Snapshot,
    tiles::{TileQuery, cache_control},
};
use crate::atlas::LayerOnDate;

/// The areas of a layer with their numbers in its tiles.
#[derive(Serialize, ToSchema)]
pub(super) struct TileNumbersBody<'a> {
    /// The number of each area in force, by its code, or by its id where it has none.
    areas: BTreeMap<&'a str, u64>,
}

impl<'a> TileNumbersBody<'a> {
    fn of(layer: &LayerOnDate<'a>) -> Self {
        let areas = (0_u64..).zip(layer.layer.areas()).filter_map(|(number, area)| {
            let in_force = area.version.holds(layer.asked.edition.as_ref(), layer.on);
            in_force.then(|| (area.version.code_or_id(), number))
        });
        Self { areas: areas.collect() }
    }
}

/// The numbers of a layer's areas in its tiles
///
/// Tiles below zoom 8 know an area only by its number, which holds for one `v`. The `TileJSON` has this address, too.
#[utoipa::path(
    get, path = "/tiles/{layer}/numbers.json", tag = "Tiles",
    params(("layer" = String, Path, description = "`LAYER` or `LAYER@EDITION`"), TileQuery),
    responses((status = OK, body = TileNumbersBody), Problems)
)]
pub(super) async fn show_numbers(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments(layer): Segments<String>,
    Asked(query): Asked<TileQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = layer_ref(&layer)?;
    let write = move || {
        let layer = snapshot.view().layer(&asked, query.on.unwrap_or_else(today))?;
        let body = representation::json(&TileNumbersBody::of(&layer))?;
        Ok((body, cache_control(&layer, &query)))
    };
    let (body, cache_control) = app.compute(write).await?;
    Ok(representation::reply(&body, &headers, "application/json", cache_control))
}
