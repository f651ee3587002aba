use rstest::rstest;

use crate::ask::{get, get_with};

#[rstest]
#[case("/")]
#[case("/index.html")]
#[case("/explore")]
#[case("/explore/wards/W1")]
#[tokio::test]
async fn every_address_of_the_viewer_shows_its_one_page(#[case] path: &str) {
    let answer = get(path).await;
    assert_eq!(answer.status.as_u16(), 200);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert!(answer.text().to_lowercase().starts_with("<!doctype html>"));
}

#[tokio::test]
async fn a_page_that_the_browser_has_is_not_sent_again() {
    let etag = get("/").await.header("etag").unwrap().to_owned();
    assert_eq!(get_with("/", &[("if-none-match", &etag)]).await.status.as_u16(), 304);
}

#[rstest]
#[case("/assets/gone-1a2b3c.js")]
#[case("/robots.txt.bak")]
#[case("/../Cargo.toml")]
#[case("/%2e%2e/Cargo.toml")]
#[case("/assets/../../Cargo.toml")]
#[tokio::test]
async fn a_file_that_is_not_there_is_a_plain_page_that_says_so(#[case] path: &str) {
    let answer = get(path).await;
    assert_eq!(answer.status.as_u16(), 404);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(answer.text().contains("There is nothing here"));
}

#[rstest]
#[case("/")]
#[case("/api/layers")]
#[case("/api/nothing")]
#[case("/tiles/wards/8/127/85.mvt")]
#[case("/api/docs/")]
#[case("/nothing.js")]
#[tokio::test]
async fn every_answer_keeps_browsers_safe(#[case] path: &str) {
    let answer = get(path).await;
    let policy = answer.header("content-security-policy").unwrap();
    assert_eq!(
        policy,
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
         worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'"
    );
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("referrer-policy"), Some("strict-origin-when-cross-origin"));
    assert!(answer.header("permissions-policy").unwrap().contains("camera=()"));
}

#[rstest]
#[case("/api/layers", Some("*"))]
#[case("/api/nothing", Some("*"))]
#[case("/tiles/wards/8/127/85.mvt", Some("*"))]
#[case("/", None)]
#[case("/metrics", None)]
#[tokio::test]
async fn pages_of_other_sites_may_read_the_api_and_the_tiles(
    #[case] path: &str,
    #[case] allowed: Option<&str>,
) {
    let answer = get_with(path, &[("origin", "https://partner.example")]).await;
    assert_eq!(answer.header("access-control-allow-origin"), allowed);
}

#[tokio::test]
async fn a_browser_that_asks_for_leave_first_gets_it() {
    use axum::{body::Body, http::Request};
    let request = Request::options("/tiles/wards.json")
        .header("origin", "https://partner.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "if-none-match")
        .body(Body::empty())
        .unwrap();
    let answer = crate::ask::send(&patchwork::http::router(crate::world::state()), request).await;
    assert_eq!(answer.status.as_u16(), 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("GET, HEAD"));
}
