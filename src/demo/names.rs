//! What wards and blocks are called.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Coord;

use super::{
    divide::{DISTRICTS, Divisions},
    ground::Ground,
    mesh::distance,
    quarters::QUARTERS,
};

const WINDS: [(&str, f64, f64); 8] = [
    ("North", 0.0, 1.0),
    ("East", 1.0, 0.0),
    ("South", 0.0, -1.0),
    ("West", -1.0, 0.0),
    ("North East", 0.66, 0.66),
    ("South East", 0.66, -0.66),
    ("South West", -0.66, -0.66),
    ("North West", -0.66, 0.66),
];

/// Where the people of an area are, and in which places most of them live.
struct Profile {
    middle: Coord<f64>,
    /// Places and their people in the area, most people first.
    places: Vec<(usize, f64)>,
}

/// Points times people, people, and the people of each place.
type Sum = (Coord<f64>, f64, BTreeMap<usize, f64>);

fn profiles(ground: &Ground, label: &[usize]) -> BTreeMap<usize, Profile> {
    let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
    for (unit, &own) in label.iter().enumerate() {
        let people = ground.graph.people[unit];
        let sum = sums.entry(own).or_insert((Coord::zero(), 0.0, BTreeMap::new()));
        sum.0 = sum.0 + ground.graph.at[unit] * people;
        sum.1 += people;
        if let Some(home) = ground.home[unit] {
            *sum.2.entry(home).or_default() += people;
        }
    }
    let profile = |(sum, people, homes): Sum| {
        let middle = sum / people;
        let far = |place: &usize| (distance(ground.places[*place].at, middle) * 1000.0) as u64;
        let nearest = (0..ground.places.len()).min_by_key(far).unwrap_or(0);
        let mut places: Vec<(usize, f64)> = homes.into_iter().collect();
        places.sort_by(|a, b| b.1.total_cmp(&a.1));
        if places.is_empty() {
            places.push((nearest, 0.0));
        }
        Profile { middle, places }
    };
    sums.into_iter().map(|(label, sum)| (label, profile(sum))).collect()
}

/// The names of the wards of one edition, each once in the county, by label.
fn ward_names(ground: &Ground, label: &[usize]) -> BTreeMap<usize, String> {
    let profiles = profiles(ground, label);
    let waterside: BTreeSet<usize> = ground.by_the_sea().map(|unit| label[unit]).collect();
    let mut of_place: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (&ward, profile) in &profiles {
        of_place.entry(profile.places[0].0).or_default().push(ward);
    }
    let mut names = BTreeMap::new();
    for (place, mut wards) in of_place {
        let town = &ground.places[place];
        let out = |ward: &usize| (distance(profiles[ward].middle, town.at) * 1000.0) as u64;
        wards.sort_by_key(out);
        if let Some(quarters) = QUARTERS.iter().find(|quarters| quarters.town == town.name) {
            let (wet, dry): (Vec<usize>, Vec<usize>) =
                wards.iter().partition(|ward| waterside.contains(ward));
            for (wards, list, kind) in [(wet, quarters.waterside, "Quays"), (dry, quarters.inland, "Heights")]
            {
                let more = (1..).map(|number| format!("{} {kind} {number}", town.name));
                names.extend(wards.into_iter().zip(list.iter().map(ToString::to_string).chain(more)));
            }
        } else if let [ward] = wards[..] {
            names.insert(ward, with_neighbour(ground, &profiles[&ward]));
        } else {
            for (ward, wind) in winds(&profiles, &wards) {
                names.insert(ward, format!("{} {wind}", town.name));
            }
        }
    }
    names
}

/// A village's name, and its neighbour's where that is nearly as large.
fn with_neighbour(ground: &Ground, profile: &Profile) -> String {
    let name = |place: usize| ground.places[place].name;
    let is_village = |place: usize| ground.places[place].people < 6_000.0;
    match profile.places[..] {
        [(first, most), (second, next), ..] if next > most * 0.55 && is_village(second) => {
            format!("{} & {}", name(first), name(second))
        }
        [(first, _), ..] => name(first).to_owned(),
        [] => String::new(),
    }
}

