//! `patchwork import population | membership | classes | postcodes`, and `locate POSTCODE`.

use rstest::rstest;

use std::time::{Duration, Instant};

use crate::{desk::Desk, server::Server, shapes::two_wards};

const RESIDENTS: [&str; 10] = [
    "import",
    "population",
    "people.csv",
    "--layer",
    "blocks",
    "--code",
    "block",
    "--value",
    "people",
    "--as",
];
const PATIENTS: [&str; 18] = [
    "import",
    "membership",
    "lists.csv",
    "--blocks",
    "blocks",
    "--block",
    "block",
    "--layer",
    "pcns",
    "--code",
    "pcn",
    "--name",
    "name",
    "--value",
    "patients",
    "--total",
    "list",
    "--as",
];

/// Two blocks, X1 and X2.
pub fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("blocks.geojson", two_wards());
    desk.import("blocks.geojson", "blocks", "2021", &[]);
    desk
}

pub fn residents<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&RESIDENTS[..], &["residents"], more].concat()
}

pub fn patients<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&PATIENTS[..], &["patients"], more].concat()
}

#[test]
fn people_are_imported_with_everything_that_is_odd_about_them_counted() {
    let desk = desk();
    desk.write("people.csv", "block,people\nX1,\"1,234\"\nE01000001,10.5\nW01000001,3\nX2,*\n");
    let said = desk.answer(&residents(&["--from", "2021-03-21"]));
    for words in [
        "population residents@blocks, edition 2021-03-21: imported 3 blocks, 1,247.5 people",
        "1 rows give no number and count for nothing",
        "1 rows unplaced, out of country, 3 people: W01000001",
        "1 rows unplaced, unknown or closed, 10.5 people: E01000001",
        "1 blocks of the layer are not in it",
        "reference ",
    ] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
    let again = desk.answer(&residents(&["--from", "2021-03-21"]));
    assert_eq!(again, "population residents@blocks, edition 2021-03-21: unchanged since the last import\n");
    desk.write("people.csv", "block,people\nX1,1\n");
    let changed = desk.answer(&residents(&["--from", "2021-03-21"]));
    assert!(changed.contains("kept as revision 0"), "{changed}");
}

#[test]
fn a_table_without_names_semicolons_and_the_rows_of_one_sex_are_fine() {
    let desk = desk();
    desk.write("people.csv", "Persons;X1;10\nFemales;X1;5\nPersons;X2;2,5\n");
    let args = ["import", "population", "people.csv", "--layer", "blocks", "--as", "residents"];
    let columns = ["--code", "2", "--value", "3", "--only", "1=Persons"];
    let said = desk.refusal(&[&args[..], &columns].concat());
    assert!(said.contains("row 3 (X2): column “3”: “2,5” is no number of people"), "{said}");
    desk.write("people.csv", "Persons;X1;10\nFemales;X1;5\nPersons;X2;2.5\n");
    let said = desk.answer(&[&args[..], &columns].concat());
    assert!(said.contains("edition 1: imported 2 blocks, 12.5 people"), "{said}");
    assert!(said.contains("give the day of its figures with --from"), "{said}");
}

#[rstest]
#[case::negative("block,people\nX1,1\nX2,-3\n", "people.csv: row 3 (X2): column “people”: “-3” is negative")]
#[case::not_a_number("block,people\nX1,NaN\n", "row 2 (X1): column “people”: “NaN” is no number")]
#[case::twice("block,people\nX1,1\nX2,2\nX1,1\n", "row 4 (X1): code “X1” is used twice: row 2 has it too")]
#[case::no_code("block,people\n,1\n", "row 2: column “block”: a code is needed")]
#[case::another_column(
    "block,number\nX1,1\n",
    "there is no column “people” for the value; the file has “block”, “number”"
)]
#[case::ragged("block,people\nX1,1,1\n", "line 2")]
#[case::nobody("block,people\nX1,-\n", "no row gives anything to a block")]
fn people_that_cannot_be_are_refused_by_row_and_field(#[case] table: &str, #[case] reason: &str) {
    let desk = desk();
    desk.write("people.csv", table);
    let said = desk.refusal(&residents(&[]));
    assert!(said.contains(reason), "{said}");
    desk.write("people.csv", "block,people\nX1,1\n");
    assert!(desk.answer(&residents(&[])).contains("imported 1 blocks"), "nothing was left behind");
}

