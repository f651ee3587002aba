//! `patchwork coverage`: who is within reach, in a world small enough for a pencil.

use std::f64::consts::PI;

use serde_json::Value;

use crate::{desk::Desk, tables};

/// Mill (X1) with 1,000 people and Quay (X2) with 500, a kilometre square each, as wards and as blocks.
fn desk() -> Desk {
    let desk = tables::desk();
    desk.write("wards.geojson", crate::shapes::two_wards());
    desk.import("wards.geojson", "wards", "2021", &[]);
    desk.write("people.csv", "block,people\nX1,1000\nX2,500\nE01000001,7\n");
    desk.answer(&tables::residents(&["--from", "2021-03-21"]));
    desk
}

fn assets(desk: &Desk, rows: &str, more: &[&str]) -> String {
    desk.write("venues.csv", format!("id,name,easting,northing,status,kind\n{rows}"));
    let import = ["import", "assets", "venues.csv", "--map", "source_id=id", "--title", "Venues"];
    desk.answer(&[&import[..], more].concat())
}

fn answer(desk: &Desk, more: &[&str]) -> Value {
    let ask = ["coverage", "library", "--by", "wards", "--format", "json"];
    serde_json::from_str(&desk.answer(&[&ask[..], more].concat())).unwrap()
}

fn close(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{found} for {expected}");
}

const MIDDLE_OF_MILL: &str = "1,Mill Library,500500,200500,open,library\n";

#[test]
fn people_spread_over_their_ground_are_within_reach_as_their_ground_is() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &["--complete"]);
    let told = answer(&desk, &["--within", "300"]);
    let (mill, quay) = (&told["areas"][0], &told["areas"][1]);
    let circle = PI * 300.0 * 300.0;
    close(&mill["ground_within_m2"], circle);
    close(&mill["within_reach"], 1_000.0 * circle / 1e6);
    close(&mill["without"], 1_000.0 - 1_000.0 * circle / 1e6);
    assert_eq!(
        (&quay["within_reach"], &quay["ground_within_m2"], &quay["assets"]),
        (&0.0.into(), &0.0.into(), &0.into())
    );
    assert_eq!((&mill["assets"], &mill["per_10000"]), (&1.into(), &10.0.into()));
    let summary = &told["summary"];
    assert_eq!(
        (&summary["placed"], &summary["unplaced"], &summary["unit"]),
        (&1500.0.into(), &7.0.into(), &"people".into())
    );
    assert_eq!(
        summary["headline"],
        "About 1,220 people in these 2 wards have no library within 300 m in a straight line."
    );
    assert!(summary["reference"].as_str().unwrap().starts_with("pr1~k:library~d:300~b:wards~"));
}

#[test]
fn each_block_is_told_its_nearest_asset_and_how_far_it_is() {
    let desk = desk();
    assets(
        &desk,
        "1,Mill Library,500500,200500,open,library\n2,Quay Library,501500,200900,open,library\n",
        &[],
    );
    let ask = ["coverage", "library", "--within", "500", "--by", "wards", "--blocks"];
    let told: Value =
        serde_json::from_str(&desk.answer(&[&ask[..], &["--format", "json"]].concat())).unwrap();
    let (mill, quay) = (&told["blocks"][0], &told["blocks"][1]);
    assert_eq!((&mill["code"], &mill["nearest_name"]), (&"X1".into(), &"Mill Library".into()));
    assert_eq!((&quay["code"], &quay["nearest_name"]), (&"X2".into(), &"Quay Library".into()));
    // From a place well inside each square, its middle.
    close(&mill["nearest_m"], 0.0);
    close(&quay["nearest_m"], 400.0);
    close(&mill["people"], 1_000.0);
    close(&mill["within_reach"], 1_000.0 * PI * 500.0 * 500.0 / 1e6);
    assert_eq!(told["summary"]["placed"], 1500.0);
    let table = desk.answer(&[&ask[..], &["--format", "csv"]].concat());
    assert!(
        table.starts_with("code,people,within_reach,without,nearest_m,nearest_id,nearest_name\nX1,1000,"),
        "{table}"
    );
}

