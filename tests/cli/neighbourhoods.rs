//! `patchwork neighbourhoods`, and drawings in a place file.

use std::time::{Duration, Instant};

use crate::{
    desk::Desk,
    server::Server,
    shapes::{in_degrees, on_grid, rectangle, square, two_wards},
};

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

#[test]
fn a_neighbourhood_keeps_its_address_and_its_answers_when_its_ward_is_abolished() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &["--from", "2025-05-01"]);
    // On both sides of the wards' common border: a grid easting of 501,000.
    desk.write("drawings.geojson", in_degrees(&[rectangle("", "Corner", [-0.5416, 51.6916], 0.0033)]));
    desk.write(
        "place.toml",
        "title = \"Mill\"\n\n[[drawings]]\nfiles = [\"drawings.geojson\"]\nroute = \"workshop\"\n",
    );
    desk.answer(&["import", "place", "place.toml", "--data", "."]);
    let id = "neighbourhoods-drawn-corner";

    let server = Server::start(&desk);
    let body = |path: &str| {
        let answer = server.get(path);
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer.split_once("\r\n\r\n").unwrap().1.to_owned()
    };
    let page = format!("/api/neighbourhoods/{id}?on=2026-04-30");
    let above = |on: &str| body(&format!("/api/areas/neighbourhoods/{id}/relations?with=wards&on={on}"));
    let (page_before, above_before) = (body(&page), above("2026-04-30"));
    assert!(above_before.contains("\"X1\"") && above_before.contains("\"X2\""), "{above_before}");

    // Quay goes to a new ward with other ground; of Mill a quarter is left, under a new code.
    desk.write(
        "new.geojson",
        on_grid(&[square("X9", "Staithe", 1, 0), rectangle("X8", "Hill", [500_000.0, 200_000.0], 500.0)]),
    );
    desk.import("new.geojson", "wards", "2026", &["--from", "2026-05-01"]);
    let imported = Instant::now();
    while !above("2026-05-01").contains("\"X9\"") {
        assert!(imported.elapsed() < Duration::from_secs(5), "the server has not noticed");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(body(&page), page_before);
    assert_eq!(above("2026-04-30"), above_before);
    let above_after = above("2026-05-01");
    assert!(!above_after.contains("\"X1\"") && !above_after.contains("\"X2\""), "{above_after}");
    assert!(body(&format!("/api/neighbourhoods/{id}?on=2026-05-01")).contains("\"Corner\""));
}