#[test]
fn an_unknown_layer_of_blocks_and_a_reserved_weight_are_refused() {
    let desk = desk();
    desk.write("people.csv", "block,people\nX1,1\n");
    let args = ["import", "population", "people.csv", "--code", "block", "--value", "people", "--as"];
    let said = desk.refusal(&[&args[..], &["residents", "--layer", "lsoa21"]].concat());
    assert!(said.contains("there is no layer “lsoa21”; there is blocks"), "{said}");
    let said = desk.refusal(&[&args[..], &["residents", "--layer", "blocks@1999"]].concat());
    assert!(said.contains("no edition “1999”; it has 2021"), "{said}");
    let said = desk.run(&[&args[..], &["area", "--layer", "blocks"]].concat());
    assert!(said.code == Some(2) && said.err.contains("the weight of the ground itself"), "{said:?}");
}

#[test]
fn a_dry_run_of_a_table_writes_nothing() {
    let desk = desk();
    desk.write("people.csv", "block,people\nX1,1\n");
    let said = desk.answer(&residents(&["--dry-run"]));
    assert!(said.contains("1 blocks, 1 people could be imported; nothing was written"), "{said}");
    assert!(desk.answer(&residents(&[])).contains("imported 1 blocks"), "it was not there before");
}

#[test]
fn lists_are_imported_with_whom_they_do_not_place() {
    let desk = desk();
    let rows = "P1,Mill PCN,X1,10,20\nP1,Mill PCN,W01000001,2.5,20\nP2,Quay PCN,X1,1,1\n";
    desk.write("lists.csv", format!("pcn,name,block,patients,list\n{rows}"));
    let said = desk.answer(&patients(&["--scope", "practices of Nowhere", "--from", "2025-10-01"]));
    for words in [
        "membership pcns, edition 2025-10-01: imported 2 organisations with people of 3 pairs",
        "13.5 people",
        "the organisations state 21 people, 7.5 of them in no row",
        "1 rows unplaced, out of country, 2.5 people: W01000001",
    ] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
    let refused = desk.refusal(&[
        "import",
        "layer",
        "blocks.geojson",
        "--layer",
        "pcns",
        "--edition",
        "1",
        "--code",
        "code",
    ]);
    assert!(refused.contains("--layer pcns-footprints"), "{refused}");
    let check = desk.refusal(&["check", "pcns"]);
    assert!(check.contains("pcns is a list of people (patients), not ground"), "{check}");
}

#[rstest]
#[case::the_same_pair_twice(
    "P1,Mill,X1,1,9\nP1,Mill,X1,2,9\n",
    "row 3 (P1): P1 has block X1 twice: row 2 has it too"
)]
#[case::two_totals("P1,Mill,X1,1,9\nP1,Mill,X2,2,8\n", "its total is 8 here and 9 in row 2")]
#[case::two_names("P1,Mill,X1,1,9\nP1,Quay,X2,2,9\n", "P1 is called “Quay” here and “Mill” in row 2")]
#[case::negative("P1,Mill,X1,-1,9\n", "row 2 (P1): column “patients”: “-1” is negative")]
fn lists_that_contradict_themselves_are_refused(#[case] rows: &str, #[case] reason: &str) {
    let desk = desk();
    desk.write("lists.csv", format!("pcn,name,block,patients,list\n{rows}"));
    let said = desk.refusal(&patients(&[]));
    assert!(said.contains(reason), "{said}");
}

#[test]
fn lists_are_not_put_upon_a_layer_that_is_ground() {
    let desk = desk();
    desk.write("lists.csv", "pcn,name,block,patients,list\nP1,Mill,X1,1,9\n");
    let mut args = patients(&["--dry-run"]);
    for arg in &mut args {
        if *arg == "pcns" {
            *arg = "blocks";
        }
    }
    let said = desk.refusal(&args);
    assert!(said.contains("blocks is ground already") && said.contains("--layer blocks-lists"), "{said}");
}