#[test]
fn an_asset_across_the_border_counts_and_a_closed_one_does_not() {
    let desk = desk();
    let rows = "1,Quay Library,501100,200500,open,library\n2,Old Library,500500,200500,closed,library\n\
        3,Mill Pub,500500,200500,open,pub\n";
    assets(&desk, rows, &[]);
    let mill = answer(&desk, &["--within", "200", "--in", "wards:X1"]);
    // The part of the circle that lies more than 100 m from its centre.
    let segment = 200.0_f64.powi(2) * 0.5_f64.acos() - 100.0 * (200.0_f64.powi(2) - 100.0_f64.powi(2)).sqrt();
    close(&mill["areas"][0]["ground_within_m2"], segment);
    close(&mill["areas"][0]["within_reach"], 1_000.0 * segment / 1e6);
    let summary = &mill["summary"];
    assert_eq!(
        (&summary["assets"], &summary["assets_inside"], &summary["assets_beyond"]),
        (&1.into(), &0.into(), &1.into())
    );
    assert_eq!(summary["assets_closed"], 1);
    // A list that may not have everything says what it does not have in other words.
    let headline = summary["headline"].as_str().unwrap();
    assert!(headline.contains("in Mill have no library recorded within 200 m"), "{headline}");
}

#[test]
fn people_at_postcodes_are_within_reach_where_their_postcodes_are() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &["--complete"]);
    desk.write(
        "postcodes.csv",
        "postcode,easting,northing\nZZ1 1AA,500500,200200\nZZ1 1AB,500500,200199\nZZ1 1AC,500900,200900\nZZ1 1AD,500500,200600\n",
    );
    desk.answer(&["import", "postcodes", "postcodes.csv"]);
    let told = answer(&desk, &["--within", "300"]);
    // Four postcodes of 250 people each; two are within 300 m, one of them exactly that far away.
    let mill = &told["areas"][0];
    assert_eq!((&mill["within_reach"], &mill["without"]), (&500.0.into(), &500.0.into()));
    close(&mill["nearest_m"], (300.0 + 301.0 + 400.0 * 2.0_f64.sqrt() + 100.0) / 4.0);
    // Quay has no postcode: its people stay on their ground, out of reach, and half a kilometre farther on the whole.
    assert_eq!(told["areas"][1]["within_reach"], 0.0);
    let bands: Vec<f64> = told["summary"]["bands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|band| band["people"].as_f64().unwrap())
        .collect();
    assert_eq!(bands, [1_000.0, 500.0, 0.0, 0.0]);
}

#[test]
fn classes_split_those_who_are_without() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &["--complete"]);
    desk.write("classes.csv", "block,class\nX1,Urban\nX2,Rural\n");
    let import = [
        "import",
        "classes",
        "classes.csv",
        "--layer",
        "blocks",
        "--code",
        "block",
        "--value",
        "class",
        "--as",
        "rural-urban",
    ];
    desk.answer(&import);
    let told = answer(&desk, &["--within", "800", "--class", "rural-urban"]);
    let classes = told["summary"]["classes"].as_array().unwrap();
    assert_eq!((&classes[0]["class"], &classes[0]["total"]), (&"Rural".into(), &500.0.into()));
    close(&classes[1]["without"], 0.0);
    let headline = told["summary"]["headline"].as_str().unwrap();
    assert!(headline.ends_with("of them in rural areas."), "{headline}");
    let refused =
        desk.refusal(&["coverage", "library", "--within", "800", "--by", "wards", "--class", "deprivation"]);
    assert!(refused.contains("no class “deprivation”") && refused.contains("rural-urban"), "{refused}");
}

#[test]
fn lists_of_people_are_reached_where_their_people_live() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &["--complete"]);
    desk.write(
        "lists.csv",
        "pcn,name,block,patients,list\nP1,One,X1,100,120\nP1,One,X2,20,120\nP2,Two,X2,50,50\n",
    );
    desk.answer(&tables::patients(&[]));
    let ask = ["coverage", "library", "--by", "pcns", "--within", "300", "--format", "json"];
    let told: Value = serde_json::from_str(&desk.answer(&ask)).unwrap();
    close(&told["areas"][0]["within_reach"], 100.0 * PI * 0.09);
    assert_eq!((&told["areas"][0]["total"], &told["areas"][1]["within_reach"]), (&120.0.into(), &0.0.into()));
    assert_eq!((&told["areas"][0]["ground_m2"], &told["areas"][0]["assets"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&told["summary"]["weight"], &told["summary"]["unit"]),
        (&"patients".into(), &"people".into())
    );
}

