//! The integrated care boards before and after 1 April 2026.

use jiff::civil::{Date, date};

use crate::place::{Imported, sussex};

const BEFORE: Date = date(2026, 3, 31);
const AFTER: Date = date(2026, 4, 1);

// Longitude and latitude of places well inside.
const CRAWLEY: (f64, f64) = (-0.187, 51.113);
const FARNHAM: (f64, f64) = (-0.7990, 51.2150);
const SLOUGH: (f64, f64) = (-0.5950, 51.5105);
const CAMBRIDGE: (f64, f64) = (0.1218, 52.2053);
const NEWCASTLE: (f64, f64) = (-1.6132, 54.9783);

const NEW: &str = "NHS Surrey and Sussex Integrated Care Board";

/// Code and name of the board at a place on a day.
fn board(sussex: &Imported, (lon, lat): (f64, f64), on: Date) -> (Option<&str>, &str) {
    let version = &sussex.at("icbs", lon, lat, on).unwrap().version;
    (version.code.as_deref(), &version.name)
}

#[test]
fn crawley_changes_boards_overnight() {
    let Some(sussex) = sussex() else { return };
    assert_eq!(board(sussex, CRAWLEY, BEFORE), (Some("E54000064"), "NHS Sussex Integrated Care Board"));
    assert_eq!(board(sussex, CRAWLEY, AFTER), (None, NEW));
    let new = &sussex.at("icbs", CRAWLEY.0, CRAWLEY.1, AFTER).unwrap().version;
    assert!(new.inferred);
    assert_eq!(new.period.from(), Some(AFTER));
}

#[test]
fn farnham_leaves_frimley_and_the_rest_of_frimley_stays() {
    let Some(sussex) = sussex() else { return };
    let (_, frimley) = board(sussex, FARNHAM, BEFORE);
    assert_eq!(frimley, "NHS Frimley Integrated Care Board");
    assert_eq!(board(sussex, FARNHAM, AFTER), (None, NEW));
    assert_eq!(board(sussex, SLOUGH, BEFORE), board(sussex, SLOUGH, AFTER));
    let ground = |on| sussex.at("icbs", SLOUGH.0, SLOUGH.1, on).unwrap().version.region.area().0;
    assert!(ground(AFTER) < 0.9 * ground(BEFORE), "{} of {}", ground(AFTER), ground(BEFORE));
}

#[test]
fn the_new_board_and_what_is_left_cover_what_was_covered() {
    let Some(sussex) = sussex() else { return };
    let icbs = |on| sussex.view().layer(&"icbs".parse().unwrap(), on).unwrap();
    let ground = |on| icbs(on).areas().map(|area| area.version.region.area().0).sum::<f64>();
    assert_eq!((icbs(BEFORE).areas().count(), icbs(AFTER).areas().count()), (42, 41));
    // Whole small areas change hands, so nothing is lost but the millimetres to which corners are rounded.
    assert!((ground(AFTER) - ground(BEFORE)).abs() < 100.0, "{} and {}", ground(BEFORE), ground(AFTER));
    let gone = ["NHS Sussex", "NHS Surrey Heartlands"].map(|name| format!("{name} Integrated Care Board"));
    let standing: Vec<String> = icbs(AFTER).areas().map(|area| area.version.name.clone()).collect();
    assert!(gone.iter().all(|name| !standing.contains(name)), "{standing:?}");
}

#[test]
fn boards_that_changed_and_are_not_drawn_say_so_from_that_day() {
    let Some(sussex) = sussex() else { return };
    let note = |(lon, lat): (f64, f64), on| sussex.at("icbs", lon, lat, on).unwrap().version.note_on(on);
    assert_eq!(note(CAMBRIDGE, BEFORE), None);
    assert!(note(CAMBRIDGE, AFTER).unwrap().contains("changed 2026-04-01, not drawn here"));
    assert_eq!(note(NEWCASTLE, AFTER), None);
}
