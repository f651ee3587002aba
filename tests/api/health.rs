use std::sync::Arc;

use arc_swap::ArcSwap;
use patchwork::{
    atlas::Atlas,
    http::{AppState, HttpConfig, router},
};

use crate::{
    ask::{get, request, send},
    world,
};

#[tokio::test]
async fn a_server_lives_before_it_can_answer() {
    let atlas = Arc::new(ArcSwap::from_pointee(Atlas::default()));
    let state = AppState::loading(HttpConfig::new(world::PUBLIC_URL), atlas.clone());
    let app = router(state.clone());
    assert_eq!(send(&app, request("/health/live", &[])).await.status.as_u16(), 200);
    for path in ["/health/ready", "/api/layers", "/tiles/wards.json", "/tiles/wards/8/127/85.mvt"] {
        let answer = send(&app, request(path, &[])).await;
        answer.problem(503);
        assert!(answer.header("retry-after").is_some());
    }

    atlas.store(Arc::new(world::atlas("w1")));
    state.mark_ready();
    for path in ["/health/ready", "/api/layers", "/tiles/wards.json", "/tiles/wards/8/127/85.mvt"] {
        assert_eq!(send(&app, request(path, &[])).await.status.as_u16(), 200);
    }
}

#[tokio::test]
async fn figures_count_requests_by_the_template_of_their_route() {
    let app = router(world::state());
    send(&app, request("/api/areas/districts/D1?on=2026-03-31", &[])).await;
    send(&app, request("/tiles/wards/8/127/86.mvt?on=2026-03-31", &[])).await;
    let answer = send(&app, request("/metrics", &[])).await;
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let figures = answer.text();
    let counted =
        "patchwork_http_requests_total{method=\"GET\",route=\"/api/areas/{layer}/{code}\",status=\"200\"}";
    assert!(figures.contains(counted), "{figures}");
    for name in [
        "patchwork_http_request_seconds_bucket{route=",
        "patchwork_tiles_total{from=\"drawing\"}",
        "patchwork_areas{layer=\"wards\"} 4",
        "patchwork_atlas_age_seconds",
    ] {
        assert!(figures.contains(name), "{name} in {figures}");
    }
    assert!(!figures.contains("D1") && !figures.contains("2026-03-31"));
}

#[tokio::test]
async fn a_request_keeps_the_id_that_a_proxy_gave_it() {
    let app = router(world::state());
    let given = send(&app, request("/health/live", &[("x-request-id", "edge-7.42")])).await;
    assert_eq!(given.header("x-request-id"), Some("edge-7.42"));
    for odd in ["", "with space", &"x".repeat(65)] {
        let new = send(&app, request("/health/live", &[("x-request-id", odd)])).await;
        assert_eq!(new.header("x-request-id").unwrap().len(), 16);
    }
    assert_ne!(
        get("/health/live").await.header("x-request-id"),
        get("/health/live").await.header("x-request-id")
    );
}
