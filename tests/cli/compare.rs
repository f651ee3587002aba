//! `patchwork compare` in ground.

use rstest::rstest;
use serde_json::{Value, json};

use crate::county::{
    compared, county, edition, ground, is_sound, layer, near, number, of_area, overlaps, patch, strip,
    written,
};

const COLUMNS: &str = "a_code,a_name,b_code,b_name,weight,overlap,share_of_a,share_of_b,iou,relation";

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_table_for_machines_has_one_row_a_pair_under_fixed_columns() {
    let desk = ground();
    let rows = [
        COLUMNS,
        "W1,\"Mill, Upper\",C1,Eastshire,area,2000000,1,0.6666666666666666,0.6666666666666666,inside",
        "W2,Quay,C1,Eastshire,area,1000000,0.5,0.3333333333333333,0.25,overlaps",
        "W2,Quay,C2,Ash,area,1000000,0.5,1,0.5,contains",
    ];
    let csv = written(&desk, &["wards", "councils"], "csv");
    assert_eq!(csv.lines().collect::<Vec<_>>(), rows);
}

#[test]
fn json_has_the_keys_that_others_rely_on() {
    let answer = compared(&county(), &["wards", "councils"]);
    assert_eq!(keys(&answer), ["summary", "areas_a", "areas_b", "pairs", "next_cursor"]);
    let summary = keys(&answer["summary"]);
    let promised = "on weight unit method releases reference attribution tau sliver_share sliver_area_m2 sliver_width_m \
        cross_share cross_people total_a total_b common uncovered_a uncovered_b double_a double_b unplaced slivers \
        dominant_share_a dominant_share_b across_a across_b homogeneity completeness v_measure vi_bits \
        border_agreement_a border_agreement_b border_distance_m crossing_a crossing_b";
    let missing: Vec<&str> = promised.split_whitespace().filter(|key| !summary.contains(key)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert_eq!(keys(&answer["summary"]["slivers"]), ["count", "overlap"]);
    let area = "code id name total uncovered best_fit best_share runner_up runner_up_share mutual \
        effective_partners in_the_room outside_best_fit crosses";
    for side in ["areas_a", "areas_b"] {
        assert_eq!(keys(&answer[side][0]), area.split_whitespace().collect::<Vec<_>>());
    }
    assert_eq!(keys(&answer["pairs"][0]), COLUMNS.split(',').collect::<Vec<_>>());
    is_sound(&answer, [true, true]);
}

#[rstest]
#[case::ground(&["--weight", "area"])]
#[case::people(&[])]
fn the_rows_of_both_formats_are_the_same_to_the_last_digit(#[case] weight: &[&str]) {
    let desk = county();
    // Thirds and sevenths, so that no number is short.
    layer(&desk, "thirds", &[strip("T1", "T1", 0.0, 4.0 / 3.0), strip("T2", "T2", 4.0 / 3.0, 25.0 / 7.0)]);
    let args = [&["thirds", "councils"], weight].concat();
    let (csv, json) = (written(&desk, &args, "csv"), written(&desk, &args, "json"));
    let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|row| row.split(',').collect()).collect();
    // As it is written: the reader of JSON that tests use may be out by the last digit.
    let (_, pairs) = json.split_once("\"pairs\"").unwrap();
    let pairs: Vec<&str> = pairs.split('}').filter(|pair| pair.contains("a_code")).collect();
    assert_eq!((rows.len(), pairs.len()), (3, 3));
    for (row, pair) in rows.iter().zip(pairs) {
        for (cell, column) in row.iter().zip(COLUMNS.split(',')) {
            let (_, told) = pair.split_once(&format!("\"{column}\": ")).unwrap();
            let told = told.lines().next().unwrap().trim_end_matches(',');
            let told = told.strip_suffix(".0").unwrap_or(told).trim_matches('"');
            assert_eq!(told, *cell, "{column}");
        }
        let share: f64 = row[6].parse().unwrap();
        assert_eq!(share.to_string(), row[6], "read back as the same");
    }
}

