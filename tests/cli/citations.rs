//! The reference of an answer, which reproduces it when what it was drawn from has been replaced.

use serde_json::Value;

use crate::{
    county::{blocks, compared, county, edition, ground, layer, lists, overlaps, residents, strip, written},
    desk::Desk,
};

/// An answer, and what its reference answers now.
struct Cited {
    text: String,
    reference: String,
}

impl Cited {
    fn new(desk: &Desk, args: &[&str]) -> Self {
        let text = written(desk, args, "json");
        let answer: Value = serde_json::from_str(&text).unwrap();
        let reference = answer["summary"]["reference"].as_str().unwrap().to_owned();
        let cited = Self { text, reference };
        cited.is_reproduced(desk);
        cited
    }

    fn is_reproduced(&self, desk: &Desk) {
        assert_eq!(written(desk, &["--reference", &self.reference], "json"), self.text);
    }

    /// The question has another answer by now, and the reference still this one.
    fn outlives(&self, desk: &Desk, args: &[&str]) {
        assert_ne!(written(desk, args, "json"), self.text);
        self.is_reproduced(desk);
    }
}

fn other_councils(desk: &Desk) {
    layer(desk, "councils", &[strip("C1", "Eastshire", 0.0, 1.0), strip("C2", "Ash", 1.0, 4.0)]);
}

#[test]
fn an_answer_in_ground_outlives_its_layers() {
    let desk = ground();
    let args = ["wards", "councils", "--tau", "0.02", "--cross-share", "0.1"];
    let cited = Cited::new(&desk, &args);
    other_councils(&desk);
    cited.outlives(&desk, &args);
    layer(&desk, "wards", &[strip("W7", "All", 0.0, 4.0)]);
    cited.outlives(&desk, &args);
    let csv = written(&desk, &["--reference", &cited.reference], "csv");
    assert!(csv.contains("W2,Quay,C1,Eastshire,area,1000000,0.5,"), "{csv}");
    // What was replaced and comes back is what it was.
    layer(&desk, "wards", &[strip("W1", "Mill, Upper", 0.0, 2.0), strip("W2", "Quay", 2.0, 4.0)]);
    cited.is_reproduced(&desk);
}

#[test]
fn an_answer_in_residents_outlives_its_people_blocks_and_postcodes() {
    let desk = county();
    desk.write("live.csv", "QX1 1AA,10,502010,200500\nQX1 1AB,10,503020,200500\n");
    desk.answer(&["import", "postcodes", "live.csv"]);
    let args = ["wards", "councils"];
    let cited = Cited::new(&desk, &args);
    residents(&desk, "block,people\nB1,1\nB2,2\nB3,3\nB4,4\n");
    cited.outlives(&desk, &args);
    desk.write("live.csv", "QX1 1AA,10,503010,200500\n");
    desk.answer(&["import", "postcodes", "live.csv"]);
    cited.outlives(&desk, &args);
    layer(&desk, "blocks", &[strip("B1", "All", 0.0, 4.0)]);
    cited.outlives(&desk, &args);
    // Newer people in other blocks would be the default now.
    layer(&desk, "cells", &[strip("K1", "All", 0.0, 4.0)]);
    let newer = ["--layer", "cells", "--as", "residents", "--from", "2024-01-01"];
    crate::county::population(&desk, "block,people\nK1,9\n", &newer);
    cited.outlives(&desk, &args);
}

const PRACTICES: &str = "P1,Mill Practice,B1,60,\nP1,Mill Practice,B2,40,\nP2,Quay Practice,B2,10,\n";

#[test]
fn an_answer_about_lists_outlives_them_and_the_residents_they_were_held_against() {
    let desk = county();
    lists(&desk, "practices", PRACTICES, &[]);
    for args in [["practices", "councils"], ["councils", "practices"]] {
        let cited = Cited::new(&desk, &args);
        lists(&desk, "practices", "P1,Mill Practice,B1,6,\n", &[]);
        cited.outlives(&desk, &args);
        residents(&desk, "block,people\nB1,1\n");
        cited.outlives(&desk, &args);
        lists(&desk, "practices", PRACTICES, &[]);
        residents(&desk, "block,people\nB1,100\nB2,200\nB3,300\nB4,401\n");
        cited.is_reproduced(&desk);
    }
}

