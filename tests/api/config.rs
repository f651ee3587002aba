use patchwork::http::{AppState, Basemap, HttpConfig, router};
use serde_json::json;

use crate::{
    ask::{get_with, json, request, send},
    world,
};

#[tokio::test]
async fn the_viewer_learns_what_is_shown() {
    let mut body = json("/api/config").await;
    assert_eq!(body["version"].take(), env!("CARGO_PKG_VERSION"));
    insta::assert_json_snapshot!(body, @r#"
    {
      "version": null,
      "place": {
        "title": "Ashshire",
        "note": "Invented for tests",
        "extent": [
          -0.6,
          50.8,
          -0.5,
          50.9
        ]
      },
      "basemap": null,
      "dates": [
        "2021-03-21",
        "2023-05-01",
        "2025-01-01",
        "2026-04-01"
      ]
    }
    "#);
}

fn with_basemap(basemap: Basemap) -> axum::Router {
    let mut config = HttpConfig::new(world::PUBLIC_URL);
    config.basemap = Some(basemap);
    router(AppState::new(config, world::shared()))
}

#[tokio::test]
async fn a_style_elsewhere_may_be_loaded_and_nothing_else_there() {
    let app = with_basemap(Basemap::style("https://tiles.example.net/plain/style.json").unwrap());
    let answer = send(&app, request("/api/config", &[])).await;
    let expected = json!({"kind": "style", "url": "https://tiles.example.net/plain/style.json"});
    assert_eq!(answer.json()["basemap"], expected);
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("connect-src 'self' https://tiles.example.net;"), "{policy}");
    assert!(policy.contains("img-src 'self' data: blob: https://tiles.example.net;"), "{policy}");
    assert!(policy.contains("script-src 'self';"), "{policy}");
}

#[tokio::test]
async fn an_archive_is_read_a_range_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("county.pmtiles");
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    std::fs::write(&file, &bytes).unwrap();
    let app = with_basemap(Basemap::Archive(file));
    let config = send(&app, request("/api/config", &[])).await.json();
    assert_eq!(config["basemap"], json!({"kind": "pmtiles", "url": "/basemap.pmtiles"}));

    let part = send(&app, request("/basemap.pmtiles", &[("range", "bytes=300-319")])).await;
    assert_eq!(part.status.as_u16(), 206);
    assert_eq!(part.header("content-range"), Some("bytes 300-319/10000"));
    assert_eq!(part.bytes, bytes[300..320]);
    assert_eq!(part.header("content-encoding"), None);

    let beyond = send(&app, request("/basemap.pmtiles", &[("range", "bytes=20000-20010")])).await;
    assert_eq!(beyond.status.as_u16(), 416);
}

#[tokio::test]
async fn without_an_archive_there_is_none() {
    assert_eq!(get_with("/basemap.pmtiles", &[("range", "bytes=0-1")]).await.status.as_u16(), 404);
}
