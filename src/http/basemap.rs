//! The background map's archive, read a range of bytes at a time.

use axum::Router;
use tower_http::services::ServeFile;

use super::{AppState, Basemap, HttpConfig};

/// Where the archive is.
pub(super) const ARCHIVE_PATH: &str = "/basemap.pmtiles";

pub(super) fn router(config: &HttpConfig) -> Router<AppState> {
    let Some(Basemap::Archive(file)) = &config.basemap else { return Router::new() };
    let kind = "application/vnd.pmtiles".parse();
    let archive = kind.map_or_else(|_| ServeFile::new(file), |kind| ServeFile::new_with_mime(file, &kind));
    Router::new().route_service(ARCHIVE_PATH, archive)
}