#[test]
fn an_answer_about_two_layers_of_lists_outlives_the_blocks_of_both() {
    let desk = county();
    lists(&desk, "practices", PRACTICES, &[]);
    layer(&desk, "cells", &[strip("K1", "Cell", 0.0, 1.5), strip("K2", "Cell", 1.5, 2.0)]);
    lists(&desk, "hubs", "H1,North,K1,30,\nH2,South,K2,10,\n", &["--blocks", "cells"]);
    let args = ["practices", "hubs"];
    let cited = Cited::new(&desk, &args);
    layer(&desk, "cells", &[strip("K1", "Cell", 0.0, 0.5), strip("K2", "Cell", 0.5, 2.0)]);
    cited.outlives(&desk, &args);
}

#[test]
fn an_answer_outlives_the_date_that_it_was_asked_for() {
    let desk = county();
    lists(&desk, "practices", PRACTICES, &["--edition", "2023", "--from", "2023-01-01"]);
    let newer = "P1,Mill Practice,B1,5,\nP1,Mill Practice,B4,55,\n";
    lists(&desk, "practices", newer, &["--edition", "2024", "--from", "2024-01-01"]);
    // By the date one release, by its name the other; both at once; and one that has ended, on a later day.
    let questions =
        [["practices", "practices@2023"], ["practices@2023", "practices"], ["practices@2023", "wards"]];
    for args in questions {
        let cited = Cited::new(&desk, &args);
        let answer: Value = serde_json::from_str(&cited.text).unwrap();
        assert_eq!(answer["summary"]["a"]["asked"], args[0], "as it was asked");
    }
    let cited = Cited::new(&desk, &["practices", "wards", "--on", "2023-06-01"]);
    let answer: Value = serde_json::from_str(&cited.text).unwrap();
    assert_eq!(overlaps(&answer), [("P1", "W1", 100.0), ("P2", "W1", 10.0)]);
}

#[test]
fn an_answer_about_one_place_outlives_it() {
    let desk = county();
    lists(&desk, "practices", PRACTICES, &[]);
    let questions: [&[&str]; 3] = [
        &["wards", "blocks", "--in", "councils:C1", "--weight", "area"],
        &["wards", "blocks", "--in", "councils@1:C1"],
        &["practices", "wards", "--in", "councils:C2"],
    ];
    let cited: Vec<Cited> = questions.iter().map(|args| Cited::new(&desk, args)).collect();
    other_councils(&desk);
    for (cited, args) in cited.iter().zip(questions) {
        cited.outlives(&desk, args);
    }
}

#[test]
fn a_place_with_an_awkward_code_has_a_reference_that_goes_into_an_address() {
    let desk = ground();
    for (n, code) in (0_u8..).zip(["A~B", "A:B", "A B&C#1/ä", "100 %"]) {
        let name = format!("Place {n}");
        layer(&desk, &format!("places{n}"), &[strip(code, &name, 0.0, 3.0)]);
        let cited = Cited::new(&desk, &["wards", "councils", "--in", &format!("places{n}:{code}")]);
        let plain = |c: char| c.is_ascii_alphanumeric() || "~:,.-_@".contains(c);
        assert!(cited.reference.chars().all(plain), "{}", cited.reference);
        assert!(
            cited.text.contains(&format!("\"code\": {}", serde_json::to_string(code).unwrap()))
                || cited.text.contains(code)
        );
    }
}

