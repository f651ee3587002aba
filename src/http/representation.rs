//! Bodies that are kept ready to send: how they are written, in which encoding, under which tag, and when nothing needs to be
//! sent at all.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use serde::Serialize;

use super::ApiError;
use crate::tiles::TileBody;

/// A body as JSON.
pub(super) fn json(body: &impl Serialize) -> Result<TileBody, ApiError> {
    serde_json::to_vec(body).map(TileBody::new).map_err(ApiError::internal)
}

/// Rows as CSV with a line of names.
pub(super) fn table<Row>(names: &[&str], rows: impl IntoIterator<Item = Row>) -> Result<Vec<u8>, ApiError>
where
    Row: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names).map_err(ApiError::internal)?;
    for row in rows {
        writer.write_record(row).map_err(ApiError::internal)?;
    }
    writer.into_inner().map_err(|error| ApiError::internal(error.to_string()))
}

/// A reply that a browser keeps as a file.
pub(super) fn as_file(mut reply: Response, name: &str) -> Response {
    if let Ok(said) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        reply.headers_mut().insert(header::CONTENT_DISPOSITION, said);
    }
    reply
}

/// A table that a browser keeps as a file.
pub(super) fn csv_file(body: &TileBody, asked: &HeaderMap, name: &str) -> Response {
    as_file(reply(body, asked, "text/csv; charset=utf-8", "no-cache"), name)
}

/// Answers with a body, or with 304 when the client has it (RFC 9110 §13.1.2).
pub(super) fn reply(
    body: &TileBody,
    asked: &HeaderMap,
    content_type: &'static str,
    cache_control: &'static str,
) -> Response {
    let encoded = body.encoded(accepts_gzip(asked));
    let mut response = if has(asked, &encoded.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Body::from(encoded.bytes.clone()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        if encoded.is_gzipped {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    };
    let headers = response.headers_mut();
    if let Ok(etag) = HeaderValue::from_str(&encoded.etag) {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// Whether a client names this tag among those that it has.
pub(super) fn has(asked: &HeaderMap, etag: &str) -> bool {
    let lists = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = lists.flat_map(|list| list.split(',')).map(str::trim);
    // The comparison is weak, as the standard asks for here.
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// Whether a client takes gzip (RFC 9110 §12.5.3).
fn accepts_gzip(asked: &HeaderMap) -> bool {
    let lists = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut any = false;
    for coding in lists.flat_map(|list| list.split(',')) {
        let mut parts = coding.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let refused =
            parts.filter_map(|part| part.strip_prefix("q=")).any(|q| q.parse().is_ok_and(|q: f32| q <= 0.0));
        if name.eq_ignore_ascii_case("gzip") {
            return !refused;
        }
        any |= name == "*" && !refused;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[rstest]
    #[case::among_others("br, gzip;q=0.8", true)]
    #[case::anything("*", true)]
    #[case::anything_but_gzip("*, gzip;q=0", false)]
    #[case::refused("gzip;q=0.000", false)]
    #[case::as_it_is("identity", false)]
    #[case::nothing("", false)]
    fn a_client_takes_gzip(#[case] asked: &str, #[case] expected: bool) {
        assert_eq!(accepts_gzip(&headers(header::ACCEPT_ENCODING, asked)), expected);
    }

    #[rstest]
    #[case::the_same("\"abc\"", true)]
    #[case::weak("W/\"abc\"", true)]
    #[case::one_of_many("\"x\", \"abc\"", true)]
    #[case::whatever_there_is("*", true)]
    #[case::another("\"abd\"", false)]
    #[case::without_quotes("abc", false)]
    fn a_client_has_the_body(#[case] tags: &str, #[case] expected: bool) {
        assert_eq!(has(&headers(header::IF_NONE_MATCH, tags), "\"abc\""), expected);
    }
}
