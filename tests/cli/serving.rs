//! `patchwork serve`.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use crate::{
    desk::Desk,
    server::Server,
    shapes::{on_grid, square, two_wards},
};

fn two_wards_at_hand() -> Desk {
    let desk = Desk::new();
    desk.write("wards.geojson", two_wards());
    desk.import("wards.geojson", "wards", "2025", &[]);
    desk
}

#[test]
fn a_server_says_where_it_is_and_answers_there() {
    let desk = two_wards_at_hand();
    let server = Server::start(&desk);
    let answer = server.get("/api/locate?easting=500500&northing=200500");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Mill"), "{answer}");
}

#[test]
fn an_import_by_another_process_shows_within_two_seconds() {
    let desk = two_wards_at_hand();
    let server = Server::start(&desk);
    assert!(!server.get("/api/layers").contains("parishes"));
    desk.write("parishes.geojson", on_grid(&[square("P1", "Saint Somebody", 0, 0)]));
    desk.import("parishes.geojson", "parishes", "2025", &[]);
    let written = Instant::now();
    while !server.get("/api/layers").contains("parishes") {
        assert!(written.elapsed() < Duration::from_secs(2), "the server has not noticed");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(server.get("/api/locate?easting=500500&northing=200500").contains("Saint Somebody"));
}

#[test]
fn a_port_that_is_taken_is_named_and_another_asked_for() {
    let desk = two_wards_at_hand();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = desk.refusal(&["serve", "--bind", &address]);
    assert!(said.contains(&format!("{address} is not free")) && said.contains("--bind"), "{said}");
}

#[test]
fn a_server_that_is_told_to_stop_does_so_in_order() {
    let desk = two_wards_at_hand();
    let mut server = Server::start(&desk);
    assert!(server.get("/api/layers").starts_with("HTTP/1.1 200"));
    server.terminate();
    let status = server.ended_within(Duration::from_secs(10)).expect("it has not stopped");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_signed_in_only_layer_is_served_to_nobody() {
    let desk = two_wards_at_hand();
    desk.write("drafts.geojson", on_grid(&[square("D1", "Secret Draft", 0, 0)]));
    desk.import("drafts.geojson", "drafts", "2025", &["--visibility", "signed-in"]);
    let server = Server::start(&desk);
    for path in [
        "/api/layers",
        "/api/locate?easting=500500&northing=200500",
        "/api/search?q=secret",
        "/api/areas/drafts/D1",
    ] {
        let answer = server.get(path);
        assert!(!answer.contains("Secret Draft") && !answer.contains("D1\""), "{path}: {answer}");
    }
}

/// One integrated care board until the eve of 1 April 2026 and another from then on; two districts until the eve of 1 April 2027 and a
/// unitary from then on.
fn two_vesting_days() -> Desk {
    let desk = Desk::new();
    for (layer, edition, code, name, from, until) in [
        ("icbs", "2023", "B1", "Old Board", "2023-04-01", "2026-04-01"),
        ("icbs", "2026", "B2", "New Board", "2026-04-01", ""),
        ("councils", "2020", "D1", "Old District", "2020-04-01", "2027-04-01"),
        ("councils", "2027", "U1", "New Unitary", "2027-04-01", ""),
    ] {
        desk.write("one.geojson", on_grid(&[square(code, name, 0, 0)]));
        let mut more = vec!["--from", from];
        if !until.is_empty() {
            more.extend(["--until", until]);
        }
        desk.import("one.geojson", layer, edition, &more);
    }
    desk
}

#[test]
fn an_embed_that_follows_today_crosses_every_vesting_day_and_a_fixed_one_stays() {
    let desk = two_vesting_days();
    for (today, board, council) in [
        ("2026-03-31", "Old Board", "Old District"),
        ("2026-04-01", "New Board", "Old District"),
        ("2027-03-31", "New Board", "Old District"),
        ("2027-04-01", "New Board", "New Unitary"),
    ] {
        let server = Server::start_with(&desk, &["--today", today]);
        for (layer, name) in [("icbs", board), ("councils", council)] {
            for page in ["/embed", "/embed.svg"] {
                let follows = server.get(&format!("{page}?layer={layer}&on=today"));
                assert!(follows.contains(name), "{today}: {follows}");
                assert!(follows.contains("As it is today, "), "{today}: {follows}");
                let fixed = server.get(&format!("{page}?layer={layer}&on=2026-03-31"));
                assert!(fixed.contains("Old ") && !fixed.contains("New "), "{today}: {fixed}");
                assert!(fixed.contains("As on 31 March 2026"), "{today}: {fixed}");
            }
        }
        // And so does everything else that names no day.
        assert!(server.get("/api/locate?easting=500500&northing=200500").contains(board), "{today}");
    }
}
