//! Postcodes: a few for each block, in an area of letters that Royal Mail has never used.

use super::{Postcode, codes::Tag, divide::Divisions, ground::Ground, noise};

/// The letters before all of them.
const AREA: &str = "QX";
/// The letters that end a postcode: those that nobody misreads.
const LETTERS: [char; 20] =
    ['A', 'B', 'D', 'E', 'F', 'G', 'H', 'J', 'L', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'W', 'X', 'Y', 'Z'];
/// Blocks of one postcode district, and of one sector of it.
const BLOCKS_OF_DISTRICT: usize = 20;
const BLOCKS_OF_SECTOR: usize = 2;
/// Live postcodes of a block, where it has as many cells with people, and those that have ended.
const LIVE: usize = 8;
const ENDED: usize = 1;

/// The postcodes of all blocks, in the order of the blocks' tags: each in the middle of a cell where people live.
pub fn of_blocks(ground: &Ground, divided: &Divisions, tags: &[Tag], seed: u64) -> Vec<Postcode> {
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); tags.len()];
    for (unit, &block) in divided.block.iter().enumerate() {
        cells[block].push(unit);
    }
    let mut postcodes = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let mut units = cells[tag.label].clone();
        units.sort_by_key(|&unit| {
            let people = ground.graph.people[unit] as u64;
            (people == 0, noise::hash(seed + 91, unit as i64, 0), unit)
        });
        for (number, unit) in units.into_iter().take(LIVE + ENDED).enumerate() {
            let site = ground.mesh.sites[ground.cells[unit]];
            postcodes.push(Postcode {
                postcode: written(index, number),
                easting: site.x as u32,
                northing: site.y as u32,
                // The last of a block, where it has enough to spare one.
                is_live: number < LIVE,
            });
        }
    }
    postcodes
}

/// The postcode with this number in a block.
fn written(block: usize, number: usize) -> String {
    let district = block / BLOCKS_OF_DISTRICT + 1;
    let sector = block % BLOCKS_OF_DISTRICT / BLOCKS_OF_SECTOR;
    let unit = block % BLOCKS_OF_SECTOR * LETTERS.len() + number;
    let (first, second) = (LETTERS[unit / LETTERS.len()], LETTERS[unit % LETTERS.len()]);
    format!("{AREA}{district} {sector}{first}{second}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_postcodes_are_written_alike() {
        let all: Vec<String> =
            (0..400).flat_map(|block| (0..9).map(move |number| written(block, number))).collect();
        assert_eq!((all[0].as_str(), all[9].as_str()), ("QX1 0AA", "QX1 0BA"));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
