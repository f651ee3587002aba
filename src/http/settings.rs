//! What the viewer needs to know before anything else.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState, Basemap,
    basemap::ARCHIVE_PATH,
    problem::Problems,
    question::{Asked, Nothing},
    snapshot::Snapshot,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_config))
}

/// How the viewer is set up.
#[derive(Serialize, ToSchema)]
pub(super) struct ConfigBody {
    /// The server's version.
    version: &'static str,
    /// What this server shows.
    place: PlaceBody,
    /// What lies under the boundaries, if anything.
    basemap: Option<BasemapBody>,
    /// Every day on which an edition starts or ends, earliest first.
    dates: Vec<Date>,
}

/// What this server shows.
#[derive(Serialize, ToSchema)]
pub(super) struct PlaceBody {
    /// Its name.
    title: Option<String>,
    /// A sentence that must stand beside everything shown of it.
    note: Option<String>,
    /// West, south, east, north in degrees: the first view.
    extent: Option<[f64; 4]>,
}

/// A background map.
#[derive(Serialize, ToSchema)]
pub(super) struct BasemapBody {
    /// How to read it.
    kind: BasemapKind,
    /// Where it is.
    url: String,
}

/// How to read a background map.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum BasemapKind {
    /// A `PMTiles` archive.
    Pmtiles,
    /// A `MapLibre` style.
    Style,
}

/// How the viewer is set up
#[utoipa::path(get, path = "/api/config", tag = "Server", responses((status = OK, body = ConfigBody), Problems))]
async fn show_config(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Json<ConfigBody>, ApiError> {
    let view = snapshot.view();
    let place = view.place();
    let basemap = app.config().basemap.as_ref().map(|basemap| match basemap {
        Basemap::Archive(_) => BasemapBody { kind: BasemapKind::Pmtiles, url: ARCHIVE_PATH.to_owned() },
        Basemap::Style { url, .. } => BasemapBody { kind: BasemapKind::Style, url: url.clone() },
    });
    Ok(Json(ConfigBody {
        version: env!("CARGO_PKG_VERSION"),
        place: PlaceBody { title: place.title.clone(), note: place.note.clone(), extent: place.extent },
        basemap,
        dates: view.dates(),
    }))
}