#[test]
fn without_any_asset_nobody_is_within_reach_and_the_answer_says_why() {
    let desk = desk();
    assets(&desk, "1,Mill Pub,500500,200500,open,pub\n", &[]);
    let told = answer(&desk, &["--within", "300"]);
    assert_eq!((&told["summary"]["without"], &told["summary"]["nearest_m"]), (&1500.0.into(), &Value::Null));
    assert_eq!(told["summary"]["notes"][0], "No list that is loaded has a library.");
    assert_eq!(
        told["summary"]["headline"],
        "None of the 1,500 people in these 2 wards have a library recorded within 300 m in a straight line."
    );
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_can() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &[]);
    for (args, words) in [
        (["coverage", "libary", "--within", "300", "--by", "wards"], "library"),
        (["coverage", "library", "--within", "300", "--by", "parishes"], "parishes"),
        (["coverage", ",", "--within", "300", "--by", "wards"], "kind"),
    ] {
        let refused = desk.refusal(&args);
        assert!(refused.contains(words), "“{words}” is not in: {refused}");
    }
    for metres in ["0", "60000", "far"] {
        let said = desk.run(&["coverage", "library", "--by", "wards", "--within", metres]);
        assert!(
            said.code == Some(2) && said.err.contains("in metres above 0 and up to 50000"),
            "{}",
            said.err
        );
    }
}

#[test]
fn the_table_has_a_row_an_area_with_every_figure() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &["--complete"]);
    let csv = desk.answer(&["coverage", "library", "--within", "2000", "--by", "wards", "--format", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "code,name,weight,total,within_reach,without,share_within,ground_m2,ground_within_m2,ground_without_m2,share_ground_within,assets,per_10000,nearest_m"
    );
    let mill = lines.next().unwrap();
    assert!(mill.starts_with("X1,Mill,residents,1000,1000,0,1,1000000,1000000,0,1,1,10,"), "{mill}");
    assert_eq!(lines.count(), 1);
    let table = desk.answer(&["coverage", "library", "--within", "2000", "--by", "wards"]);
    assert!(
        table.starts_with(
            "All people in these 2 wards have a library within 2 km (about 1.2 miles) in a straight line."
        ),
        "{table}"
    );
}

fn again(desk: &Desk, reference: &str) -> Value {
    serde_json::from_str(&desk.answer(&["coverage", "--reference", reference, "--format", "json"])).unwrap()
}

#[test]
fn a_reference_answers_again_when_the_list_the_layer_and_the_people_have_been_replaced() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &["--complete"]);
    let asked = ["--within", "300", "--in", "wards:X1"];
    let first = answer(&desk, &asked);
    let reference = first["summary"]["reference"].as_str().unwrap().to_owned();
    assert_eq!(again(&desk, &reference), first);

    assets(
        &desk,
        "1,Mill Library,500100,200100,open,library\n2,New Library,500900,200900,open,library\n",
        &[],
    );
    desk.write("people.csv", "block,people\nX1,10\nX2,5\n");
    desk.answer(&tables::residents(&["--from", "2021-03-21"]));
    assert_ne!(answer(&desk, &asked)["areas"], first["areas"]);
    assert_eq!(again(&desk, &reference), first);
    let table = desk.answer(&["coverage", "--reference", &reference, "--format", "csv"]);
    assert!(table.contains("X1,Mill"), "{table}");

    desk.answer(&["prune"]);
    let said = desk.refusal(&["coverage", "--reference", &reference]);
    assert!(said.contains("prune"), "{said}");
}

#[test]
fn a_reference_of_reach_stands_alone_and_is_copied_whole() {
    let desk = desk();
    assets(&desk, MIDDLE_OF_MILL, &[]);
    let told = answer(&desk, &["--within", "300"]);
    let reference = told["summary"]["reference"].as_str().unwrap();
    for args in [vec!["library"], vec!["--within", "800"], vec!["--on", "2026-01-01"]] {
        let said = desk.run(&[&["coverage", "--reference", reference][..], &args].concat());
        assert!(said.err.contains("cannot be used with"), "{}", said.err);
    }
    let said = desk.run(&["coverage", "--reference", &reference[..reference.len() - 3]]);
    assert!(said.err.contains("copy the whole of it"), "{}", said.err);
}
