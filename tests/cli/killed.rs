//! Processes that are killed without warning.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    desk::{Desk, import_args},
    server::Server,
    shapes::{on_grid, square, two_wards},
};

const IN_MILL: &str = "500500,200500";
const DAY: &str = "2025-06-01";

/// The state of the store, as a whole: integrity of the file, and how many areas answer.
fn whole(desk: &Desk) -> usize {
    let store = rusqlite::Connection::open(desk.store()).unwrap();
    let verdict: String = store.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let answer = desk.answer(&["check", "wards", "--on", DAY, "--format", "json"]);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    usize::try_from(answer["areas"].as_u64().unwrap()).unwrap()
}

#[test]
fn a_server_that_is_killed_leaves_the_store_as_it_was() {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    let mut server = Server::start(&desk);
    assert!(server.get("/api/layers").contains("wards"));
    server.process.kill().unwrap();
    server.process.wait().unwrap();
    assert_eq!(whole(&desk), 2);
    desk.write("wards.geojson", on_grid(&[square("X9", "Other", 0, 0)]));
    desk.import("wards.geojson", "wards", "2025", &[]);
    assert_eq!(desk.codes_at(IN_MILL, DAY), ["X9"]);
}

#[test]
fn an_import_that_is_killed_leaves_the_old_edition_or_the_new_one_whole() {
    const MANY: i32 = 60;
    let desk = Desk::new();
    desk.write("old.geojson", two_wards());
    let many: Vec<Value> =
        (0..MANY * MANY).map(|n| square(&format!("N{n}"), &format!("New {n}"), n % MANY, n / MANY)).collect();
    desk.write("new.geojson", on_grid(&many));
    desk.import("old.geojson", "wards", "2025", &[]);

    let started = Instant::now();
    desk.import("new.geojson", "wards", "2025", &["--store", "trial.gpkg"]);
    let needed = started.elapsed();

    let (mut killed, mut undone) = (0, 0);
    for part in 1..=10 {
        desk.import("old.geojson", "wards", "2025", &[]);
        let mut import = desk.command(&import_args("new.geojson", "wards", "2025"));
        let mut process = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(needed * part / 11 + Duration::from_millis(1));
        process.kill().unwrap();
        killed += usize::from(process.wait().unwrap().code().is_none());
        match whole(&desk) {
            2 => {
                undone += 1;
                assert_eq!(desk.codes_at(IN_MILL, DAY), ["X1"]);
            }
            all => assert_eq!((all, desk.codes_at(IN_MILL, DAY)), (3_600, vec!["N0".to_owned()])),
        }
    }
    assert!(killed > 0 && undone > 0, "no import was killed half-way: {killed}, {undone}");
    desk.import("new.geojson", "wards", "2025", &[]);
    assert_eq!(whole(&desk), 3_600);
}