#[test]
fn each_area_has_its_best_fit_its_runner_up_and_whom_to_have_in_the_room() {
    let answer = compared(&ground(), &["councils", "wards"]);
    let expected = json!({
        "code": "C1", "id": "councils-eastshire", "name": "Eastshire", "total": 3e6, "uncovered": 0.0,
        "best_fit": "W1", "best_share": 2.0 / 3.0, "runner_up": "W2", "runner_up_share": 1.0 / 3.0, "mutual": true,
        "effective_partners": answer["areas_a"][0]["effective_partners"], "in_the_room": ["W1", "W2"],
        "outside_best_fit": 1e6, "crosses": true
    });
    assert_eq!(answer["areas_a"][0], expected);
    // H = −(2/3 log2 2/3 + 1/3 log2 1/3) = 0.918296 bits.
    near(&answer["areas_a"][0]["effective_partners"], 3.0 / 2.0_f64.powf(2.0 / 3.0));
    // Half and half: the lower code, which has a better fit itself.
    let quay = of_area(&answer, "areas_b", "W2");
    assert_eq!((&quay["best_fit"], &quay["mutual"]), (&json!("C1"), &json!(false)));
}

#[test]
fn a_layer_with_itself_is_all_the_same() {
    let answer = compared(&ground(), &["wards", "wards"]);
    is_sound(&answer, [true, true]);
    assert_eq!(overlaps(&answer), [("W1", "W1", 2e6), ("W2", "W2", 2e6)]);
    assert!(answer["pairs"].as_array().unwrap().iter().all(|pair| pair["relation"] == "same"));
    let summary = &answer["summary"];
    assert_eq!(number(&summary["vi_bits"]).to_bits(), 0.0_f64.to_bits());
    for key in ["homogeneity", "completeness", "v_measure", "dominant_share_a", "border_agreement_b"] {
        near(&summary[key], 1.0);
    }
    assert_eq!((&summary["crossing_a"], &summary["across_b"]), (&json!(0), &json!(0.0)));
}

#[rstest]
#[case::ground("area", "share no ground")]
#[case::people("residents", "Nobody is counted both")]
fn layers_that_do_not_meet_have_no_score_and_say_so(#[case] weight: &str, #[case] words: &str) {
    let desk = county();
    layer(&desk, "isles", &[patch("I1", "Isle", [10.0, 10.0, 11.0, 11.0])]);
    let args = ["wards", "isles", "--weight", weight];
    let answer = compared(&desk, &args);
    is_sound(&answer, [true, true]);
    let summary = &answer["summary"];
    for score in
        ["dominant_share_a", "dominant_share_b", "homogeneity", "completeness", "v_measure", "vi_bits"]
    {
        assert_eq!(summary[score], Value::Null, "{score}");
    }
    assert_eq!((&answer["pairs"], &summary["common"]), (&json!([]), &json!(0.0)));
    assert!(summary["headline"].as_str().unwrap().contains(words), "{summary}");
    assert_eq!(answer["areas_a"][0]["best_fit"], Value::Null);
    assert_eq!(written(&desk, &args, "csv").trim_end(), COLUMNS);
    assert!(written(&desk, &args, "table").contains(words));
}

#[test]
fn a_layer_that_overlaps_itself_counts_common_ground_once() {
    let desk = ground();
    // N1 and N2 share a kilometre; N3 lies beyond the county.
    let nets = [strip("N1", "N1", 0.0, 2.0), strip("N2", "N2", 1.0, 3.0), strip("N3", "N3", 6.0, 7.0)];
    layer(&desk, "nets", &nets);
    let answer = compared(&desk, &["nets", "councils"]);
    is_sound(&answer, [false, true]);
    let summary = &answer["summary"];
    for (key, km2) in [
        ("total_a", 5.0),
        ("double_a", 1.0),
        ("common", 3.0),
        ("uncovered_a", 1.0),
        ("uncovered_b", 1.0),
        ("double_b", 0.0),
    ] {
        near(&summary[key], km2 * 1e6);
    }
    // Councils beside them: what is left of each is what no net covers, however often the rest is covered.
    let back = compared(&desk, &["councils", "nets"]);
    is_sound(&back, [true, false]);
    assert_eq!(of_area(&back, "areas_a", "C1")["uncovered"], 0.0);
    near(&of_area(&back, "areas_a", "C2")["uncovered"], 1e6);
}

