use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use patchwork::http::{AppState, HttpConfig, Limits, router};

use crate::{
    ask::{request, send},
    world,
};

fn limited(change: impl FnOnce(&mut Limits)) -> axum::Router {
    let mut config = HttpConfig::new(world::PUBLIC_URL);
    change(&mut config.limits);
    router(AppState::new(config, world::shared()))
}

const HEAVY: [&str; 4] = [
    "/tiles/wards/10/510/342.mvt?on=2026-03-31",
    "/api/areas/wards/W1.geojson?on=2026-03-31",
    "/api/search?q=ash",
    "/api/locate?easting=500500&northing=110500&within_m=10",
];

#[tokio::test]
async fn too_much_at_once_is_turned_away_and_told_when_to_come_back() {
    let app = limited(|limits| limits.requests = 0);
    for path in HEAVY.into_iter().chain(["/api/layers", "/"]) {
        let answer = send(&app, request(path, &[])).await;
        assert_eq!(answer.problem(503)["type"], "urn:patchwork:problem:busy", "{path}");
        assert_eq!(answer.header("retry-after"), Some("2"));
    }
}

#[tokio::test]
async fn a_busy_server_still_says_that_it_lives() {
    let app = limited(|limits| limits.requests = 0);
    assert_eq!(send(&app, request("/health/live", &[])).await.status.as_u16(), 200);
}

#[tokio::test]
async fn when_too_much_is_computed_only_light_questions_are_answered() {
    let app = limited(|limits| limits.computations = 0);
    for path in HEAVY {
        let answer = send(&app, request(path, &[])).await;
        assert_eq!(answer.problem(503)["type"], "urn:patchwork:problem:busy", "{path}");
        assert!(answer.header("retry-after").is_some());
    }
    for path in ["/api/layers", "/api/locate?easting=500500&northing=110500", "/tiles/wards.json", "/"] {
        assert_eq!(send(&app, request(path, &[])).await.status.as_u16(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_tile_in_memory_is_served_however_much_is_computed() {
    let mut config = HttpConfig::new(world::PUBLIC_URL);
    config.limits.computations = 1;
    let app = router(AppState::new(config, world::shared()));
    let (first, second) =
        tokio::join!(send(&app, request(HEAVY[0], &[])), send(&app, request(HEAVY[0], &[])));
    let statuses = [first.status.as_u16(), second.status.as_u16()];
    assert!(statuses.contains(&200), "{statuses:?}");
    let again = tokio::join!(send(&app, request(HEAVY[0], &[])), send(&app, request(HEAVY[0], &[])));
    assert_eq!([again.0.status.as_u16(), again.1.status.as_u16()], [200, 200]);
}

#[tokio::test]
async fn what_takes_too_long_is_given_up() {
    let mut config = HttpConfig::new(world::PUBLIC_URL);
    config.limits.answer_time = Duration::from_millis(1);
    let app = router(AppState::new(config, Arc::new(ArcSwap::from_pointee(world::intricate()))));
    let answer = send(&app, request("/api/areas/rounds/R1.geojson", &[])).await;
    assert_eq!(answer.problem(503)["type"], "urn:patchwork:problem:too-slow");
    assert!(answer.header("retry-after").is_some());
}