/// A wind for each ward of a town, the best match first; the innermost of three or more is "Town".
fn winds(profiles: &BTreeMap<usize, Profile>, wards: &[usize]) -> BTreeMap<usize, &'static str> {
    let sum = wards.iter().fold(Coord::zero(), |sum, ward| sum + profiles[ward].middle);
    let middle = sum / wards.len() as f64;
    let mut found = BTreeMap::new();
    if wards.len() > 2 {
        found.insert(wards[0], "Town");
    }
    let mut matches: Vec<(f64, usize, &str)> = Vec::new();
    for &ward in wards {
        let way = profiles[&ward].middle - middle;
        let length = distance(way, Coord::zero()).max(1.0);
        matches
            .extend(WINDS.map(|(wind, east, north)| ((way.x * east + way.y * north) / length, ward, wind)));
    }
    matches.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, ward, wind) in matches {
        if !found.contains_key(&ward) && !found.values().any(|taken| *taken == wind) {
            found.insert(ward, wind);
        }
    }
    found
}

/// The names of the wards before and since the review. A ward that goes on keeps its name; one
/// that took another in has both names; a new one gets a new name.
pub fn of_wards(ground: &Ground, divided: &Divisions) -> [BTreeMap<usize, String>; 2] {
    let old = ward_names(ground, &divided.old_ward);
    let fresh = ward_names(ground, &divided.ward);
    let mut heirs: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
    for (unit, (&before, &since)) in divided.old_ward.iter().zip(&divided.ward).enumerate() {
        *heirs.entry(before).or_default().entry(since).or_default() += ground.graph.people[unit];
    }
    let mut names: BTreeMap<usize, String> =
        (fresh.keys()).filter_map(|ward| Some((*ward, old.get(ward)?.clone()))).collect();
    for (gone, heirs) in heirs.iter().filter(|(gone, _)| !fresh.contains_key(gone)) {
        let heir = heirs.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(heir, _)| *heir);
        if let Some(name) = heir.and_then(|heir| names.get_mut(&heir)).filter(|name| !name.contains('&')) {
            *name = format!("{name} & {}", old[gone]);
        }
    }
    for (ward, name) in fresh.iter().filter(|(ward, _)| !old.contains_key(ward)) {
        let taken = |name: &String| names.values().chain(old.values()).any(|other| other == name);
        let quarters = QUARTERS.iter().find(|quarters| {
            quarters.inland.contains(&name.as_str()) || quarters.waterside.contains(&name.as_str())
        });
        let spare = quarters.into_iter().flat_map(|quarters| quarters.inland.iter().map(ToString::to_string));
        let plain = [name.clone(), format!("{name} Fields"), format!("{name} Rural")];
        let free = spare.chain(plain).find(|name| !taken(name));
        names.insert(*ward, free.unwrap_or_else(|| format!("Ward {ward}")));
    }
    [old, names]
}

/// A group of blocks, as it is numbered: by district, then from north to south.
type Group = (usize, i64, usize);

/// The names of the blocks, by label: the district, a number from north to south for each group of
/// blocks (an older ward), and a letter from west to east.
pub fn of_blocks(ground: &Ground, divided: &Divisions) -> BTreeMap<usize, String> {
    let (groups, blocks) = (profiles(ground, &divided.old_ward), profiles(ground, &divided.block));
    let mut tree: BTreeMap<Group, BTreeSet<(i64, usize)>> = BTreeMap::new();
    for (unit, &block) in divided.block.iter().enumerate() {
        let group = divided.old_ward[unit];
        let key = (divided.district[unit], -groups[&group].middle.y as i64, group);
        tree.entry(key).or_default().insert((blocks[&block].middle.x as i64, block));
    }
    let mut names = BTreeMap::new();
    let (mut number, mut before) = (0, usize::MAX);
    for ((district, _, _), blocks) in tree {
        number = if district == before { number + 1 } else { 1 };
        before = district;
        for ((_, block), letter) in blocks.into_iter().zip('A'..) {
            names.insert(block, format!("{} {number:03}{letter}", DISTRICTS[district].name));
        }
    }
    names
}
