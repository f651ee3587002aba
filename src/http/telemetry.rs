//! One line a request, and its figures.
//!
//! A line holds the request's id, its method, the route's template, the status and the milliseconds: no query, so
//! no place that somebody asked about, and no address of a client.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MOST_ID_BYTES: usize = 64;

/// Measures a request and says what became of it.
pub(super) async fn observe(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(request.headers());
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = method_label(request.method());

    let mut response = next.run(request).await;

    let route = route.as_ref().map_or("(other)", MatchedPath::as_str);
    let status = response.status().as_u16();
    let seconds = began.elapsed().as_secs_f64();
    let text_id = id.to_str().unwrap_or_default();
    let ms = (seconds * 1e6).round() / 1e3;
    tracing::info!(target: "patchwork::http", id = text_id, method, route, status, ms, "answered");
    super::metrics::count_request(method, route, status, seconds);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The id that a proxy in front gave the request, or a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    let fits = |id: &&HeaderValue| {
        let harmless = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        (1..=MOST_ID_BYTES).contains(&id.len()) && id.as_bytes().iter().all(harmless)
    };
    let given = headers.get(REQUEST_ID).filter(fits).cloned();
    given.unwrap_or_else(|| {
        let new = format!("{:016x}", rand::random::<u64>());
        HeaderValue::from_str(&new).unwrap_or(HeaderValue::from_static("none"))
    })
}

/// Few words, whatever a client sends: every one is a time series of its own.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}
