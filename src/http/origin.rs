//! Whether a page of this server sends a request, or somebody else's.
//!
//! A browser says with every request that changes something from whose page it comes (`Origin`), and a page cannot lie about
//! it. Programs that are no browsers say nothing, and have no cookies that a page could misuse.

use axum::http::{HeaderMap, Method, Uri, header};

use super::ApiError;

/// Refuses a request that would change something and comes from another site's page.
pub(super) fn check(
    method: &Method,
    headers: &HeaderMap,
    public_url: &str,
    by_cookie: bool,
) -> Result<(), ApiError> {
    if method.is_safe() {
        return Ok(());
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        // Every browser names one, so this is none; and the cookie is a browser's.
        return if by_cookie { Err(ApiError::WrongOrigin { ours: public_url.to_owned() }) } else { Ok(()) };
    };
    let is_ours = origin.to_str().is_ok_and(|origin| same(origin, public_url));
    if is_ours { Ok(()) } else { Err(ApiError::WrongOrigin { ours: public_url.to_owned() }) }
}

/// Whether two addresses have the same scheme, host and port. This machine has several names for itself.
fn same(origin: &str, public_url: &str) -> bool {
    let parts = |text: &str| {
        let address: Uri = text.parse().ok()?;
        let scheme = address.scheme_str()?.to_ascii_lowercase();
        let port = address.port_u16().or(match scheme.as_str() {
            "https" => Some(443),
            "http" => Some(80),
            _ => None,
        })?;
        let host = address.host()?.to_ascii_lowercase();
        let is_here = ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str());
        Some((scheme, if is_here { "localhost".to_owned() } else { host }, port))
    };
    parts(origin).is_some_and(|theirs| parts(public_url) == Some(theirs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::the_same("https://maps.example.org", "https://maps.example.org", true)]
    #[case::with_its_usual_port("https://maps.example.org:443", "https://maps.example.org", true)]
    #[case::in_capitals("https://MAPS.example.org", "https://maps.example.org", true)]
    #[case::below_a_path("https://maps.example.org", "https://maps.example.org/patchwork", true)]
    #[case::without_tls("http://maps.example.org", "https://maps.example.org", false)]
    #[case::another_port("https://maps.example.org:8443", "https://maps.example.org", false)]
    #[case::a_longer_name("https://maps.example.org.evil.example", "https://maps.example.org", false)]
    #[case::a_name_that_ends_so("https://evilmaps.example.org", "https://maps.example.org", false)]
    #[case::a_page_without_one("null", "https://maps.example.org", false)]
    #[case::this_machine_by_another_name("http://localhost:8080", "http://127.0.0.1:8080", true)]
    #[case::this_machine_by_another_port("http://localhost:8081", "http://127.0.0.1:8080", false)]
    fn a_page_is_ours(#[case] origin: &str, #[case] public_url: &str, #[case] expected: bool) {
        assert_eq!(same(origin, public_url), expected);
    }
}
