//! The invented towns and villages, and how thickly people live around them.
//!
//! Their names were looked for among the wards and districts of England and the towns of the world,
//! and not found; whoever finds one all the same: it is not meant.

use geo_types::Coord;

use super::{land, noise};

/// People on each square kilometre of open country.
const COUNTRYSIDE: f64 = 26.0;

/// A town or a village.
pub struct Place {
    /// What it is called.
    pub name: &'static str,
    /// Its middle, in grid metres.
    pub at: Coord<f64>,
    /// About how many live there, where the whole of it is land.
    pub people: f64,
    /// How far out its houses reach, in metres.
    pub radius_m: f64,
}

/// Name, hundreds of metres east and north, thousands of people, radius in hundreds of metres.
type Town = (&'static str, i32, i32, f64, f64);

const TOWNS: [Town; 14] = [
    ("Wythemouth", 364, 364, 225.0, 66.0),
    ("Aldersea", 322, 42, 142.0, 56.0),
    ("Ferrystowe", 372, 278, 27.0, 27.0),
    ("Wythebridge", 165, 338, 23.0, 24.0),
    ("Hexwold", 176, 416, 27.0, 27.0),
    ("Scarrowness", 352, 482, 15.0, 22.0),
    ("Orrowby", 298, 434, 10.0, 18.0),
    ("Thaxbury", 205, 196, 31.0, 28.0),
    ("Laskford", 245, 118, 20.0, 23.0),
    ("Nessington", 492, 228, 15.0, 20.0),
    ("Kelderwick", 388, 150, 22.0, 24.0),
    ("Tidewick", 470, 82, 12.0, 19.0),
    ("Market Stave", 125, 132, 17.0, 21.0),
    ("Great Marling", 258, 244, 12.0, 19.0),
];

#[rustfmt::skip]
const VILLAGES: [&str; 72] = [
    "Averstock", "Bellowby", "Brackmere", "Brindlewick", "Burrowfen", "Candlethorpe", "Carrowby",
    "Chantholme", "Coldwyke", "Copperby", "Crossmarl", "Dapplethorpe", "Deepwyke", "Dellingby",
    "Drovestead", "Dunnerby", "Elverstow", "Fallowick", "Farthingholme", "Flintholme", "Fosswyke",
    "Gannetby", "Gorsewick", "Grebeholme", "Hallowby", "Hartlefen", "Heronsby", "Hobthorpe",
    "Hollinmere", "Hurdleby", "Ivelstead", "Jackdaw End", "Kilnwyke", "Kitterby", "Larkholt", "Lavenby",
    "Limpetness", "Long Marling", "Lower Stave", "Maddleby", "Mallowthorpe", "Merrowfield",
    "Nether Lask", "Nettlewick", "Oatholme", "Osierby", "Otterwyke", "Pellowby", "Pintleby",
    "Plovermere", "Quernstead", "Quillby", "Reedholme", "Ruddleby", "Rushwyke", "Saltwyke", "Sandlark",
    "Sedgewyke", "Shrikeby", "Skeltersby", "Snipeholme", "Sorrelby", "Spindlethorpe", "Tansyfield",
    "Ternwick", "Thistleby", "Tolverby", "Upper Orrow", "Wadderby", "Warblethorpe", "Wimberholt",
    "Yarrowthorpe",
];

/// The towns, largest first, then the villages, each where the seed's draw first found room.
///
/// `draw` gives fractions, 0 to under 1.
pub fn settle(land: &land::Land, mut draw: impl FnMut() -> f64) -> Vec<Place> {
    let mut places: Vec<Place> = TOWNS
        .iter()
        .map(|&(name, east, north, thousands, radius)| Place {
            name,
            at: land::place(east, north),
            people: thousands * 1000.0,
            radius_m: radius * 100.0,
        })
        .collect();
    places.sort_by(|a, b| b.people.total_cmp(&a.people));
    for name in VILLAGES {
        // The gap shrinks with every failure, so that the search ends.
        let mut gap_m = 3_600.0;
        loop {
            let at = land::place((draw() * 600.0) as i32, (draw() * 530.0) as i32);
            let (people, radius_m) = village(draw());
            let free = places.iter().all(|other| {
                let apart = other.at - at;
                let least = gap_m + other.radius_m * 0.6;
                apart.x * apart.x + apart.y * apart.y > least * least
            });
            if free && land.inland(at).0 > 600.0 {
                places.push(Place { name, at, people, radius_m });
                break;
            }
            gap_m -= 1.0;
        }
    }
    places
}

fn village(size: f64) -> (f64, f64) {
    let people = 350.0 + 3_800.0 * size * size * size;
    (people, 480.0 + people * 0.14)
}

/// How many people live on each square kilometre at a point, and in which place, if in any.
pub fn density(seed: u64, places: &[Place], at: Coord<f64>) -> (f64, Option<usize>) {
    let bend = |salt: u64| {
        let salted = seed.wrapping_add(salt);
        noise::rugged(salted, at, 3_400.0, 2) * 620.0 + noise::smooth(salted + 9, at, 900.0) * 170.0
    };
    let moved = at + Coord { x: bend(101), y: bend(202) };
    let (mut total, mut thickest, mut home) = (COUNTRYSIDE, COUNTRYSIDE, None);
    for (index, place) in places.iter().enumerate() {
        // A village is smaller than the bends: it would be carried away, not bent.
        let apart = if place.radius_m > 1_200.0 { moved - place.at } else { at - place.at };
        let outward = (apart.x * apart.x + apart.y * apart.y) / (place.radius_m * place.radius_m);
        if outward < 1.0 {
            // (1 − r²)² holds a third of the people of a cylinder as high, hence the 3.
            let fall = (1.0 - outward) * (1.0 - outward);
            let ground_km2 = std::f64::consts::PI * place.radius_m * place.radius_m / 1e6;
            let here = fall * 3.0 * place.people / ground_km2;
            total += here;
            if here > thickest {
                (thickest, home) = (here, Some(index));
            }
        }
    }
    (total, home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_thickest_in_its_middle_and_empty_beyond_its_radius() {
        let town = Place { name: "T", at: land::place(100, 100), people: 1e5, radius_m: 1_000.0 };
        let places = [town];
        let (middle, home) = density(1, &places, land::place(100, 100));
        let (far, nowhere) = density(1, &places, land::place(160, 100));
        assert!(middle > 1_000.0 && home == Some(0));
        assert!((far - COUNTRYSIDE).abs() < f64::EPSILON && nowhere.is_none());
    }
}
