//! `patchwork neighbourhoods`, and drawings in a place file.

use crate::desk::Desk;

/// Five squares of one name, 1 to 5 thousandths of a degree wide, and one that stands alone.
fn drawings() -> String {
    let square = |name: &str, east: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"name":"{name}","why":"We say so.","route":"paper"}},"geometry":{{"type":"Polygon","coordinates":[[[-0.2,50.9],[{east},50.9],[{east},50.902],[-0.2,50.902],[-0.2,50.9]]]}}}}"#
        )
    };
    let mut all: Vec<String> = (1..=5).map(|n| square("Mill", -0.2 + 0.001 * f64::from(n))).collect();
    all.push(square("Quay", -0.19));
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, all.join(","))
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("drawings.geojson", drawings());
    desk.write(
        "place.toml",
        "title = \"Mill\"\n\n[[drawings]]\nfiles = [\"drawings.geojson\"]\nroute = \"workshop\"\n",
    );
    desk.answer(&["import", "place", "place.toml", "--data", "."]);
    desk
}

#[test]
fn drawings_of_a_place_file_are_published_once() {
    let desk = desk();
    desk.answer(&["import", "place", "place.toml", "--data", "."]);
    let list = desk.answer(&["neighbourhoods", "list", "--state", "published", "--format", "csv"]);
    assert_eq!(list.lines().count(), 7, "{list}");
    assert!(list.lines().nth(1).unwrap().contains(",published,Mill,paper,1,"), "{list}");
    let rows = desk.answer(&["export", "neighbourhoods", "--format", "csv"]);
    assert!(
        rows.contains("neighbourhoods-drawn-mill-5") && rows.contains("neighbourhoods-drawn-quay"),
        "{rows}"
    );
}

#[test]
fn what_is_declined_leaves_the_map_and_what_is_deleted_is_gone() {
    let desk = desk();
    let list = desk.answer(&["neighbourhoods", "list", "--state", "published", "--format", "csv"]);
    let id = list.lines().find(|line| line.contains("Quay")).unwrap().split(',').next().unwrap().to_owned();
    let ugly = desk.run(&["neighbourhoods", "decline", &id, "--reason", "ugly"]);
    assert!(ugly.code == Some(2) && ugly.err.contains("not-a-shape"), "{ugly:?}");
    desk.answer(&["neighbourhoods", "decline", &id, "--reason", "duplicate"]);
    let export = || desk.answer(&["export", "neighbourhoods", "--format", "csv"]);
    assert!(!export().contains("Quay") && export().contains("Mill"));
    assert!(desk.refusal(&["neighbourhoods", "purge", "--state", "published"]).contains("only drafts"));
    assert!(desk.answer(&["neighbourhoods", "purge", "--state", "declined"]).starts_with("0 drawings"));
    assert!(
        desk.answer(&["neighbourhoods", "purge", "--state", "declined", "--older-than", "0"])
            .starts_with("1 drawings")
    );
    assert!(desk.refusal(&["neighbourhoods", "delete", &id]).contains("there is no drawing"));
}
