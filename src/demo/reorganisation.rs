//! Three invented answers to the question how the county's councils should be reorganised.

use super::{
    Component, Scenario,
    codes::Tag,
    divide::{DISTRICTS, Divisions},
    ground::Ground,
};

/// The proposals.
pub const SCENARIOS: [Scenario; 3] = [
    Scenario {
        proposal_id: "SALTMERE-1",
        title: "One unitary for Saltmere",
        status: "proposal",
        status_date: "2025-11-28",
        vesting_date: "2028-04-01 (expected)",
        notes: "",
    },
    Scenario {
        proposal_id: "SALTMERE-2",
        title: "Two unitaries, north and south of the Wythe",
        status: "proposal",
        status_date: "2025-11-28",
        vesting_date: "2028-04-01 (expected)",
        notes: "",
    },
    Scenario {
        proposal_id: "SALTMERE-3",
        title: "Three unitaries, with a larger Wythemouth",
        status: "proposal",
        status_date: "2026-01-16",
        vesting_date: "2028-04-01 (expected)",
        notes: "Two districts are cut by ward; wards were read from a map, and one is in no council.",
    },
];

/// New councils made of whole districts, by their places in [`DISTRICTS`].
const WHOLE: [(&str, &str, &[usize]); 6] = [
    ("SALTMERE-1", "Saltmere", &[0, 1, 2, 3, 4, 5]),
    ("SALTMERE-2", "North Saltmere", &[0, 2, 4]),
    ("SALTMERE-2", "South Saltmere", &[1, 3, 5]),
    ("SALTMERE-3", "Greater Wythemouth", &[0]),
    ("SALTMERE-3", "Inland Saltmere", &[2, 5]),
    ("SALTMERE-3", "South Coast", &[1]),
];

/// The two districts that the third proposal cuts, and which council gets what is not suburb.
const CUT: [(usize, &str); 2] = [(3, "South Coast"), (4, "Inland Saltmere")];

/// Towns whose wards a larger Wythemouth takes in.
const SUBURBAN: [&str; 2] = ["Wythemouth", "Ferrystowe"];

/// What each new council would be made of.
pub fn components(ground: &Ground, divided: &Divisions, wards: &[Tag]) -> Vec<Component> {
    let mut rows = Vec::new();
    for (proposal_id, new_unitary, districts) in WHOLE {
        rows.extend(districts.iter().map(|&own| Component {
            proposal_id,
            new_unitary,
            component_type: "LAD25",
            code: DISTRICTS[own].code.to_owned(),
            name: DISTRICTS[own].name.to_owned(),
            confidence: "stated",
        }));
    }
    for (own, rest) in CUT {
        let mut forgotten = own == 4;
        for ward in wards.iter().filter(|ward| ward.district == DISTRICTS[own].code) {
            let suburb = is_suburb(ground, divided, ward.label);
            let left_out = !suburb && std::mem::take(&mut forgotten);
            let new_unitary = match (suburb, left_out) {
                (true, _) => "Greater Wythemouth",
                (_, true) => "(unassigned)",
                _ => rest,
            };
            rows.push(Component {
                proposal_id: "SALTMERE-3",
                new_unitary,
                component_type: "WD25",
                code: ward.code.clone(),
                name: ward.name.clone(),
                confidence: if left_out { "not named in any source" } else { "inferred" },
            });
        }
    }
    rows
}

/// Whether most people of a ward live in a town that has grown together with the city.
fn is_suburb(ground: &Ground, divided: &Divisions, ward: usize) -> bool {
    let (mut suburban, mut all) = (0.0, 0.0);
    for (unit, _) in divided.ward.iter().enumerate().filter(|(_, own)| **own == ward) {
        let people = ground.graph.people[unit];
        let place = ground.home[unit].map(|home| ground.places[home].name);
        all += people;
        suburban += if place.is_some_and(|name| SUBURBAN.contains(&name)) { people } else { 0.0 };
    }
    suburban > all / 2.0
}
