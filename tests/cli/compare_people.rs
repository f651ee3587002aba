//! `patchwork compare` in people: residents of blocks, and lists.

use serde_json::{Value, json};

use crate::{
    county::{
        blocks, compared, county, ground, is_sound, layer, lists, near, number, of_area, overlaps, patch,
        population, residents, strip, written,
    },
    desk::Desk,
    shapes::feature,
};

/// Two practices on the blocks of the county.
const PRACTICES: &str = "P1,Mill Practice,B1,60,100\nP1,Mill Practice,B2,40,100\nP2,Quay Practice,B2,10,\n";

fn weight(answer: &Value) -> (&Value, &Value, &Value) {
    let summary = &answer["summary"];
    (&summary["weight"], &summary["unit"], &summary["blocks"])
}

fn refused(desk: &Desk, weight: &str) -> String {
    desk.refusal(&["compare", "wards", "councils", "--weight", weight])
}

#[test]
fn residents_count_where_they_are_loaded_and_ground_where_they_are_not() {
    let desk = ground();
    let answer = compared(&desk, &["wards", "councils"]);
    assert_eq!(weight(&answer), (&json!("area"), &json!("m2"), &Value::Null));
    assert!(answer["summary"]["method"].as_str().unwrap().contains("Ground that whole areas share"));
    blocks(&desk);
    residents(&desk, "block,people\nB1,100\nB2,200\nB3,300\nB4,401\n");
    let answer = compared(&desk, &["wards", "councils"]);
    is_sound(&answer, [true, true]);
    assert_eq!(weight(&answer), (&json!("residents"), &json!("people"), &json!("blocks")));
    assert_eq!(answer["summary"]["people_date"], "2021-03-21");
    assert_eq!(overlaps(&answer), [("W1", "C1", 300.0), ("W2", "C2", 401.0), ("W2", "C1", 300.0)]);
    // What lies inside what is a question of ground, whatever is counted.
    assert_eq!(answer["pairs"][1]["relation"], "contains");
    let ground = compared(&desk, &["wards", "councils", "--weight", "area"]);
    assert_eq!(weight(&ground), (&json!("area"), &json!("m2"), &Value::Null));
}

#[test]
fn residents_that_stand_nowhere_near_do_not_make_an_answer_in_people() {
    let desk = county();
    layer(&desk, "isles", &[patch("I1", "Isle", [10.0, 10.0, 11.0, 11.0])]);
    assert_eq!(weight(&compared(&desk, &["isles", "isles"])).0, "area");
}

#[test]
fn the_newest_count_that_covers_most_of_the_place_is_taken_unless_another_is_named() {
    let desk = county();
    // Newer, but only a quarter of the county.
    layer(&desk, "cells", &[strip("K1", "Cell 1", 0.0, 1.0)]);
    let newer = ["--layer", "cells", "--as", "residents", "--from", "2024-06-30"];
    population(&desk, "block,people\nK1,1000\n", &newer);
    let answer = compared(&desk, &["wards", "councils"]);
    assert_eq!(weight(&answer).2, "blocks");
    let answer = compared(&desk, &["wards", "councils", "--weight", "residents@cells"]);
    is_sound(&answer, [true, true]);
    assert_eq!(
        (weight(&answer).2, &answer["summary"]["people_date"]),
        (&json!("cells"), &json!("2024-06-30"))
    );
    near(&answer["summary"]["placement"]["cover_of_a"], 0.25);
    near(&answer["summary"]["common"], 1000.0);
    // Half of Quay is a pair although nobody is counted there.
    assert_eq!(overlaps(&answer), [("W1", "C1", 1000.0), ("W2", "C1", 0.0), ("W2", "C2", 0.0)]);
    near(&of_area(&answer, "areas_a", "W2")["total"], 0.0);
    assert_eq!(of_area(&answer, "areas_a", "W2")["best_fit"], Value::Null);

    layer(
        &desk,
        "squares",
        &(0..4_u8)
            .map(|n| strip(&format!("S{n}"), "S", f64::from(n), f64::from(n) + 1.0))
            .collect::<Vec<_>>(),
    );
    population(
        &desk,
        "block,people\nS0,1\nS1,2\nS2,3\nS3,4\n",
        &["--layer", "squares", "--as", "residents", "--from", "2023-06-30"],
    );
    assert_eq!(weight(&compared(&desk, &["wards", "councils"])).2, "squares");
    assert_eq!(weight(&compared(&desk, &["wards", "councils", "--weight", "residents@blocks"])).2, "blocks");
}

