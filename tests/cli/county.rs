//! Four kilometres of an invented county, told in kilometres from 500,000, 200,000:
//!
//! ```text
//!             0       1       2       3       4
//!   wards     │ W1 Mill, Upper│ W2 Quay       │
//!   councils  │ C1 Eastshire          │ C2 Ash│
//!   blocks    │ B1 100│ B2 200│ B3 300│ B4 401│   residents
//! ```

use serde_json::{Value, json};

use crate::{
    desk::Desk,
    shapes::{feature, on_grid},
};

/// The day of the questions.
pub const DAY: &str = "2025-06-01";

/// A rectangle from west, south, east and north, in kilometres.
pub fn patch(code: &str, name: &str, [west, south, east, north]: [f64; 4]) -> Value {
    let at = |x: f64, y: f64| [500_000.0 + 1e3 * x, 200_000.0 + 1e3 * y];
    let ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
    feature(code, name, &json!({"type": "Polygon", "coordinates": [ring]}))
}

/// A strip of the county, a kilometre high.
pub fn strip(code: &str, name: &str, west: f64, east: f64) -> Value {
    patch(code, name, [west, 0.0, east, 1.0])
}

/// Wards and councils alone.
pub fn ground() -> Desk {
    let desk = Desk::new();
    layer(&desk, "wards", &[strip("W1", "Mill, Upper", 0.0, 2.0), strip("W2", "Quay", 2.0, 4.0)]);
    layer(&desk, "councils", &[strip("C1", "Eastshire", 0.0, 3.0), strip("C2", "Ash", 3.0, 4.0)]);
    desk
}

/// The whole county, with its residents.
pub fn county() -> Desk {
    let desk = ground();
    blocks(&desk);
    residents(&desk, "block,people\nB1,100\nB2,200\nB3,300\nB4,401\n");
    desk
}

pub fn blocks(desk: &Desk) {
    let blocks: Vec<Value> = (1..=4_u8)
        .map(|n| strip(&format!("B{n}"), &format!("Block {n}"), f64::from(n) - 1.0, f64::from(n)))
        .collect();
    layer(desk, "blocks", &blocks);
}

/// Imports a layer as its edition "1".
pub fn layer(desk: &Desk, id: &str, areas: &[Value]) {
    edition(desk, id, "1", areas, &[]);
}

pub fn edition(desk: &Desk, id: &str, edition: &str, areas: &[Value], more: &[&str]) {
    let file = format!("{id}-{edition}.geojson");
    desk.write(&file, on_grid(areas));
    desk.import(&file, id, edition, &[&["--attribution", &format!("Invented {id}")], more].concat());
}

pub fn residents(desk: &Desk, table: &str) {
    population(desk, table, &["--layer", "blocks", "--as", "residents", "--from", "2021-03-21"]);
}

pub fn population(desk: &Desk, table: &str, more: &[&str]) {
    desk.write("people.csv", table);
    let args = ["import", "population", "people.csv", "--code", "block", "--value", "people"];
    desk.answer(&[&args[..], more].concat());
}

/// Imports lists, with the columns `list`, `name`, `block` and `people`, as a layer of lists of patients.
pub fn lists(desk: &Desk, id: &str, table: &str, more: &[&str]) {
    let file = format!("{id}.csv");
    desk.write(&file, format!("list,name,block,people,stated\n{table}"));
    let columns = ["--block", "block", "--code", "list", "--name", "name", "--value", "people"];
    let args = ["import", "membership", &file, "--layer", id];
    let blocks: &[&str] = if more.contains(&"--blocks") { &[] } else { &["--blocks", "blocks"] };
    let weight: &[&str] = if more.contains(&"--as") { &[] } else { &["--as", "patients"] };
    desk.answer(&[&args[..], &columns, blocks, weight, more].concat());
}

/// The answer to `compare` on the day, as JSON.
pub fn compared(desk: &Desk, args: &[&str]) -> Value {
    serde_json::from_str(&written(desk, args, "json")).unwrap()
}

/// The answer to `compare` on the day, as it is written.
pub fn written(desk: &Desk, args: &[&str], format: &str) -> String {
    let day: &[&str] =
        if args.contains(&"--on") || args.contains(&"--reference") { &[] } else { &["--on", DAY] };
    desk.answer(&[&["compare"], args, day, &["--format", format]].concat())
}

/// A's code, B's code and what they share, of every pair.
pub fn overlaps(answer: &Value) -> Vec<(&str, &str, f64)> {
    let pairs = answer["pairs"].as_array().unwrap().iter();
    let told = pairs.map(|pair| {
        let text = |key: &str| pair[key].as_str().unwrap();
        (text("a_code"), text("b_code"), pair["overlap"].as_f64().unwrap())
    });
    told.collect()
}

/// One area's scores.
pub fn of_area<'a>(answer: &'a Value, side: &str, code: &str) -> &'a Value {
    answer[side].as_array().unwrap().iter().find(|area| area["code"] == code).unwrap()
}

pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// Holds a number against what it must be, up to what sums of floats leave.
pub fn near(value: &Value, expected: f64) {
    let found = number(value);
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found}, not {expected}");
}

/// What must hold of every answer; `alone` says of A and of B that it does not overlap itself.
pub fn is_sound(answer: &Value, alone: [bool; 2]) {
    let summary = &answer["summary"];
    let of = |key: &str| number(&summary[key]);
    for (own, alone) in [("a", alone[0]), ("b", alone[1])] {
        let double = of(&format!("double_{own}"));
        let covered = of(&format!("total_{own}")) - double - of(&format!("uncovered_{own}"));
        near(&json!(covered), of("common"));
        assert_eq!(double > 0.0, !alone, "{own} overlaps itself or not");
    }
    for (side, own, other_alone) in [("areas_a", "a", alone[1]), ("areas_b", "b", alone[0])] {
        let (mut totals, mut across, mut crossing) = (0.0, 0.0, 0);
        for area in answer[side].as_array().unwrap() {
            let total = number(&area["total"]);
            totals += total;
            across += number(&area["outside_best_fit"]);
            crossing += usize::from(area["crosses"] == true);
            let key = if own == "a" { "a_code" } else { "b_code" };
            let pairs = answer["pairs"].as_array().unwrap().iter().filter(|pair| pair[key] == area["code"]);
            let shares: f64 = pairs.map(|pair| number(&pair[format!("share_of_{own}").as_str()])).sum();
            if other_alone && total > 0.0 {
                near(&json!(shares + number(&area["uncovered"]) / total), 1.0);
            }
        }
        near(&json!(totals), of(&format!("total_{own}")));
        near(&json!(across), of(&format!("across_{own}")));
        assert_eq!(summary[format!("crossing_{own}").as_str()], crossing);
    }
    let placement = &summary["placement"];
    if placement.is_object() {
        let part = |key: &str| number(&placement[key]);
        let unplaced = part("out_of_country") + part("unknown_block") + part("not_in_rows");
        near(&summary["unplaced"], unplaced);
        near(&placement["total"], part("placed") + unplaced);
        near(&placement["placed"], part("people_at_postcodes") + part("people_on_ground"));
    }
    // By A's code, then by overlap, largest first, then by B's code.
    let told = overlaps(answer);
    for two in told.windows(2) {
        let (one, next) = (two[0], two[1]);
        let order = one.0.cmp(next.0).then(next.2.total_cmp(&one.2)).then(one.1.cmp(next.1));
        assert!(order.is_lt(), "{one:?} stands before {next:?}");
    }
}
