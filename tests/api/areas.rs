use serde_json::{Value, json};

use crate::ask::{get, get_with, json};

#[tokio::test]
async fn an_area_says_all_about_itself() {
    let body = json("/api/areas/wards/W1?on=2026-03-31").await;
    insta::assert_json_snapshot!(body, @r#"
    {
      "on": "2026-03-31",
      "layer": "wards",
      "layer_title": "Wards",
      "layer_singular": "ward",
      "family": "council",
      "id": "wards-long-ash",
      "code": "W1",
      "name": "Long Ash",
      "edition": "2023",
      "from": "2023-05-01",
      "until": "2026-04-01",
      "bounds": [
        -0.5798792,
        50.8806688,
        -0.565393,
        50.8898322
      ],
      "centre": [
        -0.5726368,
        50.8852507
      ],
      "area_m2": 1000000.0,
      "perimeter_m": 4000.0,
      "inferred": false,
      "note": null,
      "versions": [
        {
          "edition": "2023",
          "code": "W1",
          "name": "Long Ash",
          "from": "2023-05-01",
          "until": "2026-04-01"
        },
        {
          "edition": "2026",
          "code": "W3",
          "name": "Long Ash",
          "from": "2026-04-01",
          "until": null
        }
      ],
      "geojson": "/api/areas/wards/W1.geojson?on=2026-03-31",
      "url": "/api/areas/wards/W1",
      "release": {
        "layer": "wards",
        "edition": "2023",
        "source": "2023.geojson",
        "publisher": "The cartographer",
        "licence": "CC0",
        "attribution": "Invented wards, CC0",
        "extract_date": "2026-01-15",
        "reference": "wards@2023#0"
      },
      "attribution": [
        "Invented wards, CC0"
      ],
      "method": "Area and length are planar, on the British National Grid (EPSG:27700): in England -0.08 % to +0.17 % off true ground area. Shapes are on whole millimetres."
    }
    "#);
}

#[tokio::test]
async fn code_and_id_address_the_same_area_whatever_their_case() {
    let by_code = json("/api/areas/wards/w1?on=2026-03-31").await;
    let by_id = json("/api/areas/wards/wards-long-ash?on=2026-03-31").await;
    assert_eq!(by_code, by_id);
    let without_code = json("/api/areas/localities/localities-ash-and-elm?on=2026-03-31").await;
    assert_eq!((&without_code["code"], &without_code["inferred"]), (&json!(null), &json!(true)));
    assert_eq!(without_code["url"], "/api/areas/localities/localities-ash-and-elm");
}

#[tokio::test]
async fn an_edition_is_asked_for_whatever_the_date() {
    let body = json("/api/areas/wards@2026/W3?on=2020-01-01").await;
    assert_eq!((&body["edition"], &body["area_m2"]), (&json!("2026"), &json!(1_500_000.0)));
    assert_eq!(body["url"], "/api/areas/wards@2026/W3");
}

#[tokio::test]
async fn an_area_not_in_force_says_when_it_is() {
    let problem = get("/api/areas/wards/W1?on=2026-04-01").await.problem(404);
    assert_eq!(problem["type"], "urn:patchwork:problem:not-in-force");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("in force from 2023-05-01 until 2026-04-01"), "{detail}");
}

#[tokio::test]
async fn a_permanent_id_survives_a_recode() {
    let body = json("/api/areas/wards/wards-long-ash?on=2026-04-01").await;
    assert_eq!(body["code"], "W3");
    let codes: Vec<_> = body["versions"].as_array().unwrap().iter().map(|version| &version["code"]).collect();
    assert_eq!(codes, ["W1", "W3"]);
}

fn twice_area(ring: &Value) -> f64 {
    let at = |position: &Value| (position[0].as_f64().unwrap(), position[1].as_f64().unwrap());
    let corners: Vec<_> = ring.as_array().unwrap().iter().map(at).collect();
    let (x0, y0) = corners[0];
    let cross =
        |pair: &[(f64, f64)]| (pair[0].0 - x0) * (pair[1].1 - y0) - (pair[1].0 - x0) * (pair[0].1 - y0);
    corners.windows(2).map(cross).sum()
}

