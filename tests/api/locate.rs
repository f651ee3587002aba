use rstest::rstest;
use serde_json::{Value, json};

use crate::ask::json;

fn names(areas: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pair = |area: &Value| (text(&area["layer"]), text(&area["name"]));
    areas.as_array().unwrap().iter().map(pair).collect()
}

fn codes(areas: &Value) -> Vec<&str> {
    areas.as_array().unwrap().iter().filter_map(|area| area["code"].as_str()).collect()
}

#[tokio::test]
async fn a_place_lies_in_one_area_of_each_layer_in_display_order() {
    let body = json("/api/locate?easting=500500&northing=110500&on=2026-03-31").await;
    let expected = [("wards", "Long Ash"), ("districts", "Ashshire"), ("localities", "Ash & Elm")];
    assert_eq!(names(&body["areas"]), expected.map(|(layer, name)| (layer.to_owned(), name.to_owned())));
    assert_eq!(body["nearby"], json!([]));
    let absent = json!([{"layer": "blocks", "layer_title": "Blocks", "reason": "no-edition-on-date"}]);
    assert_eq!(body["absent"], absent);
}

#[tokio::test]
async fn an_answer_says_all_about_itself() {
    let mut body = json("/api/locate?easting=500500&northing=110500&on=2026-03-31").await;
    // One of each is enough to see.
    for list in ["areas", "releases"] {
        body[list].as_array_mut().unwrap().truncate(1);
    }
    insta::assert_json_snapshot!(body, @r#"
    {
      "on": "2026-03-31",
      "point": {
        "lon": -0.5726368,
        "lat": 50.8852507,
        "easting": 500500.0,
        "northing": 110500.0
      },
      "areas": [
        {
          "layer": "wards",
          "layer_title": "Wards",
          "layer_singular": "ward",
          "family": "council",
          "id": "wards-long-ash",
          "code": "W1",
          "name": "Long Ash",
          "from": "2023-05-01",
          "until": "2026-04-01",
          "edition": "2023",
          "on_border": false,
          "inferred": false,
          "note": null,
          "distance_m": 0.0,
          "url": "/api/areas/wards/W1"
        }
      ],
      "nearby": [],
      "replaced": [],
      "absent": [
        {
          "layer": "blocks",
          "layer_title": "Blocks",
          "reason": "no-edition-on-date"
        }
      ],
      "border_rule": "A place exactly on the border between areas of one layer counts for the area whose code (or id, where it has no code) comes first; the others are listed nearby, at distance 0.",
      "releases": [
        {
          "layer": "wards",
          "edition": "2023",
          "source": "2023.geojson",
          "publisher": "The cartographer",
          "licence": "CC0",
          "attribution": "Invented wards, CC0",
          "extract_date": "2026-01-15",
          "reference": "wards@2023#0"
        }
      ],
      "attribution": [
        "Invented wards, CC0",
        "Invented districts, CC0",
        "Invented localities, CC0"
      ]
    }
    "#);
}

#[tokio::test]
async fn degrees_and_metres_of_one_place_give_the_same_areas() {
    let metres = json("/api/locate?easting=500500&northing=110500&on=2026-03-31").await;
    let (lon, lat) = (&metres["point"]["lon"], &metres["point"]["lat"]);
    let degrees = json(&format!("/api/locate?lon={lon}&lat={lat}&on=2026-03-31")).await;
    assert_eq!(degrees["areas"], metres["areas"]);
    let east = degrees["point"]["easting"].as_f64().unwrap();
    assert!((east - 500_500.0).abs() < 0.01, "{east}");
    assert_eq!(&degrees["point"]["lon"], lon);
}

#[rstest]
#[case::the_day_before("2026-03-31", "W2")]
#[case::vesting_day("2026-04-01", "W3")]
#[tokio::test]
async fn a_place_between_the_old_and_the_new_border_changes_hands_on_vesting_day(
    #[case] on: &str,
    #[case] ward: &str,
) {
    let body = json(&format!("/api/locate?easting=501200&northing=110500&on={on}")).await;
    assert_eq!(body["areas"][0]["code"], ward);
}

#[tokio::test]
async fn a_place_on_a_border_is_given_to_the_first_code_and_the_other_is_named() {
    for _ in 0..3 {
        let body = json("/api/locate?easting=501000&northing=110500&on=2026-03-31").await;
        assert_eq!((&body["areas"][0]["code"], &body["areas"][0]["on_border"]), (&json!("W1"), &json!(true)));
        assert_eq!(
            (&body["nearby"][0]["code"], &body["nearby"][0]["on_border"]),
            (&json!("W2"), &json!(true))
        );
        assert_eq!(body["nearby"][0]["distance_m"], 0.0);
        assert!(body["border_rule"].as_str().unwrap().contains("comes first"));
    }
}

#[tokio::test]
async fn a_tenth_of_a_millimetre_beside_a_border_is_on_it() {
    let body = json("/api/locate?easting=501000.0001&northing=110500&on=2026-03-31").await;
    assert_eq!(body["areas"][0]["on_border"], true);
    assert_eq!(body["point"]["easting"], 501_000.0);
}

#[tokio::test]
async fn areas_just_across_the_line_are_listed_with_their_distance() {
    let body = json("/api/locate?easting=500900.04&northing=110500&on=2026-03-31&within_m=100").await;
    assert_eq!(codes(&body["nearby"]), ["W2"]);
    assert_eq!(body["nearby"][0]["distance_m"], 100.0);
    let too_far = json("/api/locate?easting=500899&northing=110500&on=2026-03-31&within_m=100").await;
    assert_eq!(too_far["nearby"], json!([]));
}

#[tokio::test]
async fn a_place_in_a_hole_is_not_in_the_area_around_it() {
    let body = json("/api/locate?easting=502600&northing=110600&on=2026-03-31").await;
    assert_eq!(names(&body["areas"]), [("localities".to_owned(), "Ash & Elm".to_owned())]);
    let reason = |layer: &str| {
        let absent = body["absent"].as_array().unwrap();
        absent.iter().find(|absent| absent["layer"] == layer).unwrap()["reason"].clone()
    };
    assert_eq!(reason("districts"), "no-area-here");
}

#[tokio::test]
async fn what_is_to_be_said_of_an_area_is_said_from_its_day_on() {
    let before = json("/api/locate?easting=499500&northing=109500&on=2026-03-31").await;
    let after = json("/api/locate?easting=499500&northing=109500&on=2026-04-01").await;
    assert_eq!(
        (&before["areas"][0]["note"], &after["areas"][0]["note"]),
        (&json!(null), &json!("to be merged"))
    );
}

#[tokio::test]
async fn an_answer_cites_the_releases_that_it_used_and_no_others() {
    let body = json("/api/locate?easting=505050&northing=109050&on=2026-03-31").await;
    let cited = body["releases"].as_array().unwrap();
    assert_eq!(cited.len(), 0);
    let body = json("/api/locate?easting=504050&northing=109050&on=2026-03-31").await;
    assert_eq!(body["releases"][0]["reference"], "districts@2020#0");
    assert_eq!(body["attribution"], json!(["Invented districts, CC0"]));
}
