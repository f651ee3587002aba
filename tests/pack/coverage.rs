//! Who is within reach in Sussex and Trafford, against `tests/worked/coverage.json`, which GEOS and numpy worked out from the same
//! snapped shapes and places with circles of 512 corners (see `tests/worked/README.md`).
//!
//! People at postcodes are counted by their distance on both sides, so they agree to a millionth; ground to a
//! ten-thousandth, for here circles have 128 sides.

use std::collections::BTreeMap;

use jiff::civil::date;
use patchwork::{
    coterminosity::Thresholds,
    reach::{Coverage, ReachQuestion, kinds_of, reach},
};
use serde_json::Value;

use crate::place::{Imported, sussex, trafford};

const FIGURES: &str = include_str!("../worked/coverage.json");

fn answered(of: &Imported, worked: &Value, by: &str, class: Option<&str>) -> Coverage {
    let kinds: Vec<&str> =
        worked["kinds"].as_array().unwrap().iter().map(|kind| kind.as_str().unwrap()).collect();
    let question = ReachQuestion {
        kinds: kinds_of(&kinds.join(",")).unwrap(),
        within_m: worked["within_m"].as_f64().unwrap(),
        by: by.parse().unwrap(),
        weight: None,
        class: class.map(|class| class.parse().unwrap()),
        place: None,
        mix_share_alike: false,
        public_assets: true,
        on: date(2026, 6, 1),
        thresholds: Thresholds::default(),
    };
    reach(&of.view(), &question).unwrap()
}

fn figures(worked: &Value) -> BTreeMap<&str, f64> {
    worked
        .as_object()
        .unwrap()
        .iter()
        .map(|(code, figure)| (code.as_str(), figure.as_f64().unwrap()))
        .collect()
}

fn close(found: f64, expected: f64, to: f64, what: &str) {
    assert!((found - expected).abs() <= to * expected.abs().max(1.0), "{what}: {found} for {expected}");
}

fn ground_agrees(answer: &Coverage, worked: &Value) {
    let expected = figures(&worked["ground_within_m2"]);
    assert_eq!(answer.by.areas.len(), expected.len());
    for (label, area) in answer.by.areas.iter().zip(&answer.areas) {
        close(area.ground.unwrap().within_m2, expected[label.code.as_str()], 2e-4, &label.name);
    }
    assert_eq!(answer.found.sites.all().len() as u64, worked["assets"].as_u64().unwrap());
}

#[test]
fn sussex_is_within_reach_as_geos_and_numpy_find_it() {
    let Some(sussex) = sussex() else { return };
    let all: Value = serde_json::from_str(FIGURES).unwrap();
    for (name, worked) in all["sussex"].as_object().unwrap() {
        let answer = answered(sussex, worked, "districts", Some("rural-urban"));
        ground_agrees(&answer, worked);
        let (total, within, nearest) =
            (figures(&worked["total"]), figures(&worked["within"]), figures(&worked["nearest_m"]));
        for (label, area) in answer.by.areas.iter().zip(&answer.areas) {
            let (code, people) = (label.code.as_str(), area.people.as_ref().unwrap());
            close(people.total, total[code], 1e-6, name);
            close(people.within, within[code], 1e-6, name);
            close(people.mean_m.unwrap(), nearest[code], 1e-6, name);
        }
        let classes = &answer.counted.as_ref().unwrap().classes;
        for (class, found) in classes.iter().zip(&answer.whole.people.as_ref().unwrap().classes) {
            let expected = &worked["classes"][class];
            close(found[0], expected[0].as_f64().unwrap(), 1e-6, class);
            close(found[1], expected[1].as_f64().unwrap(), 1e-6, class);
        }
    }
}

#[test]
fn trafford_is_within_reach_of_points_and_of_the_edges_of_ground_as_geos_finds_it() {
    let Some(trafford) = trafford() else { return };
    let all: Value = serde_json::from_str(FIGURES).unwrap();
    for worked in all["trafford"].as_object().unwrap().values() {
        ground_agrees(&answered(trafford, worked, "wards", None), worked);
    }
}
