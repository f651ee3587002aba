//! The documents, as pages at `/docs`: the Markdown of `docs/`, written as HTML once and kept. They need no script and load nothing but a
//! style and pictures of this server.

mod markdown;
mod page;
mod shelf;

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

use super::{AppState, representation};
use crate::tiles::TileBody;

/// Where they are.
const HOME: &str = "/docs";
const STYLE: &str = include_str!("documents.css");
const HTML: &str = "text/html; charset=utf-8";
const ASK_AGAIN: &str = "no-cache";
const FOR_AN_HOUR: &str = "public, max-age=3600";
/// Of what a page may load, the least.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

/// Every page, by its name; the first has none.
static PAGES: LazyLock<HashMap<&'static str, TileBody>> = LazyLock::new(|| {
    let ready = |html: String| TileBody::new(html.into_bytes());
    let documents = shelf::documents().map(|name| (name, ready(page::document(name))));
    documents.chain([("", ready(page::contents()))]).collect()
});

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route(HOME, get(async |headers: HeaderMap| show("", &headers)))
        .route("/docs/", get(async || Redirect::permanent(HOME)))
        .route(
            "/docs/{name}",
            get(async |Path(name): Path<String>, headers: HeaderMap| show(&name, &headers)),
        )
}

/// A document, a picture in one, or their style.
fn show(name: &str, headers: &HeaderMap) -> Response {
    let mut reply = if name == "documents.css" {
        representation::reply(&TileBody::new(STYLE.into()), headers, "text/css; charset=utf-8", FOR_AN_HOUR)
    } else if let Some(page) = PAGES.get(name) {
        representation::reply(page, headers, HTML, ASK_AGAIN)
    } else if let Some(picture) = shelf::picture(name) {
        representation::reply(&TileBody::new(picture), headers, "image/png", FOR_AN_HOUR)
    } else if let Some(document) = name.strip_suffix(".md").filter(|name| PAGES.contains_key(name)) {
        // As they are called in the repository.
        Redirect::permanent(&format!("{HOME}/{document}")).into_response()
    } else {
        (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, HTML)], page::missing()).into_response()
    };
    reply.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    reply
}