#[test]
fn classes_are_imported() {
    let desk = desk();
    desk.write("classes.csv", "block,kind\nX1,Urban\nX2,Rural\n");
    let args =
        ["import", "classes", "classes.csv", "--layer", "blocks", "--code", "block", "--value", "kind"];
    let said = desk.answer(&[&args[..], &["--as", "rural-urban"]].concat());
    assert!(said.contains("classes rural-urban@blocks, edition 1: imported 2 blocks\n"), "{said}");
    assert!(said.contains("It has 2 classes."), "{said}");
}

#[test]
fn a_postcode_is_located_and_says_whether_it_is_in_use() {
    let desk = desk();
    let said = desk.refusal(&["locate", "QX1 1AA"]);
    assert!(said.contains("no postcodes are loaded here"), "{said}");
    desk.write("live.csv", "QX1 1AA,10,500500,200500\nQX1 1AD,90,0,0\n");
    desk.write(
        "all.csv",
        "pcds,oseast1m,osnrth1m\nQX1 1AA,1,1\nqx11ab,501500,200500\nQY1 1AA,501500,200500\nnone,1,1\n",
    );
    let live = desk.answer(&["import", "postcodes", "live.csv", "--attribution", "Invented points"]);
    assert!(live.contains("postcodes code-point-open, edition live: imported 1 postcodes"), "{live}");
    assert!(live.contains("1 postcodes have no place"), "{live}");
    let all = desk.answer(&["import", "postcodes", "all.csv"]);
    assert!(all.contains("postcodes directory, edition all: imported 3 postcodes"), "{all}");
    assert!(all.contains("1 rows have no postcode and are left out: row 5 (“none”)"), "{all}");

    let said = desk.answer(&["locate", "qx11aa"]);
    for words in
        ["QX1 1AA: live (code-point-open, edition live)", "easting 500500.000", "X1", "Invented points"]
    {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
    let said = desk.answer(&["locate", "QX1 1AB", "--format", "json"]);
    let body: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(body["postcode"]["status"], "terminated");
    assert_eq!(body["areas"][0]["code"], "X2");
    assert!(desk.answer(&["locate", "QY1 1AA"]).contains("whether it is in use is not known here"));
    let said = desk.refusal(&["locate", "QX9 9ZZ"]);
    assert!(
        said.contains("there is no postcode QX9 9ZZ here; the postcode areas that are loaded are QX, QY"),
        "{said}"
    );
}

#[rstest]
#[case::no_columns("name,place\nQX1 1AA,here\n", "no column “postcode”")]
#[case::half_a_place("postcode,easting\nQX1 1AA,500500\n", "no column “northing”")]
#[case::no_coordinate(
    "postcode,easting,northing\nQX1 1AA,east,1\n",
    "row 2 (QX1 1AA): column “easting”: “east” is no coordinate"
)]
#[case::off_the_map("postcode,easting,northing\nQX1 1AA,900000,1\n", "outside the British National Grid")]
#[case::two_places("postcode,easting,northing\nQX1 1AA,1,1\nQX1 1AA,2,1\n", "placed elsewhere in row 2")]
#[case::no_postcodes("postcode,easting,northing\nx,1,1\n", "no row of it has a postcode with a place")]
fn postcodes_that_cannot_be_are_refused(#[case] table: &str, #[case] reason: &str) {
    let desk = Desk::new();
    desk.write("postcodes.csv", table);
    let said = desk.refusal(&["import", "postcodes", "postcodes.csv"]);
    assert!(said.contains(reason), "{said}");
}

#[test]
fn columns_of_postcodes_can_be_named_and_degrees_will_do() {
    let desk = desk();
    desk.write("list.csv", "PC;X;Y;Ended\nQX1 1AA;-0.5;51.7;202003\nQX1 1AB;-0.5;51.7;\n");
    let args =
        ["import", "postcodes", "list.csv", "--map", "lon=X", "--map", "lat=Y", "--map", "terminated=Ended"];
    let said = desk.answer(&args);
    assert!(said.contains("postcodes directory") && said.contains("1 postcodes have ended"), "{said}");
    assert!(desk.answer(&["locate", "QX1 1AA"]).contains("terminated on 2020-03-01"));
    assert!(desk.answer(&["locate", "QX1 1AB"]).contains("QX1 1AB: live"));
}

