//! Lists of people, weights and postcodes.

use axum::http::StatusCode;
use rstest::rstest;
use serde_json::json;

use crate::ask::{get, json};

#[tokio::test]
async fn lists_of_people_stand_apart_from_ground_and_signed_in_ones_are_not_there() {
    let body = json("/api/layers?on=2026-03-31").await;
    let ids = |list: &str| -> Vec<String> {
        let layers = body[list].as_array().unwrap().iter();
        layers.map(|layer| layer["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("memberships"), ["practices"]);
    assert!(!ids("layers").contains(&"practices".to_owned()));
    let lists = &body["memberships"][0];
    assert_eq!((&lists["kind"], &lists["weight"]), (&json!("membership"), &json!("patients")));
    assert_eq!((&lists["blocks"], &lists["organisation_count"]), (&json!("blocks"), &json!(1)));
    assert_eq!(lists["scope"], "practices of Ashshire");
}

#[tokio::test]
async fn every_weight_says_its_date_its_total_and_whose_it_is() {
    let body = json("/api/layers").await;
    let weights = body["weights"].as_array().unwrap();
    let named: Vec<_> =
        weights.iter().map(|weight| (&weight["name"], &weight["layer"], &weight["total"])).collect();
    let expected =
        [(json!("residents"), json!(null), json!(12.5)), (json!("patients"), json!("practices"), json!(7.0))];
    assert_eq!(named, expected.iter().map(|(name, layer, total)| (name, layer, total)).collect::<Vec<_>>());
    assert_eq!(weights[0]["release"]["from"], "2021-03-21");
    assert_eq!(weights[0]["release"]["attribution"], "Invented people, CC0");
    assert_eq!((&weights[1]["stated_total"], &weights[0]["stated_total"]), (&json!(9.0), &json!(null)));
}

#[tokio::test]
async fn a_list_of_people_has_no_tiles_and_says_why() {
    let answer = get("/tiles/practices.json").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(
        answer.text().contains("practices is a list of people (patients), not ground"),
        "{}",
        answer.text()
    );
    let hidden = get("/tiles/whisperers.json").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    assert!(hidden.text().contains("there is no layer “whisperers”"), "{}", hidden.text());
}

#[tokio::test]
async fn a_postcode_is_answered_as_its_point_and_says_what_it_is() {
    let body = json("/api/locate?postcode=qx11aa&on=2026-03-31").await;
    assert_eq!(body["areas"][0]["name"], "Long Ash");
    assert_eq!(
        (&body["point"]["easting"], &body["point"]["northing"]),
        (&json!(500_500.0), &json!(110_500.0))
    );
    let expected = json!({
        "postcode": "QX1 1AA", "status": "live", "terminated_on": null, "register": "code-point-open",
        "edition": "2025", "source": null, "attribution": "Invented postcodes, CC0", "reference": "r-postcodes"
    });
    assert_eq!(body["postcode"], expected);
    assert!(body["attribution"].as_array().unwrap().contains(&json!("Invented postcodes, CC0")));
    let plain = json("/api/locate?easting=500500&northing=110500").await;
    assert_eq!(plain.get("postcode"), None);
}

#[rstest]
#[case::no_postcode("postcode=QX1", StatusCode::BAD_REQUEST, "is no postcode")]
#[case::not_loaded(
    "postcode=BN11AA",
    StatusCode::NOT_FOUND,
    "there is no postcode BN1 1AA here; the postcode areas that are loaded are QX"
)]
#[case::two_places(
    "postcode=QX11AA&lon=0&lat=51",
    StatusCode::BAD_REQUEST,
    "either a postcode or coordinates"
)]
#[tokio::test]
async fn a_postcode_that_cannot_be_found_is_explained(
    #[case] query: &str,
    #[case] status: StatusCode,
    #[case] words: &str,
) {
    let answer = get(&format!("/api/locate?{query}")).await;
    assert_eq!(answer.status, status);
    assert!(answer.text().contains(words), "{}", answer.text());
    assert!(answer.text().contains("\"postcode\""), "{}", answer.text());
}
