//! Patient lists: how many people of each block are registered with each primary care network.
//!
//! People choose a practice that is large or near, across any border and over the river too: so
//! the lists overlap, as they do in England. A few patients live outside the county.

use geo_types::Coord;

use super::{Block, Patients, land, mesh::distance, noise};

/// A network: what it is called and where its practices are, in hundreds of metres.
type Network = (&'static str, &'static [(i32, i32)]);

const NETWORKS: [Network; 14] = [
    ("Castle and Haven PCN", &[(352, 352), (360, 358), (368, 350), (362, 347)]),
    ("Wythemouth Central PCN", &[(372, 366), (364, 372), (378, 360), (356, 366)]),
    ("North Wythemouth PCN", &[(352, 388), (366, 392), (344, 380), (378, 388)]),
    ("Wythe Reach and Isle PCN", &[(394, 362), (408, 366), (392, 376), (552, 360)]),
    ("Ferrystowe PCN", &[(372, 280), (364, 274), (380, 286)]),
    ("Hexwold PCN", &[(176, 416), (168, 408), (182, 424), (140, 440)]),
    ("Wythe Valley PCN", &[(165, 338), (174, 342), (222, 300), (258, 246)]),
    ("Orrow Vale PCN", &[(352, 480), (298, 434), (340, 430)]),
    ("Thaxbury PCN", &[(205, 196), (212, 204), (196, 190), (150, 250)]),
    ("Lask and Stave PCN", &[(245, 118), (238, 112), (125, 132), (180, 60)]),
    ("Kelder Coast PCN", &[(388, 150), (394, 158), (492, 228), (470, 84)]),
    ("Aldersea Seafront PCN", &[(322, 36), (310, 40), (334, 38), (322, 48)]),
    ("East Aldersea PCN", &[(346, 46), (356, 56), (340, 60), (400, 60)]),
    ("Aldersea Downs PCN", &[(304, 58), (318, 68), (290, 50), (310, 84)]),
];

/// Fewer patients of one network than this in one block are not listed.
const FEWEST: f64 = 6.0;

/// People of one block are spread over this many networks at most.
const MOST_NETWORKS: usize = 6;

/// The patient lists of all networks, block by block. `middles` are where each block's people are.
pub fn register(blocks: &[Block], middles: &[Coord<f64>], seed: u64) -> Vec<Patients> {
    let mut rows = Vec::new();
    for (index, (block, &middle)) in blocks.iter().zip(middles).enumerate() {
        let pull: Vec<f64> = (NETWORKS.iter().zip(0..))
            .map(|((_, practices), network)| {
                let to = |(&(east, north), number): (&(i32, i32), i64)| {
                    let far_km = distance(land::place(east, north), middle) / 1000.0;
                    let size = 4.0 + 8.0 * noise::fraction(seed + 81, network, number);
                    let near = far_km * far_km + 0.9;
                    size / (near * near.sqrt())
                };
                practices.iter().zip(0..).map(to).sum()
            })
            .collect();
        let mut strongest = pull.clone();
        strongest.sort_by(|a, b| b.total_cmp(a));
        let least = f64::max(strongest[0] * 0.06, strongest[MOST_NETWORKS - 1]);
        let heard = |pull: f64| if pull < least { 0.0 } else { pull };
        let total: f64 = pull.iter().copied().map(heard).sum();
        let listed =
            f64::from(block.residents) * (0.985 + 0.07 * noise::fraction(seed + 82, index as i64, 0));
        for (network, pull) in pull.into_iter().enumerate() {
            let patients = (listed * heard(pull) / total).round();
            if patients >= FEWEST {
                rows.push(Patients {
                    block_code: block.code.clone(),
                    pcn_code: format!("XP{:03}", network + 1),
                    pcn_name: NETWORKS[network].0.to_owned(),
                    patients: patients as u32,
                    list_size: 0,
                });
            }
        }
    }
    for (network, (name, _)) in NETWORKS.iter().enumerate() {
        let here: u32 = rows.iter().filter(|row| row.pcn_name == *name).map(|row| row.patients).sum();
        let outside = f64::from(here) * (0.002 + 0.018 * noise::fraction(seed + 83, network as i64, 0));
        for row in rows.iter_mut().filter(|row| row.pcn_name == *name) {
            row.list_size = here + outside.round() as u32;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_everybody_is_on_a_list_and_a_block_between_two_networks_is_on_both() {
        let block = |code: &str| Block {
            code: code.to_owned(),
            name: code.to_owned(),
            residents: 2_000,
            rural_urban: "Urban",
        };
        // In the middle of Hexwold, and half-way over the estuary from Ferrystowe to Wythemouth.
        let middles = [land::place(176, 416), land::place(366, 315)];
        let rows = register(&[block("A"), block("B")], &middles, 1);
        for code in ["A", "B"] {
            let of_block = rows.iter().filter(|row| row.block_code == code);
            let listed: u32 = of_block.map(|row| row.patients).sum();
            assert!((1_900..2_150).contains(&listed), "{code}: {listed}");
        }
        let between = rows.iter().filter(|row| row.block_code == "B").count();
        assert!(between > 2 && rows.iter().all(|row| row.list_size >= row.patients));
    }
}