#[test]
fn swapped_sides_are_the_same_answer_the_other_way_round() {
    let desk = county();
    for weight in ["area", "residents"] {
        let there = compared(&desk, &["wards", "councils", "--weight", weight]);
        let back = compared(&desk, &["councils", "wards", "--weight", weight]);
        let mut turned: Vec<_> = overlaps(&there).into_iter().map(|(a, b, w)| (b, a, w.to_bits())).collect();
        turned.sort_unstable();
        let mut told: Vec<_> = overlaps(&back).into_iter().map(|(a, b, w)| (a, b, w.to_bits())).collect();
        told.sort_unstable();
        assert_eq!(told, turned);
        assert_eq!((&there["areas_a"], &there["areas_b"]), (&back["areas_b"], &back["areas_a"]));
        let (there, back) = (&there["summary"], &back["summary"]);
        for key in
            ["total", "uncovered", "double", "dominant_share", "across", "border_agreement", "crossing"]
        {
            let (a, b) = (format!("{key}_a"), format!("{key}_b"));
            assert_eq!((&there[&a], &there[&b]), (&back[&b], &back[&a]), "{key}");
        }
        for (one, other) in
            [("homogeneity", "completeness"), ("v_measure", "v_measure"), ("vi_bits", "vi_bits")]
        {
            near(&there[one], number(&back[other]));
        }
        assert_eq!(there["headline"], back["headline_back"]);
    }
}

#[test]
fn a_sliver_is_flagged_and_summed_and_its_ground_is_not_lost() {
    let desk = ground();
    // P2 reaches 10 cm into Eastshire.
    layer(&desk, "parts", &[strip("P1", "P1", 0.0, 2.9999), strip("P2", "P2", 2.9999, 4.0)]);
    let answer = compared(&desk, &["parts", "councils"]);
    is_sound(&answer, [true, true]);
    let summary = &answer["summary"];
    let relations: Vec<&str> =
        answer["pairs"].as_array().unwrap().iter().map(|pair| pair["relation"].as_str().unwrap()).collect();
    assert_eq!(relations, ["same", "same", "sliver"]);
    assert_eq!(summary["slivers"]["count"], 1);
    near(&summary["slivers"]["overlap"], 100.0);
    near(&json!(overlaps(&answer).iter().map(|pair| pair.2).sum::<f64>()), 4e6);
    // What a sliver is can be set.
    let strict = compared(&desk, &["parts", "councils", "--sliver-share", "0.00001"]);
    assert_eq!(
        (&strict["pairs"][2]["relation"], &strict["summary"]["slivers"]["count"]),
        (&json!("overlaps"), &json!(0))
    );
}

#[test]
fn one_place_cuts_what_crosses_its_edge_and_lists_it() {
    let desk = ground();
    layer(&desk, "parts", &[strip("P1", "P1", 0.0, 2.9999), strip("P2", "P2", 2.9999, 4.0)]);
    let answer = compared(&desk, &["wards", "parts", "--in", "councils:c1"]);
    is_sound(&answer, [true, true]);
    assert_eq!(answer["summary"]["within"], json!({"layer": "councils", "code": "C1", "name": "Eastshire"}));
    assert_eq!(
        overlaps(&answer).iter().map(|pair| (pair.0, pair.1)).collect::<Vec<_>>(),
        [("W1", "P1"), ("W2", "P1")]
    );
    near(&answer["summary"]["total_a"], 3e6);
    near(&of_area(&answer, "areas_a", "W2")["total"], 1e6);
    let edge = &answer["summary"]["edge"];
    let cut = &edge["a"]["areas"];
    assert_eq!((cut.as_array().unwrap().len(), &cut[0]["code"]), (1, &json!("W2")));
    near(&cut[0]["share_inside"], 0.5);
    near(&cut[0]["outside_m2"], 1e6);
    // P2 has no more than a sliver here.
    assert_eq!(
        edge["b"],
        json!({"areas": [], "left_out": {"count": 1, "overlap": edge["b"]["left_out"]["overlap"]}})
    );
    near(&edge["b"]["left_out"]["overlap"], 100.0);
    let refused = desk.refusal(&["compare", "wards", "parts", "--in", "councils:C9"]);
    assert!(refused.contains("C9"), "{refused}");
    assert!(desk.refusal(&["compare", "wards", "parts", "--in", "towns:T1"]).contains("towns"));
}

