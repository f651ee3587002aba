//! `patchwork locate` and `check`.

use crate::{
    desk::Desk,
    shapes::{in_degrees, on_grid, rectangle, square, two_wards},
};

fn two_wards_at_hand() -> Desk {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    let words = ["--from", "2025-05-01", "--attribution", "Invented for a test"];
    desk.import("wards.geojson", "wards", "2025", &words);
    desk
}

#[test]
fn a_place_west_of_greenwich_is_no_flag() {
    let desk = Desk::new();
    desk.write("wards.geojson", in_degrees(&[rectangle("X1", "Mill", [-0.15, 50.8], 0.05)]));
    desk.import("wards.geojson", "wards", "2025", &[]);
    assert_eq!(desk.codes_at("-0.13,50.82", "2025-06-01"), ["X1"]);
    assert_eq!(desk.codes_at("-0.09,50.82", "2025-06-01"), Vec::<String>::new());
}

#[test]
fn a_table_for_people_says_where_and_when_and_whose() {
    let said = two_wards_at_hand().answer(&["locate", "500500,200500", "--on", "2025-06-01"]);
    for words in [
        "easting 500500.000, northing 200500.000 on 2025-06-01",
        "Mill",
        "X1",
        "exactly on the border",
        "Invented for a test",
    ] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
}

#[test]
fn nearby_areas_come_with_their_distance() {
    let desk = two_wards_at_hand();
    let csv = |within: &str| {
        desk.answer(&["locate", "500900,200500", "--on", "2025-06-01", "--within", within, "--format", "csv"])
    };
    let near = csv("150");
    let rows: Vec<Vec<&str>> = near.lines().map(|row| row.split(',').collect()).collect();
    let column = rows[0].iter().position(|&name| name == "distance_m").unwrap();
    assert_eq!(rows.len(), 3, "{near}");
    assert_eq!((rows[1][1], rows[1][column]), ("X1", "0.0"));
    assert_eq!((rows[2][1], rows[2][column]), ("X2", "100.0"));
    assert_eq!(csv("99").lines().count(), 2);
}

#[test]
fn a_place_on_a_shared_border_counts_for_the_first_code_and_says_so() {
    let desk = two_wards_at_hand();
    let answer = desk.answer(&["locate", "501000,200500", "--on", "2025-06-01", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((&answer["areas"][0]["code"], &answer["areas"][0]["on_border"]), (&"X1".into(), &true.into()));
    assert_eq!(
        (&answer["nearby"][0]["code"], &answer["nearby"][0]["distance_m"]),
        (&"X2".into(), &0.0.into())
    );
}

#[test]
fn json_has_the_keys_of_the_api() {
    let answer =
        two_wards_at_hand().answer(&["locate", "500500,200500", "--on", "2025-06-01", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let keys: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["on", "point", "areas", "nearby", "replaced", "absent", "border_rule", "releases", "attribution"]
    );
    assert_eq!(answer["areas"][0]["name"], "Mill");
    assert_eq!(answer["point"]["easting"], 500_500.0);
    assert_eq!(answer["attribution"][0], "Invented for a test");
}

#[test]
fn what_is_no_place_or_no_date_is_refused() {
    let desk = two_wards_at_hand();
    assert!(desk.refusal(&["locate", "the mill"]).contains("is no place"));
    assert!(desk.refusal(&["locate", "800000,200500"]).contains("outside the British National Grid"));
    assert!(desk.refusal(&["locate", "500500,200500", "--within", "10001"]).contains("0 to 10000 metres"));
    let misspelt = desk.run(&["locate", "500500,200500", "--on", "2025-02-30"]);
    assert_eq!(misspelt.code, Some(2));
    assert!(misspelt.err.contains("2025-02-30"), "{misspelt:?}");
}

#[test]
fn a_layer_that_is_not_there_is_told_with_those_that_are() {
    let said = two_wards_at_hand().refusal(&["check", "parishes"]);
    assert!(said.contains("parishes") && said.contains("wards"), "{said}");
}

#[test]
fn checking_finds_the_gap_and_the_double_cover_that_were_put_there() {
    let desk = Desk::new();
    // A ring of eight squares round a hole, and a ninth that lies half over one of them.
    let ring = [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)];
    let mut areas: Vec<_> = ring
        .iter()
        .enumerate()
        .map(|(n, &(east, north))| square(&format!("X{n}"), "Part", east, north))
        .collect();
    areas.push(rectangle("X9", "Over", [502_500.0, 202_000.0], 1_000.0));
    desk.write("wards.geojson", on_grid(&areas));
    desk.import("wards.geojson", "wards", "2025", &[]);
    let answer = desk.answer(&["check", "wards", "--on", "2025-06-01", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let near = |value: &serde_json::Value, expected: f64| {
        let value = value.as_f64().unwrap();
        assert!((value - expected).abs() < 0.01, "{value}, not {expected}");
    };
    assert_eq!(
        (answer["gaps"].as_array().unwrap().len(), answer["double_cover"].as_array().unwrap().len()),
        (1, 1)
    );
    near(&answer["gaps"][0]["area_m2"], 1_000_000.0);
    near(&answer["double_cover"][0]["area_m2"], 500_000.0);
    assert_eq!(answer["double_cover"][0]["codes"], serde_json::json!(["X7", "X9"]));
    near(&answer["sum_m2"], 9_000_000.0);
    near(&answer["union_m2"], 8_500_000.0);
}
