use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::json;

use crate::ask::{get_with, json};

#[tokio::test]
async fn layers_are_listed_nearest_to_a_resident_first() {
    let body = json("/api/layers?on=2026-03-31").await;
    let ids: Vec<_> = body["layers"].as_array().unwrap().iter().map(|layer| layer["id"].clone()).collect();
    assert_eq!(ids, ["wards", "districts", "localities", "blocks"]);
}

#[tokio::test]
async fn a_layer_says_all_about_itself() {
    let mut body = json("/api/layers?on=2026-03-31").await;
    insta::assert_json_snapshot!(body["layers"][0].take(), @r#"
    {
      "id": "wards",
      "title": "Wards",
      "singular": "ward",
      "family": "council",
      "order": 10,
      "description": null,
      "edition": {
        "id": "2023",
        "from": "2023-05-01",
        "until": "2026-04-01",
        "amends": null,
        "source": "2023.geojson",
        "publisher": "The cartographer",
        "licence": "CC0",
        "attribution": "Invented wards, CC0",
        "extract_date": "2026-01-15",
        "resolution": "full",
        "clipped_to_coast": true,
        "reference": "wards@2023#0"
      },
      "editions": [
        {
          "id": "2023",
          "from": "2023-05-01",
          "until": "2026-04-01",
          "amends": null,
          "source": "2023.geojson",
          "publisher": "The cartographer",
          "licence": "CC0",
          "attribution": "Invented wards, CC0",
          "extract_date": "2026-01-15",
          "resolution": "full",
          "clipped_to_coast": true,
          "reference": "wards@2023#0"
        },
        {
          "id": "2026",
          "from": "2026-04-01",
          "until": null,
          "amends": null,
          "source": "2026.geojson",
          "publisher": "The cartographer",
          "licence": "CC0",
          "attribution": "Invented wards, CC0",
          "extract_date": "2026-01-15",
          "resolution": "full",
          "clipped_to_coast": true,
          "reference": "wards@2026#0"
        }
      ],
      "area_count": 2,
      "bounds": [
        -0.5798792,
        50.8804934,
        -0.5511803,
        50.8898322
      ],
      "tiles": "/tiles/wards.json"
    }
    "#);
}

#[tokio::test]
async fn the_edition_is_the_one_of_the_day() {
    let before = json("/api/layers?on=2026-03-31").await;
    let after = json("/api/layers?on=2026-04-01").await;
    assert_eq!(before["layers"][0]["edition"]["id"], "2023");
    assert_eq!(after["layers"][0]["edition"]["id"], "2026");
}

#[tokio::test]
async fn a_layer_that_has_ended_is_listed_without_areas() {
    let body = json("/api/layers?on=2026-03-31").await;
    let blocks = &body["layers"][3];
    assert_eq!(blocks["edition"], json!(null));
    assert_eq!((&blocks["area_count"], &blocks["bounds"]), (&json!(0), &json!(null)));
    assert_eq!(blocks["editions"][0]["until"], "2021-03-21");
    let said = body["attribution"].as_array().unwrap();
    assert!(!said.contains(&json!("Invented blocks, CC0")));
}

#[tokio::test]
async fn nothing_is_listed_without_its_attribution() {
    let body = json("/api/layers?on=2026-03-31").await;
    let expected = json!(["Invented wards, CC0", "Invented districts, CC0", "Invented localities, CC0"]);
    assert_eq!(body["attribution"], expected);
}

#[tokio::test]
async fn a_list_is_packed_for_those_who_take_it_so_and_asked_for_again() {
    let answer = get_with("/api/layers?on=2026-03-31", &[("accept-encoding", "gzip")]).await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    let mut unpacked = String::new();
    GzDecoder::new(&answer.bytes[..]).read_to_string(&mut unpacked).unwrap();
    let plain = json("/api/layers?on=2026-03-31").await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&unpacked).unwrap(), plain);
}

#[tokio::test]
async fn the_date_is_today_in_london_when_none_is_given() {
    let today = || jiff::Timestamp::now().in_tz("Europe/London").unwrap().date().to_string();
    let before = today();
    let body = json("/api/layers").await;
    // Midnight may pass between the two.
    assert!([before, today()].contains(&body["on"].as_str().unwrap().to_owned()));
}