#[test]
fn a_later_amendment_does_not_change_an_earlier_answer() {
    let desk = ground();
    let args = ["wards", "councils"];
    let before = Cited::new(&desk, &args);
    // Ash takes a kilometre of Eastshire, before the day of the question.
    let redrawn = [strip("C1", "Eastshire", 0.0, 2.0), strip("C2", "Ash", 2.0, 4.0)];
    edition(&desk, "councils", "1a", &redrawn, &["--amends", "1", "--from", "2025-01-01"]);
    before.outlives(&desk, &args);
    let between = Cited::new(&desk, &args);
    assert_eq!(
        overlaps(&serde_json::from_str(&between.text).unwrap()),
        [("W1", "C1", 2e6), ("W2", "C2", 2e6)]
    );
    // And a second amendment redraws one of the two again.
    edition(
        &desk,
        "councils",
        "1b",
        &[strip("C2", "Ash", 2.5, 4.0)],
        &["--amends", "1", "--from", "2025-02-01"],
    );
    before.outlives(&desk, &args);
    between.outlives(&desk, &args);
    let after = Cited::new(&desk, &args);
    edition(
        &desk,
        "councils",
        "1a",
        &[strip("C1", "Eastshire", 0.0, 0.5)],
        &["--amends", "1", "--from", "2025-01-01"],
    );
    for cited in [before, between, after] {
        cited.outlives(&desk, &args);
    }
}

#[test]
fn an_amendment_that_was_itself_redrawn_still_counts() {
    let desk = ground();
    // The first amendment redraws both councils; the second and third redraw them again, so that no ground of the first is left.
    let amend = |id: &str, areas: &[Value], from: &str| {
        edition(&desk, "councils", id, areas, &["--amends", "1", "--from", from]);
    };
    amend("1a", &[strip("C1", "Eastshire", 0.0, 2.0), strip("C2", "Ash", 2.0, 4.0)], "2025-01-01");
    amend("1b", &[strip("C1", "Eastshire", 0.0, 1.0)], "2025-02-01");
    amend("1c", &[strip("C2", "Ash", 1.0, 4.0)], "2025-03-01");
    let cited = Cited::new(&desk, &["wards", "councils"]);
    assert_eq!(
        overlaps(&serde_json::from_str(&cited.text).unwrap()),
        [("W1", "C1", 1e6), ("W1", "C2", 1e6), ("W2", "C2", 2e6)]
    );
    other_councils(&desk);
    cited.is_reproduced(&desk);
}

#[test]
fn what_was_pruned_is_gone_and_says_so() {
    let desk = ground();
    let cited = Cited::new(&desk, &["wards", "councils"]);
    other_councils(&desk);
    desk.answer(&["prune"]);
    let said = desk.refusal(&["compare", "--reference", &cited.reference]);
    assert!(
        said.contains("councils") && said.contains("not kept here") && said.contains("patchwork prune"),
        "{said}"
    );

    blocks(&desk);
    residents(&desk, "block,people\nB1,1\n");
    let cited = Cited::new(&desk, &["wards", "councils"]);
    residents(&desk, "block,people\nB1,2\n");
    cited.is_reproduced(&desk);
    desk.answer(&["prune"]);
    let said = desk.refusal(&["compare", "--reference", &cited.reference]);
    assert!(said.contains("residents@blocks") && said.contains("not kept here"), "{said}");
}

#[test]
fn a_reference_stands_alone_and_is_copied_whole() {
    let desk = ground();
    let cited = Cited::new(&desk, &["wards", "councils"]);
    let cut = &cited.reference[..cited.reference.len() - 3];
    let said = desk.run(&["compare", "--reference", cut]);
    assert!(said.code == Some(2) && said.err.contains("copy the whole of it"), "{said:?}");
    for more in
        [&["wards", "councils"][..], &["--on", "2025-01-01"], &["--tau", "0.5"], &["--weight", "area"]]
    {
        let args = [&["compare", "--reference", &cited.reference], more].concat();
        assert_eq!(desk.run(&args).code, Some(2), "{more:?}");
    }
    let another = ground();
    layer(&another, "wards", &[strip("W7", "All", 0.0, 4.0)]);
    let gone = another.run(&["compare", "--reference", &cited.reference]);
    assert_eq!(gone.code, Some(0), "its releases are kept here, too: the same content has the same name");
    let empty = Desk::new();
    layer(&empty, "wards", &[strip("W7", "All", 0.0, 4.0)]);
    assert!(
        empty.refusal(&["compare", "--reference", &cited.reference]).contains("drawn from another store")
    );
    assert!(!compared(&desk, &["--reference", &cited.reference])["pairs"].as_array().unwrap().is_empty());
}
