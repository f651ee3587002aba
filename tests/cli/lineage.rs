//! `patchwork import lineage`, `import carry`, and what they make of areas over time.

use serde_json::{Value, json};

use crate::{
    desk::Desk,
    shapes::{feature, on_grid, two_wards},
    tables,
};

/// A kilometre from south to north, between two eastings from 500,000.
fn patch(code: &str, name: &str, [west, east]: [f64; 2]) -> Value {
    let at = |x: f64, y: f64| [500_000.0 + x, 200_000.0 + y];
    let ring = [at(west, 0.0), at(east, 0.0), at(east, 1_000.0), at(west, 1_000.0), at(west, 0.0)];
    feature(code, name, &json!({ "type": "Polygon", "coordinates": [ring] }))
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &["--from", "2025-05-01"]);
    desk
}

fn lineage(desk: &Desk, table: &str, more: &[&str]) -> String {
    desk.write("became.csv", table);
    let ask = ["import", "lineage", "became.csv", "--layer", "wards", "--old", "before", "--new", "after"];
    desk.answer(&[&ask[..], more].concat())
}

#[test]
fn a_table_of_pairs_says_what_kind_each_change_is() {
    let desk = desk();
    let table = "before,after\nX8,X1\nX9,X1\nX7,X2\nX1,X1\n";
    let said = lineage(&desk, table, &["--date", "2025-05-01"]);
    assert!(said.contains("4 rows tell of a change: 3 merged, 1 recoded"), "{said}");
    assert!(said.contains("X7, X8, X9"), "codes of no release are named: {said}");
    let again = lineage(&desk, table, &["--date", "2025-05-01"]);
    assert!(again.contains("unchanged"), "{again}");
}

#[test]
fn an_end_on_the_eve_of_what_came_after_is_moved_to_it() {
    let table = "before,after,ended,began\nX8,X1,2025-04-30,2025-05-01\nX9,X1,2025-05-01,2025-05-01\nX7,X2,2025-03-01,2025-05-01\n";
    let said = lineage(&desk(), table, &["--date", "began", "--end", "ended"]);
    assert!(said.contains("1 ended on the eve"), "{said}");
    assert!(said.contains("X7 ended on 2025-03-01, what came after begins on 2025-05-01"), "{said}");
}

#[test]
fn a_register_names_what_replaced_its_entries() {
    let desk = desk();
    desk.write(
        "register.csv",
        "key,code,name,from,until,replaced\nOLD,X9,Old Mill,2001-01-01,2025-05-01,\"MIL,QUA\"\nMIL,X1,Mill,2025-05-01,,\nQUA,,Quay,2025-05-01,,\n",
    );
    let ask = [
        "import",
        "lineage",
        "register.csv",
        "--layer",
        "wards",
        "--old",
        "code",
        "--new",
        "replaced",
        "--old-name",
        "name",
        "--key",
        "key",
        "--date",
        "from",
        "--end",
        "until",
    ];
    let said = desk.answer(&ask);
    assert!(said.contains("2 rows tell of a change: 2 split"), "{said}");
}

#[test]
fn what_is_no_date_or_leads_in_a_circle_is_refused() {
    let desk = desk();
    let import = |table: &str, more: &[&str]| {
        desk.write("became.csv", table);
        let ask =
            ["import", "lineage", "became.csv", "--layer", "wards", "--old", "before", "--new", "after"];
        desk.refusal(&[&ask[..], more].concat())
    };
    let said = import("before,after,day\nX8,X1,soon\n", &["--date", "day"]);
    assert!(said.contains("row 2") && said.contains("“soon” is no date"), "{said}");
    let said = import("before,after\nX8,X9\nX9,X8\n", &[]);
    assert!(said.contains("X8, X9 come after one another in a circle"), "{said}");
    let said = import("before,then\nX8,X9\n", &[]);
    assert!(said.contains("after"), "{said}");
}

#[test]
fn people_of_old_blocks_are_told_by_new_ones_and_none_is_lost() {
    let desk = tables::desk();
    // Mill becomes two halves, Quay keeps its code.
    desk.write(
        "new.geojson",
        on_grid(&[
            patch("N1", "Mill West", [0.0, 250.0]),
            patch("N2", "Mill East", [250.0, 1_000.0]),
            patch("X2", "Quay", [1_000.0, 2_000.0]),
        ]),
    );
    desk.import("new.geojson", "newblocks", "2021", &["--family", "census"]);
    desk.write("people.csv", "block,people\nX1,1001\nX2,500\nX9,9\nE01000001,7\n");
    desk.answer(&tables::residents(&["--from", "2020-06-30"]));
    desk.write("became.csv", "before,after\nX1,N1\nX1,N2\nX9,N1\nX9,N2\n");
    desk.answer(&[
        "import",
        "lineage",
        "became.csv",
        "--layer",
        "blocks",
        "--old",
        "before",
        "--new",
        "after",
    ]);
    let carry =
        ["import", "carry", "residents", "--blocks", "blocks", "--to", "newblocks", "--format", "json"];
    let told: Value = serde_json::from_str(&desk.answer(&carry)).unwrap();
    let said = told["remarks"].to_string();
    assert!(said.contains("1 stayed as they were") || said.contains("1 became one other"), "{said}");
    assert!(said.contains("1 were divided by ground") && said.contains("1 have gone nowhere"), "{said}");
    assert!(said.contains("1 that became several are not drawn here"), "{said}");
    assert_eq!(told["table"]["total"], 1517.0, "{told}");
    let again: Value = serde_json::from_str(&desk.answer(&carry)).unwrap();
    assert_eq!(again["outcome"], "unchanged");
    let counted = desk.answer(&[
        "compare",
        "newblocks",
        "newblocks",
        "--weight",
        "residents@newblocks",
        "--format",
        "json",
        "--on",
        "2026-01-01",
    ]);
    let counted: Value = serde_json::from_str(&counted).unwrap();
    let of = |code: &str| {
        counted["areas_a"].as_array().unwrap().iter().find(|area| area["code"] == code).unwrap()["total"]
            .clone()
    };
    // A quarter of 1,001 is 250.25: whole people go where the remainder is largest. Nobody draws X9: 4.5 for each, the odd one to the first.
    assert_eq!((of("N1"), of("N2"), of("X2")), (255.0.into(), 755.0.into(), 500.0.into()));
}
