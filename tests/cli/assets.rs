//! `patchwork import assets`, and assets in a place file.

use crate::desk::Desk;

const POSTCODES: &str = "Postcode,Easting,Northing\nQX1 1AA,530000,104000\n";
const VENUES: &str = "Venue Name,Postcode,Kind\nMill,QX11AA,Library\nQuay,QX1 1AA,village hall\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("postcodes.csv", POSTCODES);
    desk.write("venues.csv", VENUES);
    desk.answer(&["import", "postcodes", "postcodes.csv"]);
    desk
}

#[test]
fn a_sheet_is_imported_once_and_reported() {
    let desk = desk();
    let import =
        ["import", "assets", "venues.csv", "--list", "venues", "--attribution", "Invented for demonstration"];
    let dry = desk.answer(&[&import[..], &["--dry-run"]].concat());
    assert!(dry.contains("2 assets could be imported (a partial list); nothing was written"), "{dry}");
    let said = desk.answer(&import);
    assert!(said.contains("assets venues, edition 1: imported 2 assets (a partial list)"), "{said}");
    assert!(
        said.contains("library 1, village-hall 1")
            && said.contains("2 placed: 0 as points, 0 as ground, 2 by postcode"),
        "{said}"
    );
    assert!(desk.answer(&import).contains("unchanged since the last import"));
    let json = desk.answer(&[&import[..], &["--complete", "--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&report["assets"]["complete"], &report["assets"]["by_postcode"]), (&true.into(), &2.into()));
}

#[test]
fn a_bad_sheet_is_refused_with_its_rows_and_what_to_do() {
    let desk = desk();
    desk.write("bad.csv", "name;lon;lat\nMill;50.8;-0.1\nQuay;-0.1;50.8\n");
    let said = desk.run(&["import", "assets", "bad.csv", "--kind", "library"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.err
            .contains("bad.csv: row 2 (Mill): column “lon”: longitude 50.8 and latitude -0.1 look swapped"),
        "{said:?}"
    );
    let said = desk.answer(&["import", "assets", "bad.csv", "--kind", "library", "--skip-bad"]);
    assert!(
        said.contains("imported 1 assets") && said.contains("1 fault in a row that was refused"),
        "{said}"
    );
}

#[test]
fn a_kind_a_preset_and_a_field_that_are_none_are_answered_with_those_there_are() {
    let desk = desk();
    for (option, value, expected) in [
        ("--kind", "libary", "did you mean library?"),
        ("--preset", "epracur", "edispensary, epcn"),
        ("--map", "colour=Red", "patchwork_id, source_id, name"),
    ] {
        let said = desk.run(&["import", "assets", "venues.csv", option, value]);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(said.err.contains(expected), "{said:?}");
    }
}

#[test]
fn a_place_file_lists_assets_after_the_postcodes_that_place_them() {
    let desk = desk();
    desk.write(
        "place.toml",
        "title = \"Nowhere\"\n[[assets]]\nfile = \"venues.csv\"\nlist = \"venues\"\ncomplete = true\nmap = { name = \"Venue Name\" }\n\
         [[postcodes]]\nfiles = [\"postcodes.csv\"]\n",
    );
    let said = desk.answer(&["import", "place", "place.toml", "--store", "other.gpkg"]);
    assert!(said.contains("assets venues, edition 1: imported 2 assets (a complete register)"), "{said}");
    assert!(said.contains("2 by postcode"), "{said}");
    desk.write("wrong.toml", "title = \"Nowhere\"\n[[assets]]\nfile = \"venues.csv\"\ncolour = \"red\"\n");
    let said = desk.run(&["import", "place", "wrong.toml", "--store", "other.gpkg"]);
    assert!(said.err.contains("[[assets]] number 1: there is no key “colour”"), "{said:?}");
}
