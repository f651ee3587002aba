//! The viewer, built into the binary.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use super::{
    ApiError, AppState, embeds::Head, preload::Panels, question::shortened, representation,
    snapshot::Snapshot,
};
use crate::{atlas::Viewer, tiles::TileBody};

#[derive(RustEmbed)]
#[folder = "web/dist/"]
#[allow_missing = true]
struct Files;

const PAGE: &str = "index.html";
/// Which files each panel begins with.
const PANELS: &str = "panels.json";
/// Files here have a hash of their content in their name.
const HASHED: &str = "assets/";

const ASK_AGAIN: &str = "no-cache";
const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// Shows a file of the viewer, or its one page for every other path that a visitor may have in the address bar.
pub(super) async fn show(State(app): State<AppState>, request: Request) -> Result<Response, ApiError> {
    let path = request.uri().path();
    let is_api = ["/api", "/tiles", "/health"]
        .iter()
        .any(|room| path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if is_api {
        return Err(ApiError::NoRoute { path: shortened(path) });
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return Err(ApiError::Method { method: shortened(request.method().as_str()) });
    }
    let name = path.trim_start_matches('/');
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let name = if is_file { name } else { PAGE };
    let Some(file) = Files::get(name) else { return Ok(nothing_here()) };
    if name == PAGE {
        let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
        let page = with_head(&app, &file.data, asked).await;
        return Ok(representation::reply(&page, request.headers(), content_type(PAGE), ASK_AGAIN));
    }
    let cache_control = if name.starts_with(HASHED) { FOR_A_YEAR } else { FOR_AN_HOUR };
    let body = ready(&app, name, &file);
    Ok(representation::reply(&body, request.headers(), content_type(name), cache_control))
}

/// The page, whose head says what it shows: programs that follow links read no further.
async fn with_head(app: &AppState, page: &[u8], asked: &str) -> TileBody {
    let public_url = app.config().public_url.clone();
    // What only some may see is in no head, so that the page is the same for everybody.
    let snapshot = app.snapshot(Viewer::Public);
    let of = (asked.to_owned(), public_url.clone());
    let head = app.compute(move || {
        let view = snapshot.as_ref().map(Snapshot::view);
        Ok(Head::of(&of.0, view.as_ref(), &of.1))
    });
    // A page without a picture is better than none.
    let head = head.await.unwrap_or_else(|_| Head::of(asked, None, &public_url));
    let page = head.put_in(&String::from_utf8_lossy(page), &public_url);
    let path = asked.split('?').next().unwrap_or_default();
    let panels = Files::get(PANELS).map(|file| Panels::read(&file.data)).unwrap_or_default();
    TileBody::new(panels.put_in(&page, path).into_bytes())
}

/// The file packed and tagged, kept for the next visitor.
fn ready(app: &AppState, name: &str, file: &EmbeddedFile) -> TileBody {
    let key = format!("{name} {:?}", file.metadata.sha256_hash());
    app.assets().get_or_draw(key, || file.data.to_vec())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

const NOTHING_HERE: &str = "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n\
    <title>Nothing here – Patchwork</title>\n<h1>There is nothing here</h1>\n\
    <p><a href=\"/\">To the map</a></p>\n</html>\n";

fn nothing_here() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::NOT_FOUND, headers, NOTHING_HERE).into_response()
}