#[test]
fn a_place_file_brings_people_after_its_layers() {
    let desk = Desk::new();
    desk.write("blocks.geojson", two_wards());
    desk.write("people.csv", "block,people,pcn,kind\nX1,3,P1,Urban\nX9,1,P1,Rural\n");
    desk.write("postcodes.csv", "QX1 1AA,10,500500,200500\n");
    let layer = "title = \"Nowhere\"\n[[population]]\nfile = \"people.csv\"\nlayer = \"blocks\"\ncode = \"block\"\nvalue = \"people\"\n\
        as = \"residents\"\nfrom = \"2021-03-21\"\nonly_known = true\n\
        [[membership]]\nfile = \"people.csv\"\nlayer = \"pcns\"\nblocks = \"blocks\"\nblock = \"block\"\ncode = \"pcn\"\nvalue = \"people\"\n\
        as = \"patients\"\nvisibility = \"signed-in\"\n\
        [[classes]]\nfile = \"people.csv\"\nlayer = \"blocks\"\ncode = \"block\"\nvalue = \"kind\"\nas = \"rural-urban\"\n\
        [[postcodes]]\nfiles = [\"postcodes.csv\"]\nregister = \"list\"\n\
        [[layer]]\nid = \"blocks\"\nedition = \"2021\"\nfiles = [\"blocks.geojson\"]\ncode = \"code\"\n";
    desk.write("place.toml", layer);
    let said = desk.answer(&["import", "place", "place.toml"]);
    for words in [
        "population residents@blocks, edition 2021-03-21: imported 1 blocks, 3 people",
        "2 rows, 1 of them left out as asked",
        "membership pcns, edition 1: imported 1 organisations",
        "classes rural-urban@blocks, edition 1: imported 2 blocks",
        "postcodes list, edition postcodes: imported 1 postcodes",
    ] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
    let again = desk.answer(&["import", "place", "place.toml"]);
    assert_eq!(again.matches("unchanged since the last import").count(), 5, "{again}");
    desk.write("place.toml", layer.replace("only_known", "only_knwon"));
    let said = desk.refusal(&["import", "place", "place.toml"]);
    assert!(said.contains("[[population]] number 1: there is no key “only_knwon”"), "{said}");
}

#[test]
fn postcodes_that_another_process_imports_are_found_within_two_seconds() {
    let desk = desk();
    let server = Server::start(&desk);
    assert!(server.get("/api/locate?postcode=QX11AA").contains("no postcodes are loaded here"));
    desk.write("live.csv", "QX1 1AA,10,500500,200500\n");
    desk.answer(&["import", "postcodes", "live.csv"]);
    let written = Instant::now();
    while !server.get("/api/locate?postcode=QX11AA").contains("\"status\":\"live\"") {
        assert!(written.elapsed() < Duration::from_secs(2), "the server has not noticed");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_table_of_rubbish_is_refused_in_a_sentence() {
    let desk = desk();
    let long = format!("block,people\nX1,\"{}\n", "9".repeat(30_000));
    let rubbish: [&[u8]; 6] =
        [b"", b"\0\0\0\0", b"\x1f\x8b\x08garbage", b"\"", long.as_bytes(), b"\xff\xfe\xff"];
    for bytes in rubbish {
        desk.write("people.csv", bytes);
        let said = desk.refusal(&residents(&[]));
        assert!(said.contains("people.csv"), "{said}");
    }
    let pipe = std::process::Command::new("mkfifo").arg(desk.path("pipe.csv")).status().unwrap();
    assert!(pipe.success());
    for file in [".", "pipe.csv"] {
        let said = desk.refusal(&["import", "postcodes", file]);
        assert!(said.contains("it is no file"), "{said}");
    }
}
