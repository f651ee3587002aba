//! `patchwork backup` and `prune`.

use crate::{
    desk::Desk,
    shapes::{on_grid, square, two_wards},
};

#[test]
fn a_backup_answers_like_the_store_and_never_overwrites() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk.answer(&["backup", "copy.gpkg"]);
    let of_copy = desk.answer(&["locate", "500500,200500", "--format", "csv", "--store", "copy.gpkg"]);
    assert_eq!(of_copy, desk.answer(&["locate", "500500,200500", "--format", "csv"]));
    let before = std::fs::read(desk.path("copy.gpkg")).unwrap();
    assert!(desk.refusal(&["backup", "copy.gpkg"]).contains("copy.gpkg exists already"));
    assert_eq!(std::fs::read(desk.path("copy.gpkg")).unwrap(), before);
}

#[test]
fn a_store_that_is_not_there_is_not_made_by_a_question() {
    let desk = Desk::new();
    for words in [
        &["backup", "copy.gpkg"][..],
        &["prune"],
        &["locate", "500500,200500"],
        &["check", "wards"],
        &["serve"],
    ] {
        let said = desk.refusal(words);
        assert!(
            said.contains("there is no store at patchwork.gpkg: import something first"),
            "{words:?}: {said}"
        );
    }
    assert_eq!(std::fs::read_dir(desk.path("")).unwrap().count(), 0);
}

#[test]
fn pruning_removes_what_was_replaced_and_keeps_what_is_in_force() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk.write("wards.geojson", on_grid(&[square("X9", "Mill and Quay", 0, 0)]));
    desk.import("wards.geojson", "wards", "2025", &[]);
    assert_eq!(desk.answer(&["prune"]), "1 replaced editions with 2 areas removed\n");
    assert_eq!(desk.answer(&["prune"]), "0 replaced editions with 0 areas removed\n");
    assert_eq!(desk.codes_at("500500,200500", "2025-06-01"), ["X9"]);
}