#[test]
fn an_unknown_weight_is_answered_with_those_there_are() {
    let desk = county();
    population(&desk, "block,people\nB1,3\n", &["--layer", "blocks", "--as", "households"]);
    for asked in ["visitors", "residents@cells", "patients"] {
        let said = refused(&desk, asked);
        assert!(said.contains(&format!("no weight “{asked}”")), "{said}");
        for known in ["area", "residents@blocks", "households@blocks"] {
            assert!(said.contains(known), "{said}");
        }
    }
    assert_eq!(desk.run(&["compare", "wards", "councils", "--weight", "Big Weight"]).code, Some(2));
    lists(&desk, "practices", PRACTICES, &[]);
    let said = desk.refusal(&["compare", "practices", "wards", "--weight", "residents"]);
    assert!(said.contains("no weight “residents”") && said.contains("patients"), "{said}");
    assert!(desk.refusal(&["compare", "wards", "practices", "--weight", "area"]).contains("patients"));
    let named = compared(&desk, &["practices", "wards", "--weight", "patients@blocks"]);
    assert_eq!(weight(&named), (&json!("patients"), &json!("people"), &json!("blocks")));
}

#[test]
fn a_block_that_both_layers_cut_is_cut_by_both_and_not_multiplied() {
    let worked = include_str!("../worked/sussex_compare.json");
    let worked: Value = serde_json::from_str(worked).unwrap();
    let worked = &worked["one_block_cut_the_same_way_twice"];
    let desk = Desk::new();
    layer(&desk, "blocks", &[strip("B1", "Block", 0.0, 1.0)]);
    residents(&desk, &format!("block,people\nB1,{}\n", worked["people"]));
    let halves = |id: &str, letter: &str, cut: f64| {
        let areas =
            [strip(&format!("{letter}1"), "West", 0.0, cut), strip(&format!("{letter}2"), "East", cut, 1.0)];
        layer(&desk, id, &areas);
    };
    halves("here", "H", 0.5);
    halves("there", "T", 0.5);
    halves("quarters", "Q", 0.25);
    let answer = compared(&desk, &["here", "there"]);
    is_sound(&answer, [true, true]);
    let found = |row: usize, column: usize| {
        let pair = (format!("H{}", row + 1), format!("T{}", column + 1));
        let known = overlaps(&answer).into_iter().find(|(a, b, _)| (*a, *b) == (&pair.0, &pair.1));
        json!(known.map_or(0.0, |known| known.2))
    };
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        near(&found(row, column), number(&worked["triple"][row][column]));
    }
    let uneven = compared(&desk, &["here", "quarters"]);
    let told: Vec<_> = overlaps(&uneven).into_iter().map(|(a, b, w)| (a, b, w.round())).collect();
    assert_eq!(told, [("H1", "Q1", 250.0), ("H1", "Q2", 250.0), ("H2", "Q2", 500.0)]);
}

#[test]
fn people_stand_at_their_blocks_postcodes_where_it_has_any() {
    let desk = county();
    // Three of B3's four postcodes lie in its western tenth.
    desk.write("live.csv", "QX1 1AA,10,502010,200500\nQX1 1AB,10,502020,200500\nQX1 1AD,10,502030,200500\nQX1 1AE,10,502900,200500\n");
    desk.answer(&["import", "postcodes", "live.csv"]);
    layer(&desk, "halves", &[strip("H1", "West", 0.0, 2.1), strip("H2", "East", 2.1, 4.0)]);
    let answer = compared(&desk, &["halves", "wards"]);
    is_sound(&answer, [true, true]);
    assert_eq!(overlaps(&answer), [("H1", "W1", 300.0), ("H1", "W2", 225.0), ("H2", "W2", 476.0)]);
    let placement = &answer["summary"]["placement"];
    assert_eq!(
        (&placement["blocks_at_postcodes"], &placement["people_at_postcodes"]),
        (&json!(1), &json!(300.0))
    );
    assert_eq!((&placement["blocks_on_ground"], &placement["people_on_ground"]), (&json!(3), &json!(701.0)));
    let method = answer["summary"]["method"].as_str().unwrap();
    assert!(
        method.contains("evenly over its postcodes; those of 3 blocks without one (701 residents)"),
        "{method}"
    );
}

