//! `patchwork import place`.

use crate::{desk::Desk, shapes::two_wards};

const WARDS: &str = "[[layer]]\nid = \"wards\"\nedition = \"2025\"\nfiles = [\"wards.geojson\"]\ncode = \"code\"\nname = \"name\"\n";

#[test]
fn everything_that_is_listed_is_imported_and_a_second_run_changes_nothing() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("data")).unwrap();
    desk.write("data/wards.geojson", two_wards());
    desk.write("place.toml", format!("title = \"Shore\"\n{WARDS}"));
    let words = ["import", "place", "place.toml", "--data", "data"];
    assert!(desk.answer(&words).contains("wards@2025: imported 2 areas"));
    assert_eq!(desk.answer(&words), "wards@2025: unchanged since the last import\n");
    assert_eq!(desk.codes_at("500500,200500", "2025-06-01"), ["X1"]);
}

#[test]
fn a_key_that_nobody_knows_is_named_with_its_entry() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.write("place.toml", format!("title = \"Shore\"\n{WARDS}\n{WARDS}colour = \"red\"\n"));
    let said = desk.refusal(&["import", "place", "place.toml"]);
    assert!(
        said.contains("place.toml") && said.contains("[[layer]] number 2: there is no key “colour”"),
        "{said}"
    );
    desk.write("place.toml", "title = \"Shore\"\ncolour = \"red\"\n");
    assert!(desk.refusal(&["import", "place", "place.toml"]).contains("colour"));
    desk.write("place.toml", "title = \"Shore");
    assert!(desk.refusal(&["import", "place", "place.toml"]).contains("line 1"));
    assert!(desk.refusal(&["import", "place", "nowhere.toml"]).contains("no such place file"));
}

#[test]
fn an_entry_that_fails_does_not_keep_the_others_out() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    let missing = WARDS.replace("\"wards\"", "\"parishes\"").replace("wards.geojson", "parishes.geojson");
    desk.write("place.toml", format!("title = \"Shore\"\n{missing}\n{WARDS}"));
    let said = desk.run(&["import", "place", "place.toml"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("parishes.geojson: there is no such file"), "{said:?}");
    assert!(said.err.contains("1 of the entries of place.toml failed"), "{said:?}");
    assert!(said.out.contains("wards@2025: imported 2 areas"), "{said:?}");
    assert_eq!(desk.codes_at("500500,200500", "2025-06-01"), ["X1"]);
}

#[test]
fn a_dry_run_of_a_place_writes_nothing() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.write("place.toml", format!("title = \"Shore\"\n{WARDS}"));
    assert!(desk.answer(&["import", "place", "place.toml", "--dry-run"]).contains("nothing was written"));
    assert!(!desk.store().exists());
}
