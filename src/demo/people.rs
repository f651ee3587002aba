//! The people of the census blocks.

use geo_types::Coord;

use super::{Block, codes::Tag, divide::Divisions, ground::Ground};

/// A block's people, and the middle of where they live, in the order of the tags.
pub fn of_blocks(ground: &Ground, divided: &Divisions, tags: &[Tag]) -> (Vec<Block>, Vec<Coord<f64>>) {
    let mut sums = vec![(0.0, 0.0, Coord::zero()); tags.len()];
    for (unit, &block) in divided.block.iter().enumerate() {
        let (people, sum) = (ground.graph.people[unit], &mut sums[block]);
        sum.0 += people;
        sum.1 += ground.mesh.ground_m2[ground.cells[unit]] / 1e6;
        sum.2 = sum.2 + ground.graph.at[unit] * people;
    }
    let block = |tag: &Tag| {
        let (people, ground_km2, sum) = sums[tag.label];
        let block = Block {
            code: tag.code.clone(),
            name: tag.name.clone(),
            residents: people.round() as u32,
            rural_urban: class(people / ground_km2),
        };
        (block, sum / people)
    };
    tags.iter().map(block).unzip()
}

/// After the three upper groups of the 2021 rural-urban classification, here by people per km².
fn class(people_of_km2: f64) -> &'static str {
    match people_of_km2 {
        ..160.0 => "Smaller rural",
        ..900.0 => "Larger rural",
        _ => "Urban",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thinner_people_live_the_more_rural_it_is() {
        assert_eq!([50.0, 500.0, 5_000.0].map(class), ["Smaller rural", "Larger rural", "Urban"]);
    }
}
