//! The county divided: districts, blocks within districts, and wards of two editions.
//!
//! Districts keep to their side of the great river. Blocks nest in districts. The older wards are
//! made of whole blocks, as census areas once were built to fit wards; the review that made the
//! newer ones moved borders, merged and split, and so cut across blocks, as reviews do.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{
    graph::Graph,
    ground::Ground,
    grow::{divide, grow, settle},
    land, noise,
};

/// Name, code, where it starts (hundreds of metres), its share of its side of the river, and
/// whether the boundary review touched it.
pub struct District {
    /// What it is called.
    pub name: &'static str,
    /// Its invented code.
    pub code: &'static str,
    start: (i32, i32),
    share: f64,
    reviewed: bool,
}

/// The districts; the first is a council of its own, the others share a county council.
pub const DISTRICTS: [District; 6] = [
    District { name: "Wythemouth", code: "X06000001", start: (364, 362), share: 178.0, reviewed: true },
    District { name: "Aldersea", code: "X07000001", start: (322, 42), share: 146.0, reviewed: true },
    District { name: "Hexwold", code: "X07000002", start: (160, 400), share: 82.0, reviewed: false },
    District { name: "Kelder Coast", code: "X07000003", start: (440, 190), share: 106.0, reviewed: true },
    District { name: "Orrow Vale", code: "X07000004", start: (330, 450), share: 58.0, reviewed: false },
    District { name: "Thaxbury", code: "X07000005", start: (190, 170), share: 144.0, reviewed: true },
];

/// About how many people a block and a ward have.
const BLOCK: f64 = 1_785.0;
const WARD: f64 = 7_950.0;

/// What each cell belongs to. Labels count from 0 in the whole county.
pub struct Divisions {
    /// Index into [`DISTRICTS`].
    pub district: Vec<usize>,
    /// Census block.
    pub block: Vec<usize>,
    /// Ward before the review.
    pub old_ward: Vec<usize>,
    /// Ward since the review: the label of the old one that it continues, or a new label.
    pub ward: Vec<usize>,
}

impl Divisions {
    /// Divide the ground.
    pub fn new(ground: &Ground, seed: u64, rng: &mut ChaCha8Rng) -> Divisions {
        let graph = &ground.graph;
        let district = districts(ground);
        let mut block = vec![0; graph.len()];
        let mut old_ward = vec![0; graph.len()];
        let (mut blocks, mut wards) = (0, 0);
        for number in 0..DISTRICTS.len() {
            let members: Vec<usize> = (0..graph.len()).filter(|&cell| district[cell] == number).collect();
            let own = graph.part(&members);
            let people: f64 = own.people.iter().sum();
            let count = (people / BLOCK).round() as usize;
            let block_of = divide(&own, count, || rng.random());
            let ward_count = (people / WARD).round() as usize;
            let ward_of = divide(&own.merged(&block_of, count), ward_count, || rng.random());
            for (&cell, &of) in members.iter().zip(&block_of) {
                (block[cell], old_ward[cell]) = (blocks + of, wards + ward_of[of]);
            }
            blocks += count;
            wards += ward_count;
        }
        let ward = review(graph, &district, &old_ward, seed, rng);
        Divisions { district, block, old_ward, ward }
    }
}

fn districts(ground: &Ground) -> Vec<usize> {
    let graph = ground.without_bridges();
    let seeds = DISTRICTS.map(|district| land::place(district.start.0, district.start.1));
    let bank = graph.pieces(|_, _| true);
    let first = |seed: &geo_types::Coord<f64>| {
        let far = |&unit: &usize| (super::mesh::distance(graph.at[unit], *seed) * 1000.0) as u64;
        bank[(0..graph.len()).min_by_key(far).unwrap_or(0)]
    };
    let banks = seeds.each_ref().map(first);
    let targets: Vec<f64> = (banks.iter().zip(&DISTRICTS))
        .map(|(&own, district)| {
            let people = (0..graph.len()).filter(|&unit| bank[unit] == own).map(|unit| graph.people[unit]);
            let shares =
                banks.iter().zip(&DISTRICTS).filter(|other| *other.0 == own).map(|other| other.1.share);
            people.sum::<f64>() * district.share / shares.sum::<f64>()
        })
        .collect();
    let mut label = grow(&graph, &seeds, &targets);
    settle(&graph, &mut label, &targets, 2_500.0, |_, _| true);
    label
}

/// The newer wards: in reviewed districts the smallest ward joins its smallest neighbour, the
/// largest is split, and about two borders in five move to even out the people.
fn review(graph: &Graph, district: &[usize], old: &[usize], seed: u64, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut ward = old.to_vec();
    let first_new = old.iter().max().map_or(0, |last| last + 1);
    let reviewed = (0..DISTRICTS.len()).filter(|&number| DISTRICTS[number].reviewed);
    for (number, new) in reviewed.zip(first_new..) {
        let members: Vec<usize> = (0..graph.len()).filter(|&cell| district[cell] == number).collect();
        let own = graph.part(&members);
        let mut names: Vec<usize> = members.iter().map(|&cell| ward[cell]).collect();
        names.sort_unstable();
        names.dedup();
        let place = |ward: usize| names.iter().position(|&name| name == ward);
        let mut label: Vec<usize> = members.iter().filter_map(|&cell| place(ward[cell])).collect();

        let wards = own.merged(&label, names.len());
        let by_people = |a: &usize, b: &usize| wards.people[*a].total_cmp(&wards.people[*b]);
        let smallest = (0..names.len()).min_by(by_people).unwrap_or(0);
        let neighbours = wards.links[smallest].iter().map(|link| link.to);
        let host = neighbours.min_by(by_people).unwrap_or(smallest);
        let largest = (0..names.len()).filter(|&own| own != host).max_by(by_people).unwrap_or(0);
        label.iter_mut().filter(|own| **own == smallest).for_each(|own| *own = host);
        // The label that the merger left free goes to the new half of the split ward.
        let split: Vec<usize> = (0..label.len()).filter(|&unit| label[unit] == largest).collect();
        let halves = divide(&own.part(&split), 2, || rng.random());
        for (&unit, half) in split.iter().zip(halves) {
            label[unit] = if half == 0 { largest } else { smallest };
        }

        let even = own.people.iter().sum::<f64>() / names.len() as f64;
        let chance = |a: usize, b: usize| noise::fraction(seed + 61 + number as u64, a as i64, b as i64);
        let targets: Vec<f64> = (0..names.len()).map(|own| even * (0.88 + 0.24 * chance(own, own))).collect();
        let before = label.clone();
        settle(&own, &mut label, &targets, 700.0, |unit, to| {
            let (low, high) = (before[unit].min(to), before[unit].max(to));
            let remade = [host, largest, smallest].iter().any(|own| [low, high].contains(own));
            remade || chance(low, high) < 0.45
        });
        names[smallest] = new;
        for (&cell, own) in members.iter().zip(label) {
            ward[cell] = names[own];
        }
    }
    ward
}