#[test]
fn people_without_a_block_are_unplaced_by_cause() {
    let desk = ground();
    blocks(&desk);
    residents(&desk, "block,people\nB1,100\nW01000001,3\nS9,2\nSouth 1,4\nE01000001,5.5\n");
    let answer = compared(&desk, &["wards", "councils"]);
    is_sound(&answer, [true, true]);
    let placement = &answer["summary"]["placement"];
    for (key, people) in
        [("total", 114.5), ("placed", 100.0), ("out_of_country", 5.0), ("unknown_block", 9.5)]
    {
        near(&placement[key], people);
    }
    near(&answer["summary"]["unplaced"], 14.5);
    assert!(written(&desk, &["wards", "councils"], "table").contains("100 of 114 residents placed, 14 not"));
}

#[test]
fn lists_beside_ground_say_whose_they_are_and_whom_they_do_not_place() {
    let desk = county();
    let table = format!(
        "{PRACTICES}P2,Quay Practice,W01000001,7,\nP2,Quay Practice,E01000001,1.5,\nP1,Mill Practice,B9,1,100\n"
    );
    let table = table.replace(",100\n", ",120\n");
    lists(
        &desk,
        "practices",
        &table,
        &["--total", "stated", "--scope", "practices of Nowhere", "--from", "2025-01-01"],
    );
    let answer = compared(&desk, &["practices", "wards"]);
    is_sound(&answer, [true, true]);
    assert_eq!(weight(&answer), (&json!("patients"), &json!("people"), &json!("blocks")));
    assert_eq!(overlaps(&answer), [("P1", "W1", 100.0), ("P2", "W1", 10.0)]);
    assert!(answer["pairs"].as_array().unwrap().iter().all(|pair| pair["relation"].is_null()));
    let placement = &answer["summary"]["placement"];
    // P1 states 120 and has rows for 101; P2 states nothing.
    for (key, people) in [
        ("total", 138.5),
        ("placed", 110.0),
        ("out_of_country", 7.0),
        ("unknown_block", 2.5),
        ("not_in_rows", 19.0),
    ] {
        near(&placement[key], people);
    }
    assert_eq!(answer["summary"]["scope"], "practices of Nowhere");
    assert!(
        answer["summary"]["method"]
            .as_str()
            .unwrap()
            .contains("practices of Nowhere: shares the other way round are of this table")
    );
    // Of 200 residents of B2 there are 50 on these lists, of 100 of B1 60.
    assert_eq!((&placement["thin_blocks"], &placement["thin_blocks_of"]), (&json!(2), &json!(2)));
    let releases = answer["summary"]["releases"].as_array().unwrap();
    assert!(releases.iter().any(|release| release["of"] == "residents@blocks"), "{releases:?}");
    let csv = written(&desk, &["practices", "wards"], "csv");
    assert_eq!(
        csv.lines().nth(1).unwrap(),
        "P1,Mill Practice,W1,\"Mill, Upper\",patients,100,1,0.9090909090909091,0.9090909090909091,"
    );

    let back = compared(&desk, &["wards", "practices"]);
    is_sound(&back, [true, true]);
    assert_eq!(overlaps(&back), [("W1", "P1", 100.0), ("W1", "P2", 10.0)]);
    assert_eq!((&answer["areas_a"], &answer["areas_b"]), (&back["areas_b"], &back["areas_a"]));
    for key in ["total_a", "dominant_share_a", "across_a", "uncovered_a"] {
        assert_eq!(answer["summary"][key], back["summary"][key.replace("_a", "_b")], "{key}");
    }
    assert_eq!(answer["summary"]["placement"]["placed"], back["summary"]["placement"]["placed"]);
}

#[test]
fn lists_are_told_in_the_order_of_their_codes() {
    let desk = county();
    lists(&desk, "practices", "P9,Nine,B1,1,\nP10,Ten,B1,2,\nP1,One,B2,3,\n", &[]);
    let answer = compared(&desk, &["practices", "councils"]);
    is_sound(&answer, [true, true]);
    assert_eq!(overlaps(&answer).iter().map(|pair| pair.0).collect::<Vec<_>>(), ["P1", "P10", "P9"]);
}

#[test]
fn lists_on_ground_that_overlaps_itself_count_everybody_once() {
    let desk = county();
    lists(&desk, "practices", PRACTICES, &[]);
    layer(&desk, "nets", &[strip("N1", "N1", 0.0, 1.5), strip("N2", "N2", 0.5, 1.5)]);
    let answer = compared(&desk, &["practices", "nets"]);
    // N1: 60 + 25, N2: 30 + 25; together they hold B1 and half of B2.
    is_sound(&answer, [true, false]);
    let summary = &answer["summary"];
    for (key, people) in [
        ("total_a", 110.0),
        ("total_b", 140.0),
        ("double_b", 55.0),
        ("common", 85.0),
        ("uncovered_a", 25.0),
        ("uncovered_b", 0.0),
    ] {
        near(&summary[key], people);
    }
}