#[test]
fn the_date_or_the_edition_says_which_councils() {
    let desk = ground();
    edition(
        &desk,
        "councils",
        "2026",
        &[strip("C3", "Eastshire and Ash", 0.0, 4.0)],
        &["--from", "2026-04-01"],
    );
    let partners = |args: &[&str]| {
        let answer = compared(&desk, &[&["wards"], args].concat());
        assert_eq!(answer["summary"]["on"], args[2], "the day is told");
        overlaps(&answer).iter().map(|pair| pair.1.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(partners(&["councils", "--on", "2026-03-31"]), ["C1", "C1", "C2"]);
    assert_eq!(partners(&["councils", "--on", "2026-04-01"]), ["C3", "C3"]);
    assert_eq!(partners(&["councils@1", "--on", "2026-04-01"]), ["C1", "C1", "C2"]);
    let refused = desk.refusal(&["compare", "wards", "councils@1999"]);
    assert!(refused.contains("no edition “1999”; it has"), "{refused}");
    edition(&desk, "towns", "2030", &[strip("T1", "Town", 0.0, 1.0)], &["--from", "2030-01-01"]);
    let refused = desk.refusal(&["compare", "wards", "towns", "--on", "2026-04-01"]);
    assert!(refused.contains("no area in force") && refused.contains("2030"), "{refused}");
}

#[test]
fn an_area_without_a_code_goes_by_its_id() {
    let desk = ground();
    desk.write("teams.geojson", crate::shapes::on_grid(&[strip("", "North Team", 0.0, 4.0)]));
    desk.answer(&[
        "import",
        "layer",
        "teams.geojson",
        "--layer",
        "teams",
        "--edition",
        "1",
        "--name",
        "name",
    ]);
    let answer = compared(&desk, &["wards", "teams"]);
    assert_eq!(overlaps(&answer)[0], ("W1", "teams-north-team", 2e6));
    assert_eq!(answer["areas_a"][0]["best_fit"], "teams-north-team");
    let within = compared(&desk, &["wards", "councils", "--in", "teams:teams-north-team"]);
    assert_eq!(within["summary"]["within"]["code"], "teams-north-team");
}

#[rstest]
#[case::tau("tau", "0.5")]
#[case::sliver_share("sliver_share", "0.25")]
#[case::sliver_area("sliver_area_m2", "12.5")]
#[case::sliver_width("sliver_width_m", "3.25")]
#[case::cross_share("cross_share", "0.125")]
#[case::cross_people("cross_people", "7")]
#[case::room_share("room_share", "0.75")]
#[case::border_distance("border_distance_m", "75")]
fn every_threshold_is_repeated(#[case] key: &str, #[case] value: &str) {
    let flag = format!("--{}", key.replace('_', "-"));
    let desk = ground();
    let answer = compared(&desk, &["wards", "councils", &flag, value]);
    near(&answer["summary"][key], value.parse().unwrap());
    assert!(answer["summary"]["reference"].as_str().unwrap().contains(&format!("~t:{key}:{value}~")));
    for wrong in ["-1", "NaN", "many", "inf"] {
        let said = desk.run(&["compare", "wards", "councils", &format!("{flag}={wrong}")]);
        assert!(said.code == Some(2) && said.err.contains("is not"), "{said:?}");
    }
}

#[test]
fn thresholds_move_the_lines_between_words() {
    let desk = ground();
    let answer = compared(&desk, &["wards", "councils", "--tau", "0.5", "--room-share", "0.6"]);
    let pairs = answer["pairs"].as_array().unwrap();
    assert!(pairs.iter().all(|pair| pair["relation"] != "overlaps"), "{pairs:?}");
    assert_eq!(answer["summary"]["crossing_a"], 0);
    assert_eq!(of_area(&answer, "areas_a", "W2")["in_the_room"], json!([]));
    // The wards' border lies a kilometre from the councils'.
    near(&answer["summary"]["border_agreement_a"], 0.0);
    near(
        &compared(&desk, &["wards", "councils", "--border-distance-m", "1001"])["summary"]["border_agreement_a"],
        1.0,
    );
}

#[test]
fn a_table_for_people_leads_with_the_sentence_and_ends_with_where_it_is_from() {
    let said = written(&county(), &["wards", "councils"], "table");
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines[0],
        "70 in 100 residents of these wards live in their ward’s main council; 300 live across a line. None of the 2 wards crosses a line."
    );
    assert!(lines[1].contains("of these councils live in their council’s main ward"), "{said}");
    for words in [
        "1001 residents in both; 0 residents only in wards; 0 residents only in councils",
        "1001 of 1001 residents placed, 0 not",
        "residents@blocks 2021-03-21, from 2021-03-21",
        "Invented wards",
        "Invented councils",
        "on 2025-06-01; reference pw1~a:wards:",
    ] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
}

#[test]
fn what_is_not_there_is_told_with_what_there_is() {
    let desk = ground();
    let refused = desk.refusal(&["compare", "wards", "parishes"]);
    assert!(refused.contains("parishes") && refused.contains("councils"), "{refused}");
    let misspelt = desk.run(&["compare", "wards", "Big Layer"]);
    assert_eq!(misspelt.code, Some(2));
    assert_eq!(desk.run(&["compare", "wards"]).code, Some(2));
}
