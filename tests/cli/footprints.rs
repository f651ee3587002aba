//! `patchwork import footprints`: ground for lists of people.

use crate::{
    desk::Desk,
    tables::{desk as blocks, patients, residents},
};

const LISTS: &str = "block,pcn,name,patients,list\nX1,P1,Harbour,60,100\nX2,P1,Harbour,10,100\nX1,P2,Down,40,130\nX2,P2,Down,90,130\n";

/// Two blocks with residents, and two lists of patients.
fn desk() -> Desk {
    let desk = blocks();
    desk.write("people.csv", "block,people\nX1,90\nX2,110\n");
    desk.answer(&residents(&[]));
    desk.write("lists.csv", LISTS);
    desk.answer(&patients(&["--scope", "two practices"]));
    desk
}

#[test]
fn each_block_goes_to_the_list_with_most_of_its_people_and_every_footprint_says_what_it_is_worth() {
    let desk = desk();
    let derive = ["import", "footprints", "pcns", "--as", "pcn-derived"];
    let said = desk.answer(&derive);
    assert!(said.contains("pcn-derived@1: imported 2 areas"), "{said}");
    assert!(
        said.contains("by most patients: 2 blocks to 2 of 2 organisations; 0 without a majority"),
        "{said}"
    );
    let said = desk.answer(&["export", "pcn-derived", "--format", "csv"]);
    for words in [
        "P1,Harbour",
        "Derived from primary care network lists by most patients in each small area",
        "85.7 % of this list live inside",
        "60.0 % are on this one",
        "list to residents 1.11",
        "Lists of two practices only",
    ] {
        assert!(said.contains(words), "“{words}” is not in: {said}");
    }
    assert!(desk.answer(&derive).contains("unchanged since the last import"));
}

#[test]
fn a_footprint_is_the_ground_of_its_blocks_and_compares_like_any_other() {
    let desk = desk();
    desk.answer(&["import", "footprints", "pcns", "--as", "pcn-derived"]);
    let said = desk.answer(&["compare", "pcn-derived", "blocks", "--weight", "area", "--format", "csv"]);
    let rows: Vec<&str> = said.lines().skip(1).collect();
    assert_eq!(rows.len(), 2, "{said}");
    assert!(rows.iter().all(|row| row.ends_with(",1,1,1,same")), "{said}");
}

#[test]
fn ground_has_no_footprints_to_derive() {
    let said = desk().refusal(&["import", "footprints", "blocks", "--as", "pcn-derived"]);
    assert!(said.contains("blocks is ground, not a list of people"), "{said}");
}