#[test]
fn residents_of_ground_that_overlaps_itself_are_counted_once() {
    let desk = county();
    layer(&desk, "nets", &[strip("N1", "N1", 0.0, 2.0), strip("N2", "N2", 1.0, 3.5)]);
    let answer = compared(&desk, &["nets", "wards"]);
    is_sound(&answer, [false, true]);
    let summary = &answer["summary"];
    for (key, people) in [("total_a", 1000.5), ("double_a", 200.0), ("common", 800.5), ("uncovered_b", 200.5)]
    {
        near(&summary[key], people);
    }
    is_sound(&compared(&desk, &["nets", "nets"]), [false, false]);
}

#[test]
fn two_layers_of_lists_share_what_chance_within_each_block_makes_likely() {
    let desk = county();
    lists(&desk, "practices", &format!("{PRACTICES}P2,Quay Practice,B3,5,\n"), &[]);
    lists(&desk, "hubs", "H1,North,B1,30,\nH1,North,B2,20,\nH2,South,B2,60,\n", &["--as", "clients"]);
    let answer = compared(&desk, &["practices", "hubs"]);
    is_sound(&answer, [true, true]);
    // B1 is all H1's; in B2 a quarter are H1's and three quarters H2's; nobody of B3 is on a list of theirs.
    assert_eq!(
        overlaps(&answer),
        [("P1", "H1", 70.0), ("P1", "H2", 30.0), ("P2", "H2", 7.5), ("P2", "H1", 2.5)]
    );
    near(&of_area(&answer, "areas_a", "P2")["uncovered"], 5.0);
    let headline = answer["summary"]["headline"].as_str().unwrap();
    assert!(
        headline.contains("70 in 100 patients") && headline.contains("33 live across a line, 5 in no hub."),
        "{headline}"
    );
    near(&of_area(&answer, "areas_b", "H1")["total"], 72.5);
    assert_eq!(weight(&answer).0, "patients");
    assert!(answer["summary"]["method"].as_str().unwrap().contains("estimated"));
    // The other way round it is H1's clients that are shared out: 30 to P1, and 20 as 40 to 10.
    let back = compared(&desk, &["hubs", "practices"]);
    assert_eq!(
        overlaps(&back),
        [("H1", "P1", 46.0), ("H1", "P2", 4.0), ("H2", "P1", 48.0), ("H2", "P2", 12.0)]
    );
    assert_eq!(weight(&back).0, "clients");
    // Named, the same people are shared out whichever side they are on.
    let named = compared(&desk, &["hubs", "practices", "--weight", "patients"]);
    assert_eq!(
        overlaps(&named),
        [("H1", "P1", 70.0), ("H1", "P2", 2.5), ("H2", "P1", 30.0), ("H2", "P2", 7.5)]
    );
    assert_eq!((&named["areas_b"], &named["areas_a"]), (&answer["areas_a"], &answer["areas_b"]));

    let own = compared(&desk, &["practices", "practices"]);
    is_sound(&own, [true, true]);
    assert_eq!(overlaps(&own), [("P1", "P1", 100.0), ("P2", "P2", 15.0)]);
    assert!(!own["summary"]["method"].as_str().unwrap().contains("estimated"));
}

#[test]
fn lists_on_different_blocks_meet_on_the_ground() {
    let desk = county();
    lists(&desk, "practices", PRACTICES, &[]);
    layer(&desk, "cells", &[strip("K1", "Cell", 0.0, 1.5), strip("K2", "Cell", 1.5, 2.0)]);
    lists(&desk, "hubs", "H1,North,K1,30,\nH2,South,K2,10,\n", &["--blocks", "cells"]);
    let answer = compared(&desk, &["practices", "hubs"]);
    is_sound(&answer, [true, true]);
    // B2 lies half in K1, with a third of H1's 30 people, and half in K2, with all 10 of H2's.
    assert_eq!(
        overlaps(&answer),
        [("P1", "H1", 80.0), ("P1", "H2", 20.0), ("P2", "H1", 5.0), ("P2", "H2", 5.0)]
    );
    let releases = answer["summary"]["releases"].as_array().unwrap();
    for layer in ["blocks", "cells"] {
        assert!(releases.iter().any(|release| release["of"] == layer), "{layer} is not in {releases:?}");
    }
}

