//! Headers that keep browsers safe, and other sites able to use the API.

use axum::{
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::compression::{
    CompressionLayer,
    predicate::{DefaultPredicate, Predicate},
};

use super::{AppState, Basemap};

/// What a browser may load for a page of this server: nothing from anywhere else but the operator's own basemap style.
pub(super) fn content_policy(basemap: Option<&Basemap>) -> HeaderValue {
    let origin = match basemap {
        Some(Basemap::Style { origin: Some(origin), .. }) => format!(" {origin}"),
        _ => String::new(),
    };
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{origin}; \
         worker-src 'self' blob:; connect-src 'self'{origin}; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'"
    );
    // `Basemap::style` lets only plain host names through.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

const FIXED: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(self), microphone=(), payment=(), usb=()"),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// What pages of other sites may read: the API, the tiles, and what an embedded map is made of, which has no origin of its own where the
/// page keeps its frame in a sandbox.
const OPEN: [&str; 5] = ["/api/", "/tiles/", "/assets/", "/embed.", "/patchwork-map.js"];

/// Adds the headers of every response, and lets pages of other sites read the API and the tiles.
pub(super) async fn secure(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let is_open = OPEN.iter().any(|start| request.uri().path().starts_with(start));
    let asks_leave = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if is_open && asks_leave { leave_to_read() } else { next.run(request).await };
    let headers = response.headers_mut();
    // An embedded map says itself who may frame it; nothing else may be framed.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| app.content_policy().clone());
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    // What does not say how long it may be kept is asked for again.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    if is_open {
        open(headers);
    }
    response
}

fn open(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let shown = HeaderValue::from_static("etag, retry-after, x-request-id");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, shown);
}

/// The answer to a browser that asks before it reads from another site's page.
fn leave_to_read() -> Response {
    let allowed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "*"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, allowed).into_response()
}

/// Packs answers that did not come packed. One with a tag is as it should be: packed, it would need another tag.
pub(super) fn compression() -> CompressionLayer<impl Predicate> {
    let untagged =
        |_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| !headers.contains_key(header::ETAG);
    CompressionLayer::new().compress_when(DefaultPredicate::new().and(untagged))
}
