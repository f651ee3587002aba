//! `patchwork import layer` and `import dissolve`, when all is well.

use crate::{
    desk::Desk,
    shapes::{on_grid, square, two_wards},
};

const IN_MILL: &str = "500500,200500";
const IN_QUAY: &str = "501500,200500";
const DAY: &str = "2025-06-01";

#[test]
fn an_import_says_what_it_read_and_every_question_then_sees_it() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    let report = desk.import("wards.geojson", "wards", "2025", &["--from", "2025-05-01"]);
    assert!(report.starts_with("wards@2025: imported 2 areas\n"), "{report}");
    assert!(
        report.contains("wards.geojson: GeoJSON, EPSG:27700") && report.contains("2 features"),
        "{report}"
    );
    assert!(report.contains("10 points, 2.0 km² of ground, 0 without a code"), "{report}");
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["X1"]);
    assert_eq!(desk.codes_at(IN_QUAY, DAY), ["X2"]);
    assert_eq!(desk.codes_at(IN_QUAY, "2025-04-30"), Vec::<String>::new());
}

#[test]
fn the_same_again_is_unchanged_and_something_else_is_a_revision() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    let again = desk.import("wards.geojson", "wards", "2025", &[]);
    assert_eq!(again, "wards@2025: unchanged since the last import\n");
    desk.write("wards.geojson", on_grid(&[square("X9", "Mill and Quay", 0, 0)]));
    let changed = desk.import("wards.geojson", "wards", "2025", &[]);
    assert!(changed.contains("kept as revision 0"), "{changed}");
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["X9"]);
    assert_eq!(desk.codes_at(IN_QUAY, DAY), Vec::<String>::new());
}

#[test]
fn a_dry_run_reports_and_writes_nothing() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    let report = desk.import("wards.geojson", "wards", "2025", &["--dry-run"]);
    assert!(report.contains("2 areas could be imported; nothing was written"), "{report}");
    assert!(!desk.store().exists());

    desk.import("wards.geojson", "wards", "2025", &[]);
    desk.write("wards.geojson", on_grid(&[square("X9", "Other", 0, 0)]));
    desk.import("wards.geojson", "wards", "2025", &["--dry-run"]);
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["X1"]);
}

#[test]
fn areas_without_codes_are_known_by_ids_of_their_names() {
    let desk = Desk::new();
    desk.write("drawn.geojson", two_wards());
    let words = [
        "import",
        "layer",
        "drawn.geojson",
        "--layer",
        "neighbourhoods",
        "--edition",
        "2025",
        "--name",
        "name",
    ];
    assert!(desk.answer(&words).contains("2 without a code"));
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["neighbourhoods-mill"]);
}

#[test]
fn several_files_form_one_edition() {
    let desk = Desk::new();
    desk.write("west.geojson", on_grid(&[square("X1", "Mill", 0, 0)]));
    desk.write("east.geojson", on_grid(&[square("X2", "Quay", 1, 0)]));
    let words = [
        "import",
        "layer",
        "west.geojson",
        "east.geojson",
        "--layer",
        "wards",
        "--edition",
        "2025",
        "--code",
        "code",
    ];
    assert!(desk.answer(&words).contains("imported 2 areas"));
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["X1"]);
    assert_eq!(desk.codes_at(IN_QUAY, DAY), ["X2"]);
}

#[test]
fn a_later_edition_ends_the_one_before_it() {
    let desk = Desk::new();
    desk.write("old.geojson", two_wards());
    desk.write("new.geojson", on_grid(&[square("X9", "Mill and Quay", 0, 0)]));
    desk.import("old.geojson", "wards", "2024", &["--from", "2024-05-02"]);
    let report = desk.import("new.geojson", "wards", "2025", &["--from", "2025-05-01"]);
    assert!(report.contains("edition 2024 now ends on 2025-05-01"), "{report}");
    assert_eq!(desk.codes_at(IN_MILL, "2025-04-30"), ["X1"]);
    assert_eq!(desk.codes_at(IN_MILL, "2025-05-01"), ["X9"]);
}

#[test]
fn a_layer_of_the_store_itself_can_be_imported_again() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk.answer(&["backup", "copy.gpkg"]);
    let report = desk.import("copy.gpkg", "copies", "2025", &["--table", "wards"]);
    assert!(
        report.contains("copy.gpkg: GeoPackage, EPSG:27700") && report.contains("imported 2 areas"),
        "{report}"
    );
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["X1", "X1"]);
}

#[test]
fn the_report_can_be_had_as_json() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    let report = desk.import("wards.geojson", "wards", "2025", &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["areas"], &report["vertices"]), (&2.into(), &10.into()));
    assert_eq!(report["ground_m2"], 2e6);
    assert_eq!(report["outcome"], "written");
}

#[test]
fn dissolving_joins_what_the_table_says_and_counts_what_it_leaves_out() {
    let desk = Desk::new();
    let wards = [square("X1", "Mill", 0, 0), square("X2", "Quay", 1, 0), square("X3", "Moor", 2, 0)];
    desk.write("wards.geojson", on_grid(&wards));
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk.write(
        "forces.csv",
        "ward,force,called\nX1,F1,Shore Police\nX2,F1,Shore Police\nX7,F2,Nowhere Police\n",
    );
    let arguments = [
        "import",
        "dissolve",
        "wards",
        "forces.csv",
        "--member",
        "ward",
        "--code",
        "force",
        "--name",
        "called",
        "--as",
        "police",
    ];
    let report = desk.answer(&arguments);
    assert!(report.starts_with("police@2025: imported 1 areas\n"), "{report}");
    assert!(
        report.contains("1 of them are in no row of forces.csv (X3); 1 of its members are no area"),
        "{report}"
    );
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["X1", "F1"]);
    assert_eq!(desk.codes_at(IN_QUAY, DAY), ["X2", "F1"]);
    assert_eq!(desk.codes_at("502500,200500", DAY), ["X3"]);
}

#[test]
fn a_member_is_found_under_the_code_that_it_was_given_since_and_one_that_two_groups_claim_is_told() {
    let desk = Desk::new();
    let wards = [square("X1", "Mill", 0, 0), square("X2", "Quay", 1, 0), square("X3", "Moor", 2, 0)];
    desk.write("wards.geojson", on_grid(&wards));
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk.write("forces.csv", "ward,force\nX1,Shore\nX20,Shore\nX30,Shore\nX31,Inland\n");
    let join = [
        "import",
        "dissolve",
        "wards",
        "forces.csv",
        "--member",
        "ward",
        "--name",
        "force",
        "--as",
        "police",
    ];
    let before = desk.answer(&join);
    assert!(before.contains("2 of them are in no row of forces.csv (X2, X3)"), "{before}");
    assert!(desk.answer(&join).contains("unchanged"));
    desk.write("became.csv", "before,after\nX20,X2\nX30,X3\nX31,X3\n");
    desk.answer(&[
        "import",
        "lineage",
        "became.csv",
        "--layer",
        "wards",
        "--old",
        "before",
        "--new",
        "after",
    ]);
    let after = desk.answer(&join);
    for said in [
        "1 of them are in no row of forces.csv (X3); 0 of its members are no area",
        "1 areas are in it under another code, by what is known of their lineage (X2 (X20 in the table))",
        "1 areas stand for members of several groups and are left out (X3 (Shore by X30, Inland by X31))",
    ] {
        assert!(after.contains(said), "{after}");
    }
    assert_eq!(desk.codes_at(IN_QUAY, DAY).len(), 2);
}