#[test]
fn one_place_has_the_people_who_live_there() {
    let desk = county();
    lists(&desk, "practices", &format!("{PRACTICES}P2,Quay Practice,B4,50,\n"), &[]);
    let answer = compared(&desk, &["practices", "wards", "--in", "councils:C1"]);
    is_sound(&answer, [true, true]);
    near(&of_area(&answer, "areas_a", "P2")["total"], 10.0);
    let answer = compared(&desk, &["wards", "blocks", "--in", "councils:C1"]);
    is_sound(&answer, [true, true]);
    assert_eq!(overlaps(&answer), [("W1", "B2", 200.0), ("W1", "B1", 100.0), ("W2", "B3", 300.0)]);
}

#[test]
fn an_area_crosses_when_enough_people_live_outside_its_best_fit_by_share_and_by_number() {
    let desk = county();
    let crosses = |more: &[&str]| {
        compared(&desk, &[&["wards", "councils"], more].concat())["summary"]["crossing_a"].clone()
    };
    // 300 of Quay's 701 live in Eastshire.
    assert_eq!(crosses(&[]), 0);
    assert_eq!(crosses(&["--cross-people", "299"]), 1);
    assert_eq!(crosses(&["--cross-people", "300"]), 0);
    assert_eq!(crosses(&["--cross-people", "0", "--cross-share", "0.43"]), 0);
    assert_eq!(crosses(&["--cross-people", "0", "--cross-share", "0.42"]), 1);
}

#[test]
fn blocks_that_are_not_loaded_are_asked_for() {
    let desk = county();
    // A cut block of a triangle: nobody is lost on the way.
    let triangle = json!({"type": "Polygon", "coordinates": [[[500_000.0, 200_000.0], [504_000.0, 200_000.0], [504_000.0, 201_000.0], [500_000.0, 200_000.0]]]});
    layer(&desk, "wedges", &[feature("G1", "Wedge", &triangle)]);
    let answer = compared(&desk, &["wedges", "councils"]);
    is_sound(&answer, [true, true]);
    // Of B1 an eighth, of B2 three, of B3 five, of B4 seven.
    near(
        &answer["summary"]["total_a"],
        100.0 / 8.0 + 3.0 * 200.0 / 8.0 + 5.0 * 300.0 / 8.0 + 7.0 * 401.0 / 8.0,
    );
}

#[test]
fn the_invented_county_that_is_shipped_adds_up_whatever_is_asked() {
    let desk = Desk::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let place = format!("{root}/boundaries/demo.toml");
    desk.answer(&["import", "place", &place, "--data", root]);
    let questions: [(&[&str], [bool; 2]); 6] = [
        (&["pcns", "districts"], [true, true]),
        (&["wards", "icbs"], [true, true]),
        (&["wards", "counties", "--weight", "area"], [true, true]),
        // Neighbourhoods overlap each other on purpose.
        (&["neighbourhoods", "wards", "--weight", "area"], [false, true]),
        (&["pcns", "pcns"], [true, true]),
        (&["pcns", "wards", "--in", "districts:X07000001"], [true, true]),
    ];
    for (args, alone) in questions {
        let args = [args, &["--on", "2026-06-01"]].concat();
        let answer = compared(&desk, &args);
        is_sound(&answer, alone);
        let csv = written(&desk, &args, "csv");
        assert_eq!(csv.lines().count() - 1, answer["pairs"].as_array().unwrap().len(), "{args:?}");
        assert!(!answer["summary"]["attribution"].as_array().unwrap().is_empty());
    }
    // People on drawn ground are told in tens, and few not at all.
    for args in [["neighbourhoods", "wards"], ["pcns", "neighbourhoods"]] {
        let answer = compared(&desk, &[&args[..], &["--on", "2026-06-01"]].concat());
        let pairs = answer["pairs"].as_array().unwrap();
        assert!(!pairs.is_empty());
        for pair in pairs {
            match pair["overlap"].as_f64() {
                Some(people) => assert!((people == 0.0 || people >= 50.0) && people % 10.0 == 0.0, "{pair}"),
                None => assert_eq!(pair["suppressed"], true, "{pair}"),
            }
        }
    }
    // Its lists state more patients than the county's blocks have.
    let lists = compared(&desk, &["pcns", "districts", "--on", "2026-06-01"]);
    near(&lists["summary"]["placement"]["placed"], 729_557.0);
    near(&lists["summary"]["unplaced"], 8_214.0);
    assert_eq!((&lists["summary"]["crossing_a"], &lists["summary"]["crossing_b"]), (&json!(8), &json!(6)));
}
