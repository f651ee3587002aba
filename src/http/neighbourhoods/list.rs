//! Every neighbourhood that is published.

use axum::{Json, extract::State};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::body::page_path;
use crate::{
    atlas::{AskError, LayerOnDate, View},
    boundary::{LayerId, LayerRef},
    http::{
        ApiError, AppState,
        areas::tenths,
        cited::Cited,
        clock::today,
        ground::{box_degrees, degrees},
        problem::Problems,
        question::{Asked, Given, Question},
        snapshot::Snapshot,
    },
    neighbourhood::Published,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_neighbourhoods))
}

/// Neighbourhoods of a page at most.
const MOST: usize = 1_000;

/// Which neighbourhoods.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only those of this name, however it is spelt.
    name: Option<String>,
    /// The date of the question; today in London when left out. Drawings hold on every date.
    on: Option<Date>,
    /// How many at most (100).
    #[param(minimum = 1, maximum = 1_000)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<usize>,
}

impl Question for ListQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self {
            name: given.text("name").map(str::to_owned),
            on: given.on()?,
            limit: given.whole("limit", &(1..=MOST))?,
            cursor: given.parsed("cursor")?,
        })
    }
}

/// Neighbourhoods, by name.
#[derive(Serialize, ToSchema)]
struct NeighbourhoodsBody {
    /// The date of the answer.
    on: Date,
    /// How many there are.
    total: usize,
    /// The neighbourhoods of this page.
    neighbourhoods: Vec<NeighbourhoodItem>,
    /// What to ask with for later ones; null when there are none.
    next_cursor: Option<usize>,
    /// What must be shown beside them.
    attribution: Vec<String>,
}

/// A neighbourhood, briefly.
#[derive(Serialize, ToSchema)]
pub(super) struct NeighbourhoodItem {
    /// Its permanent name.
    id: String,
    /// Its name.
    name: String,
    /// The name under which it is counted with others.
    counted_as: String,
    /// Whether it was drawn here; others were imported.
    drawn: bool,
    /// How it came; null for imported ones.
    route: Option<&'static str>,
    /// When it was published; null for imported ones.
    published: Option<Timestamp>,
    /// Its ground in square metres.
    area_m2: f64,
    /// A place well inside it, in longitude and latitude.
    centre: Option<[f64; 2]>,
    /// West, south, east, north in degrees.
    bounds: Option<[f64; 4]>,
    /// The path of its page.
    url: String,
}

/// The layer of neighbourhoods, for whoever may see it; `None` when there is none.
pub(super) fn layer<'a>(view: &View<'a>, on: Date) -> Option<LayerOnDate<'a>> {
    view.layer(&LayerRef { layer: LayerId::neighbourhoods(), edition: None }, on).ok()
}

/// Says that there is no such neighbourhood.
pub(super) fn unknown(asked: &str) -> ApiError {
    ApiError::Ask(AskError::UnknownArea {
        layer: LayerId::neighbourhoods(),
        asked: asked.chars().take(80).collect(),
    })
}

/// Neighbourhoods that are published
///
/// Those that residents drew and a moderator looked at, and those that were imported, by name. They are areas of the layer `neighbourhoods`, too.
#[utoipa::path(
    get, path = "/api/neighbourhoods", operation_id = "list_neighbourhoods", tag = "Neighbourhoods", params(ListQuery),
    responses((status = OK, body = NeighbourhoodsBody), Problems)
)]
async fn list_neighbourhoods(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<NeighbourhoodsBody>, ApiError> {
    app.compute(move || {
        let on = query.on.unwrap_or_else(today);
        let view = snapshot.view();
        let key = query.name.as_deref().map(crate::neighbourhood::name_key);
        let drawn = |id: &str| view.neighbourhoods().and_then(|all| all.one(id));
        let is_called = |name: &str, one: Option<&Published>| {
            key.as_ref().is_none_or(|key| {
                *key == one.map_or_else(|| crate::neighbourhood::name_key(name), Published::key)
            })
        };
        let on_day = layer(&view, on);
        let mut areas: Vec<_> = on_day
            .iter()
            .flat_map(LayerOnDate::areas)
            .map(|area| (area, drawn(area.version.id.as_str())))
            .filter(|(area, one)| is_called(&area.version.name, *one))
            .collect();
        areas.sort_by(|(a, _), (b, _)| {
            (&a.version.name, &a.version.id).cmp(&(&b.version.name, &b.version.id))
        });
        let (skip, limit) = (query.cursor.unwrap_or(0), query.limit.unwrap_or(100));
        let mut cited = Cited::default();
        let page = areas.iter().skip(skip).take(limit).map(|(area, one)| {
            if let Some(on_day) = &on_day {
                cited.area(on_day.layer, area);
            }
            NeighbourhoodItem {
                id: area.version.id.to_string(),
                name: area.version.name.clone(),
                counted_as: one
                    .map_or(&area.version.name, |one| one.grouped_as.as_ref().unwrap_or(&one.name))
                    .clone(),
                drawn: one.is_some(),
                route: one.map(|one| one.route.as_str()),
                published: one.map(|one| one.published),
                area_m2: tenths(area.version.region.area().0),
                centre: area.label_point().and_then(|place| degrees(place).ok()),
                bounds: box_degrees(area.bounds()),
                url: page_path(area.version.code_or_id()),
            }
        });
        let neighbourhoods = page.collect();
        let next = skip.saturating_add(limit);
        Ok(Json(NeighbourhoodsBody {
            on,
            total: areas.len(),
            neighbourhoods,
            next_cursor: (next < areas.len()).then_some(next),
            attribution: cited.attribution(),
        }))
    })
    .await
}
