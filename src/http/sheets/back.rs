//! A list as a sheet again, with what is known of each row.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use geo_types::Coord;
use jiff::civil::Date;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::PREFIX;
use crate::{
    access::Deed,
    asset::ListId,
    atlas::{SeenAsset, View},
    geometry::to_degrees,
    http::{
        ApiError, AppState,
        asker::{Asker, PRIVATE},
        assets::cell,
        clock::today,
        problem::{Problems, Refusals},
        question::{Asked, Given, Question, Segments},
        representation,
        snapshot::Snapshot,
    },
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(fetch_sheet))
}

/// The columns: those that a sheet is read by, then what is known of each row.
const COLUMNS: [&str; 30] = [
    "patchwork_id",
    "name",
    "kind",
    "address",
    "postcode",
    "lon",
    "lat",
    "uprn",
    "phone",
    "email",
    "website",
    "opening_hours",
    "accessibility",
    "organisation",
    "commissioner",
    "run_by",
    "can_meet_here",
    "capacity",
    "at",
    "serves",
    "precision",
    "source_id",
    "status",
    "listed_until",
    "notes",
    "last_verified",
    "ward",
    "neighbourhood",
    "council",
    "council_on_vesting_day",
];

/// Layers that say in which council a place is, the first that has an area there on a day.
const COUNCILS: [&str; 3] = ["unitaries", "districts", "councils"];

/// Which days.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct BackQuery {
    /// The date of the areas; today in London when left out.
    on: Option<Date>,
    /// The day for `council_on_vesting_day`. When left out, the next day on which another council comes into force here, if any is loaded.
    vesting_day: Option<Date>,
}

impl Question for BackQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self { on: given.on()?, vesting_day: given.day("vesting_day")? })
    }
}

/// A spreadsheet back again
///
/// The rows of a list with their `patchwork_id`, by which they are known when the sheet is brought again, the day on which each was last
/// verified, and the ward, neighbourhood and council of each, also on vesting day. Needs the role `contributor`, `moderator` or `admin`.
#[utoipa::path(
    get, path = "/api/sheets/{file}", operation_id = "fetch_sheet", tag = "Assets",
    params(("file" = String, Path, description = "`LIST.csv`"), BackQuery),
    responses((status = OK, body = String, content_type = "text/csv"), Problems, Refusals)
)]
async fn fetch_sheet(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(file): Segments<String>,
    Asked(query): Asked<BackQuery>,
) -> Result<Response, ApiError> {
    asker.may(Deed::BringSheets)?;
    let nothing =
        || ApiError::NoRoute { path: format!("/api/sheets/{}", file.chars().take(80).collect::<String>()) };
    let list: ListId = file.strip_suffix(".csv").and_then(|name| name.parse().ok()).ok_or_else(nothing)?;
    let on = query.on.unwrap_or_else(today);
    let name = format!("{list}.csv");
    let write = move || {
        let view = snapshot.view();
        let assets = view.assets(on);
        // Who brought a sheet gets all of it back; of other lists, what they may see.
        let is_sheet = list.as_str().starts_with(PREFIX);
        let rows: Vec<&SeenAsset> = if is_sheet {
            let whole = assets.whole_list(&list).filter(|(_, is_suppressed)| !is_suppressed);
            whole.map(|(seen, _)| seen).collect()
        } else {
            assets.iter().filter(|seen| seen.list.id == list).collect()
        };
        if rows.is_empty() {
            return Ok(None);
        }
        let vesting_day = query.vesting_day.or_else(|| next_vesting_day(&view, on));
        let rows = rows.into_iter().map(|seen| row(&view, seen, on, vesting_day));
        representation::table(&COLUMNS, rows).map(Some)
    };
    let bytes = app.compute(write).await?.ok_or_else(nothing)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CACHE_CONTROL, PRIVATE),
    ];
    Ok(representation::as_file((headers, bytes).into_response(), &name))
}

/// The next day on which another council comes into force.
fn next_vesting_day(view: &View<'_>, on: Date) -> Option<Date> {
    let councils = view.layers().filter(|layer| COUNCILS.contains(&layer.layer().id.as_str()));
    let starts =
        councils.flat_map(|layer| layer.areas().iter().filter_map(|area| area.version.period.from()));
    starts.filter(|day| *day > on).min()
}

fn row(view: &View<'_>, seen: &SeenAsset, on: Date, vesting_day: Option<Date>) -> Vec<String> {
    let asset = &seen.asset;
    let text = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
    let degrees = seen.point.and_then(|point| to_degrees(point.x, point.y).ok());
    let degree = |which: usize| degrees.map(|both| both[which].to_string()).unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (above, later) = match seen.point {
        None => (Above::default(), Above::default()),
        Some(point) => {
            let later = vesting_day.map(|day| Above::of(view, point, day)).unwrap_or_default();
            (Above::of(view, point, on), later)
        }
    };
    vec![
        asset.id.to_string(),
        cell(&asset.name),
        asset.kind.to_string(),
        text(&asset.address),
        asset.postcode.map(|postcode| postcode.to_string()).unwrap_or_default(),
        degree(0),
        degree(1),
        text(&asset.uprn),
        text(&asset.contact.phone),
        text(&asset.contact.email),
        text(&asset.contact.website),
        text(&asset.opening_hours),
        text(&asset.accessibility),
        text(&asset.organisation),
        text(&asset.commissioner),
        asset.run_by.map(|who| who.as_str().to_owned()).unwrap_or_default(),
        asset.can_meet_here.as_str().to_owned(),
        asset.capacity.map(|people| people.to_string()).unwrap_or_default(),
        asset.at.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&asset.serves),
        asset.precision.as_str().to_owned(),
        text(&asset.source_id),
        asset.status.as_str().to_owned(),
        day(asset.listed_until),
        text(&asset.notes),
        day(asset.last_verified),
        cell(&above.ward),
        cell(&above.neighbourhood),
        cell(&above.council),
        cell(&later.council),
    ]
}

/// The names of what a place lies in on a day.
#[derive(Default)]
struct Above {
    ward: String,
    neighbourhood: String,
    council: String,
}

impl Above {
    fn of(view: &View<'_>, at: Coord<f64>, on: Date) -> Self {
        let found = view.locate(at, on, None);
        let of = |layer: &str| {
            let area = found.within.iter().find(|area| area.layer.layer().id.as_str() == layer);
            area.map(|area| area.area.version.name.clone())
        };
        Self {
            ward: of("wards").unwrap_or_default(),
            neighbourhood: of("neighbourhoods").unwrap_or_default(),
            council: COUNCILS.into_iter().find_map(of).unwrap_or_default(),
        }
    }
}