#[tokio::test]
async fn a_shape_is_a_feature_that_carries_its_attribution() {
    let answer = get("/api/areas/wards/W1.geojson?on=2026-03-31").await;
    assert_eq!(answer.header("content-type"), Some("application/geo+json"));
    insta::assert_json_snapshot!(answer.json(), @r#"
    {
      "type": "Feature",
      "id": "wards-long-ash",
      "bbox": [
        -0.5798792,
        50.8806688,
        -0.565393,
        50.8898322
      ],
      "geometry": {
        "type": "Polygon",
        "coordinates": [
          [
            [
              -0.5798792,
              50.8808425
            ],
            [
              -0.5656691,
              50.8806688
            ],
            [
              -0.565393,
              50.8896585
            ],
            [
              -0.5796058,
              50.8898322
            ],
            [
              -0.5798792,
              50.8808425
            ]
          ]
        ]
      },
      "properties": {
        "layer": "wards",
        "layer_title": "Wards",
        "layer_singular": "ward",
        "family": "council",
        "id": "wards-long-ash",
        "code": "W1",
        "name": "Long Ash",
        "from": "2023-05-01",
        "until": "2026-04-01",
        "on": "2026-03-31",
        "area_m2": 1000000.0,
        "perimeter_m": 4000.0,
        "inferred": false,
        "note": null,
        "edition": "2023",
        "source": "2023.geojson",
        "publisher": "The cartographer",
        "licence": "CC0",
        "attribution": "Invented wards, CC0",
        "extract_date": "2026-01-15",
        "reference": "wards@2023#0",
        "method": "Area and length are planar, on the British National Grid (EPSG:27700): in England -0.08 % to +0.17 % off true ground area. Shapes are on whole millimetres."
      }
    }
    "#);
}

#[tokio::test]
async fn parts_and_holes_are_wound_as_the_standard_asks() {
    let body = get("/api/areas/districts/D1.geojson?on=2026-03-31").await.json();
    assert_eq!(body["geometry"]["type"], "MultiPolygon");
    let parts = body["geometry"]["coordinates"].as_array().unwrap();
    let rings: Vec<usize> = parts.iter().map(|part| part.as_array().unwrap().len()).collect();
    assert_eq!(rings, [2, 1]);
    assert!(
        twice_area(&parts[0][0]) > 0.0 && twice_area(&parts[0][1]) < 0.0 && twice_area(&parts[1][0]) > 0.0
    );
    for ring in parts.iter().flat_map(|part| part.as_array().unwrap()) {
        let ring = ring.as_array().unwrap();
        assert_eq!(ring.first(), ring.last());
    }
}

#[tokio::test]
async fn the_box_of_a_shape_is_the_box_of_its_positions() {
    let body = get("/api/areas/districts/D1.geojson?on=2026-03-31").await.json();
    let mut expected = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    let parts = body["geometry"]["coordinates"].as_array().unwrap();
    let rings = parts.iter().flat_map(|part| part.as_array().unwrap());
    for position in rings.flat_map(|ring| ring.as_array().unwrap()) {
        let (lon, lat) = (position[0].as_f64().unwrap(), position[1].as_f64().unwrap());
        expected = [expected[0].min(lon), expected[1].min(lat), expected[2].max(lon), expected[3].max(lat)];
    }
    assert_eq!(body["bbox"], json!(expected));
}

#[tokio::test]
async fn a_shape_that_the_client_has_is_not_sent_again() {
    let path = "/api/areas/districts/D1.geojson?on=2026-03-31";
    let first = get(path).await;
    let etag = first.header("etag").unwrap();
    let second = get_with(path, &[("if-none-match", etag)]).await;
    assert_eq!((second.status.as_u16(), second.bytes.len()), (304, 0));
}

#[tokio::test]
async fn an_unknown_area_is_named() {
    let problem = get("/api/areas/wards/W9?on=2026-03-31").await.problem(404);
    assert_eq!(problem["detail"], "layer wards has no area with the code or id “W9”");
    get("/api/areas/wards/W9.geojson?on=2026-03-31").await.problem(404);
}

#[tokio::test]
async fn a_code_may_hold_any_character() {
    let problem = get("/api/areas/wards/a%2Fb%20%C3%A9?on=2026-03-31").await.problem(404);
    assert_eq!(problem["detail"], "layer wards has no area with the code or id “a/b é”");
}
