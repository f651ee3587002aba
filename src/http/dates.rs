//! The days on which something changes.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use geo_types::{Coord, Rect};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    problem::Problems,
    question::{Asked, Given, Question},
    snapshot::Snapshot,
};
use crate::{atlas::View, geometry::to_grid};

/// Days that are told of at most; a place has some dozens.
const MOST_DAYS: usize = 500;

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_dates))
}

/// Where.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct DatesQuery {
    /// West, south, east and north in degrees: only what changes there. Everywhere when left out.
    #[param(value_type = Option<String>, example = "-0.6,50.7,0.3,51.1")]
    bbox: Option<Rect<f64>>,
}

impl Question for DatesQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let Some([west, south, east, north]) = given.bbox()? else { return Ok(Self { bbox: None }) };
        let corners = [(west, south), (east, south), (east, north), (west, north)]
            .map(|(lon, lat)| to_grid(lon, lat).map(|(x, y)| Coord { x, y }))
            .into_iter()
            .collect::<Result<Vec<Coord<f64>>, _>>()?;
        let (mut min, mut max) = (corners[0], corners[0]);
        for corner in corners {
            min = Coord { x: min.x.min(corner.x), y: min.y.min(corner.y) };
            max = Coord { x: max.x.max(corner.x), y: max.y.max(corner.y) };
        }
        Ok(Self { bbox: Some(Rect::new(min, max)) })
    }
}

/// The days on which something changes.
#[derive(Serialize, ToSchema)]
pub(super) struct DatesBody {
    /// Each day, the earliest first.
    dates: Vec<DayBody>,
}

/// What changes on a day.
#[derive(Serialize, ToSchema)]
pub(super) struct DayBody {
    /// The day.
    day: Date,
    /// What changes.
    what: Vec<DateChangeBody>,
}

/// What changes in a layer on a day.
#[derive(Serialize, ToSchema)]
pub(super) struct DateChangeBody {
    /// The layer; a scenario's for new areas that have been decided.
    layer: String,
    /// What happens, in words.
    text: String,
    /// How many areas begin.
    begin: usize,
    /// How many areas end.
    end: usize,
}

/// The days on which something changes here
///
/// Areas of any layer that begin or end, and the days on which decided scenarios take over.
#[utoipa::path(
    get, path = "/api/dates", operation_id = "list_dates", tag = "Questions", params(DatesQuery),
    responses((status = OK, body = DatesBody), Problems)
)]
async fn list_dates(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<DatesQuery>,
) -> Result<Json<DatesBody>, ApiError> {
    app.compute(move || Ok(Json(dates(&snapshot.view(), query.bbox)))).await
}

fn dates(view: &View<'_>, bbox: Option<Rect<f64>>) -> DatesBody {
    let mut days: BTreeMap<Date, Vec<DateChangeBody>> = BTreeMap::new();
    for layer in view.layers() {
        let mut counts: BTreeMap<Date, [usize; 2]> = BTreeMap::new();
        let mut count = |area: &crate::atlas::IndexedArea| {
            let period = &area.version.period;
            for (at, day) in [period.from(), period.until()].into_iter().enumerate() {
                if let Some(day) = day {
                    counts.entry(day).or_default()[at] += 1;
                }
            }
        };
        match bbox {
            Some(bounds) => layer.candidates(bounds).for_each(&mut count),
            None => layer.areas().iter().for_each(&mut count),
        }
        for (day, [begin, end]) in counts {
            let title = &layer.layer().title;
            let text = match (begin, end) {
                (begin, 0) => format!("{title}: {begin} begin"),
                (0, end) => format!("{title}: {end} end"),
                (begin, end) => format!("{title}: {begin} begin, {end} end"),
            };
            days.entry(day).or_default().push(DateChangeBody {
                layer: layer.layer().id.to_string(),
                text,
                begin,
                end,
            });
        }
    }
    for one in view.scenarios().filter(|one| one.scenario().status.is_decided()) {
        let scenario = one.scenario();
        let (Some(vesting), Ok(layer)) = (scenario.vesting, &one.composed().layer) else { continue };
        let here = match bbox {
            Some(bounds) => layer.candidates(bounds).count(),
            None => layer.areas().len(),
        };
        if here > 0 {
            let expected = if vesting.expected { " (expected)" } else { "" };
            let text = format!("{}: {here} new areas take over{expected}", scenario.title);
            let layer = scenario.id.layer().to_string();
            days.entry(vesting.day).or_default().push(DateChangeBody { layer, text, begin: here, end: 0 });
        }
    }
    DatesBody { dates: days.into_iter().take(MOST_DAYS).map(|(day, what)| DayBody { day, what }).collect() }
}
