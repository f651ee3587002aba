//! All of Sussex as its options divide it, held against primary care networks, against `tests/worked/sussex_options.json`: the same from the
//! tables alone, small area by small area, without any geometry.

use jiff::civil::date;
use patchwork::{
    coterminosity::Thresholds,
    plan::{Figures, PlanQuestion, Rows, figures},
};
use serde_json::Value;

use crate::place::sussex;

const WORKED: &str = include_str!("../worked/sussex_options.json");
const RESIDENTS: &str = include_str!("../worked/options_residents.json");

fn option(id: &str, against: &[&str]) -> Option<Figures> {
    let sussex = sussex()?;
    let view = sussex.view();
    let scenario = view.scenario(&id.parse().unwrap()).unwrap().scenario();
    let question = PlanQuestion {
        assignment: scenario.assignment.clone(),
        vesting: scenario.vesting.map(|vesting| vesting.day),
        guide_people: scenario.guide_people,
        against: against.iter().map(|layer| layer.parse().unwrap()).collect(),
        weight: None,
        on: date(2026, 3, 31),
        thresholds: Thresholds::default(),
    };
    Some(figures(&view, &Rows::default(), &question).unwrap())
}

fn near(found: f64, expected: f64, of: f64) {
    assert!((found - expected).abs() <= of * expected.abs().max(1.0), "{found} for {expected}");
}

#[test]
fn the_options_for_sussex_cross_as_many_networks_as_the_tables_say() {
    let worked: Value = serde_json::from_str(WORKED).unwrap();
    for (id, of) in [("SUSSEX-W1-E2", "W1+E2"), ("SUSSEX-W2-B2-E2", "W2-B2+E2")] {
        let Some(found) = option(id, &["pcns"]) else { return };
        let (expected, pcns) = (&worked[of], &found.against[0]);
        // The tables count the outer border of Sussex as a line, too: patients beyond it are under another county.
        let crossing: Vec<&str> = pcns.crossing_with_beyond().map(|area| area.label.code.as_str()).collect();
        let named: Vec<&str> =
            expected["crossing"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
        assert_eq!(crossing, named, "{id}");
        // Here people stand at their postcodes; the tables give each small area whole to one district.
        let across = pcns.scores.summary.across_a + pcns.beyond();
        near(across, expected["patients_across"].as_f64().unwrap(), 0.005);
        for area in &found.areas {
            let residents = expected["residents"][area.name.as_str()].as_f64();
            near(area.residents.unwrap(), residents.unwrap_or_else(|| panic!("{id}: {}", area.name)), 0.002);
        }
    }
}

#[test]
fn five_councils_leave_two_wards_of_newhaven_out_and_the_rest_is_as_large_as_the_tables_say() {
    let worked: Value = serde_json::from_str(WORKED).unwrap();
    let (Some(found), expected) = (option("SUSSEX-5", &["pcns"]), &worked["SUSSEX-5"]) else { return };
    let left_out: Vec<&str> = found.left_out.iter().map(|one| one.code.as_str()).collect();
    let named: Vec<&str> = expected["left_out"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(left_out, named);
    for area in &found.areas {
        near(area.residents.unwrap(), expected["residents"][area.name.as_str()].as_f64().unwrap(), 0.01);
    }
    // Every network that the tables call crossing crosses here; patients in what is left out are beyond every new council.
    let crossing: Vec<&str> =
        found.against[0].crossing_with_beyond().map(|area| area.label.code.as_str()).collect();
    for code in expected["crossing"].as_array().unwrap() {
        assert!(crossing.contains(&code.as_str().unwrap()), "{code} is not in {crossing:?}");
    }
}

#[test]
fn two_councils_in_the_west_would_cross_one_network_more_than_one() {
    let (Some(one), Some(two)) = (option("SUSSEX-W1-E2", &["pcns"]), option("SUSSEX-W2-B2-E2", &["pcns"]))
    else {
        return;
    };
    let crossing = |figures: &Figures| figures.against[0].crossing_with_beyond().count();
    assert_eq!((crossing(&one), crossing(&two)), (6, 7));
    // Of lines inside Sussex alone.
    let inside = |figures: &Figures| figures.against[0].scores.summary.crossing_a;
    assert_eq!((inside(&one), inside(&two)), (3, 4));
}

#[test]
fn only_one_council_of_the_five_would_lie_in_two_fire_authorities() {
    let worked: Value = serde_json::from_str(RESIDENTS).unwrap();
    for (id, in_two) in [("SUSSEX-W1-E2", 0), ("SUSSEX-W2-B2-E2", 0), ("SUSSEX-5", 1)] {
        let Some(found) = option(id, &["icbs", "police", "fire"]) else { return };
        let crossing: Vec<usize> =
            found.against.iter().map(|partner| partner.scores.summary.crossing_b).collect();
        assert_eq!(crossing, [0, 0, in_two], "{id}");
        // By the tables, too, for the options that are made of whole districts.
        let Some(areas) = worked["options"].get(id) else { continue };
        for area in &found.areas {
            let tables = &areas[area.name.as_str()];
            near(area.residents.unwrap(), tables["residents"].as_f64().unwrap(), 0.002);
            assert_eq!(tables["fire"].as_array().unwrap().len(), 1, "{id}: {}", area.name);
        }
    }
}

#[test]
fn sussex_stays_one_for_its_board_its_police_and_no_option_parts_a_fire_authority_that_is_whole() {
    for id in ["SUSSEX-W1-E2", "SUSSEX-W2-B2-E2", "SUSSEX-5"] {
        let Some(found) = option(id, &["icbs", "police"]) else { return };
        for partner in &found.against {
            // Every new area lies in the one board and the one force.
            assert_eq!(partner.scores.summary.crossing_b, 0, "{id}: {}", partner.layer);
        }
    }
}
