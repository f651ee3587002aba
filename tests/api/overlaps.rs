//! `/api/areas/{layer}/{code}/overlaps`, `…/relations` and `POST /api/overlaps`.

use axum::{body::Body, http::Request};
use patchwork::http::router;
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    ask::{Answer, get, json, send},
    world,
};

const BEFORE: &str = "on=2026-03-31";

async fn draw(path: &str, drawing: impl Into<Body>) -> Answer {
    let request = Request::post(path).header("content-type", "application/geo+json").body(drawing.into());
    send(&router(world::state()), request.unwrap()).await
}

async fn shape(area: &str) -> String {
    get(&format!("/api/areas/{area}.geojson?{BEFORE}")).await.text().to_owned()
}

fn close(value: &Value, expected: f64, tolerance: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - expected).abs() < tolerance)
}

#[tokio::test]
async fn an_area_is_held_against_a_layer_both_ways_in_ground_and_in_people() {
    let ground = json(&format!("/api/areas/districts/D1/overlaps?with=wards&weight=area&{BEFORE}")).await;
    assert_eq!((&ground["code"], &ground["unit"]), (&json!("D1"), &json!("m2")));
    let overlaps = ground["overlaps"].as_array().unwrap();
    assert_eq!(overlaps.len(), 2);
    for other in overlaps {
        assert_eq!((&other["overlap"], &other["share_of_other"]), (&json!(1e6), &json!(1.0)), "{other}");
        assert_eq!(other["relation"], "contains");
    }
    let whole = ground["total"].as_f64().unwrap();
    assert!(close(&ground["uncovered"], whole - 2e6, 1e-3));
    assert!(ground["reference"].as_str().unwrap().starts_with("pw1~a:districts:"));
    let people = json(&format!("/api/areas/wards/W1/overlaps?with=districts&{BEFORE}")).await;
    assert_eq!((&people["weight"], &people["total"]), (&json!("residents"), &json!(12.5)));
    let lists = json(&format!("/api/areas/practices/P1/overlaps?with=localities&{BEFORE}")).await;
    assert_eq!(lists["overlaps"][0]["overlap"], 7.0);
    assert_eq!(lists["overlaps"][0]["relation"], Value::Null);
}

#[tokio::test]
async fn relations_are_those_of_whole_shapes() {
    let within = json(&format!("/api/areas/wards/W1/relations?with=districts&{BEFORE}")).await;
    assert_eq!(within["tolerance_m"], 0.0);
    let area = &within["areas"][0];
    assert_eq!(area["code"], "D1");
    assert!(area["relations"].as_array().unwrap().contains(&json!("covered")), "{area}");
    let covers =
        json(&format!("/api/areas/districts/D1/relations?with=wards&predicate=covers&{BEFORE}")).await;
    assert_eq!(covers["areas"].as_array().unwrap().len(), 2);
    let itself = json(&format!("/api/areas/wards/W1/relations?with=wards&predicate=equals&{BEFORE}")).await;
    assert_eq!(itself["areas"][0]["de9im"], "2FFF1FFF2");
    let touches = json(&format!("/api/areas/wards/W1/relations?with=wards&predicate=touches&{BEFORE}")).await;
    assert_eq!(touches["areas"][0]["code"], "W2");
}

#[tokio::test]
async fn a_drawing_is_held_against_a_layer() {
    let answer =
        draw(&format!("/api/overlaps?with=districts&weight=area&{BEFORE}"), shape("wards/W1").await).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    let body = answer.json();
    assert_eq!(
        (&body["code"], &body["suppressed"], &body["reference"]),
        (&json!("drawn"), &json!(false), &Value::Null)
    );
    // To seven decimals of a degree, about a centimetre.
    assert!(close(&body["total"], 1e6, 100.0), "{body}");
    assert!(close(&body["overlaps"][0]["share"], 1.0, 1e-4), "{body}");
    assert_eq!(body["overlaps"][0]["relation"], "inside");
}

#[tokio::test]
async fn few_people_on_drawn_ground_are_not_told() {
    let answer = draw(&format!("/api/overlaps?with=districts&{BEFORE}"), shape("wards/W1").await).await;
    let body = answer.json();
    assert_eq!((&body["weight"], &body["suppressed"]), (&json!("residents"), &json!(true)), "{body}");
    assert_eq!((&body["total"], &body["overlaps"][0]["overlap"]), (&Value::Null, &Value::Null));
    assert_eq!((&body["overlaps"][0]["share"], &body["overlaps"][0]["iou"]), (&Value::Null, &Value::Null));
}

#[rstest]
#[case::words("hello", 400, "not GeoJSON")]
#[case::a_line(r#"{"type":"LineString","coordinates":[[0,51],[1,51]]}"#, 400, "this is a LineString")]
#[case::elsewhere(
    r#"{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.4,48.9],[2.3,48.8]]]}"#,
    400,
    "National Grid"
)]
#[case::nothing("", 400, "not GeoJSON")]
#[tokio::test]
async fn what_is_no_drawing_is_refused(
    #[case] drawing: &'static str,
    #[case] status: u16,
    #[case] reason: &str,
) {
    let problem = draw("/api/overlaps?with=wards", drawing).await.problem(status);
    assert!(problem["detail"].as_str().unwrap().contains(reason), "{problem}");
}

#[tokio::test]
async fn a_drawing_of_a_hundred_thousand_points_is_refused_and_nothing_hangs() {
    let points: Vec<String> = (0..100_000).map(|n| format!("[{:.6},51.0]", f64::from(n) * 1e-6)).collect();
    let drawing = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, points.join(","));
    draw("/api/overlaps?with=wards", drawing).await.problem(413);
}

#[rstest]
#[case::no_layer("/api/areas/wards/W1/overlaps", 400, "with")]
#[case::unknown_layer("/api/areas/wards/W1/overlaps?with=parishes", 404, "there is no layer")]
#[case::signed_in_layer("/api/areas/wards/W1/overlaps?with=drafts", 404, "there is no layer")]
#[case::unknown_area("/api/areas/wards/W99/overlaps?with=districts", 404, "no area with the code")]
#[case::unknown_weight(
    "/api/areas/wards/W1/overlaps?with=districts&weight=sheep&on=2026-03-31",
    400,
    "there is no weight"
)]
#[case::unknown_predicate(
    "/api/areas/wards/W1/relations?with=districts&predicate=near",
    400,
    "choose one of"
)]
#[case::unknown_parameter(
    "/api/areas/wards/W1/relations?with=districts&by=night",
    400,
    "there is no parameter"
)]
#[tokio::test]
async fn what_makes_no_sense_is_refused(#[case] path: &str, #[case] status: u16, #[case] reason: &str) {
    let problem = get(path).await.problem(status);
    assert!(problem["detail"].as_str().unwrap().contains(reason), "{problem}");
}
