//! Assets: what can be found in the county, in three lists such as a county would have.

use super::{Asset, GreenSpace, Postcode, codes::Tag, noise};

/// The streets of the county.
const STREETS: [&str; 16] = [
    "Mill Lane",
    "Quay Street",
    "Church Road",
    "Station Road",
    "High Street",
    "Saltpan Way",
    "Ropewalk",
    "Beacon Hill",
    "Orchard Close",
    "Market Place",
    "Windmill Road",
    "Harbour View",
    "School Lane",
    "Green Lane",
    "Chapel Street",
    "Lighthouse Road",
];
/// What a kind is called after the name of its street or place, how many there are, who runs it and whether one can meet there.
type Sort = (&'static str, &'static str, usize, &'static str, &'static str);
/// What registers know: all of them.
const REGISTERED: [Sort; 6] = [
    ("library", "Library", 14, "council", "free"),
    ("gp-practice", "Surgery", 22, "nhs", "no"),
    ("pharmacy", "Pharmacy", 26, "business", "no"),
    ("dentist", "Dental Practice", 12, "business", "no"),
    ("school", "School", 32, "school", "hire"),
    ("post-office", "Post Office", 12, "business", "no"),
];
/// What a voluntary organisation has gathered: some of them.
const GATHERED: [Sort; 14] = [
    ("community-centre", "Community Centre", 16, "community", "low-cost"),
    ("village-hall", "Hall", 24, "community", "hire"),
    ("place-of-worship", "Chapel", 24, "faith", "low-cost"),
    ("youth-centre", "Youth Club", 6, "community", "low-cost"),
    ("family-hub", "Family Hub", 6, "council", "free"),
    ("warm-space", "Warm Space", 8, "community", "free"),
    ("food-bank", "Food Bank", 7, "community", "unknown"),
    ("cafe", "Café", 12, "business", "free"),
    ("pub", "Arms", 12, "business", "hire"),
    ("day-centre", "Day Centre", 3, "council", "no"),
    ("care-home", "House", 6, "business", "no"),
    ("childminder", "Childminding", 3, "business", "no"),
    ("refuge", "Refuge", 1, "community", "no"),
    ("community-group", "Walking Group", 6, "community", "unknown"),
];
/// Green spaces: kind, what they are called, how many, and how far their corners are from the middle, in metres.
const GREEN: [(&str, &str, usize, i64); 3] =
    [("park", "Park", 12, 190), ("green-space", "Common", 8, 260), ("allotment", "Allotments", 6, 70)];
/// Corners of a green space.
const CORNERS: usize = 8;

/// The assets of the two lists: those of registers, then those that were gathered.
pub fn lists(postcodes: &[Postcode], tags: &[Tag], seed: u64) -> [Vec<Asset>; 2] {
    let live: Vec<(&Postcode, &str)> = placed(postcodes, tags);
    let registered = made(&REGISTERED, 'R', &live, seed + 101);
    [registered, gathered(&live, seed + 103)]
}

/// Each live postcode with the name of the place that it is in.
fn placed<'a>(postcodes: &'a [Postcode], tags: &'a [Tag]) -> Vec<(&'a Postcode, &'a str)> {
    let of_block = postcodes.len().div_ceil(tags.len()).max(1);
    let place = |index: usize| {
        let name = &tags[(index / of_block).min(tags.len() - 1)].name;
        name.rsplit_once(' ').map_or(name.as_str(), |(place, _)| place)
    };
    postcodes
        .iter()
        .enumerate()
        .filter(|(_, one)| one.is_live)
        .map(|(index, one)| (one, place(index)))
        .collect()
}

fn made(sorts: &[Sort], letter: char, live: &[(&Postcode, &str)], seed: u64) -> Vec<Asset> {
    let mut assets = Vec::new();
    for (position, (kind, called, count, run_by, meet)) in sorts.iter().enumerate() {
        for number in 0..*count {
            let draw = |what: i64| noise::hash(seed, (position * 100 + number) as i64, what);
            let (postcode, place) = live[(draw(0) % live.len() as u64) as usize];
            let street = STREETS[(draw(1) % STREETS.len() as u64) as usize];
            let house = draw(2) % 80 + 1;
            let first = street.rsplit_once(' ').map_or(street, |(first, _)| first);
            let number_of_all = assets.len() + 1;
            assets.push(Asset {
                source_id: format!("{letter}{number_of_all:03}"),
                name: format!("{first} {called}, {place}"),
                kind,
                address: format!("{house} {street}, {place}"),
                postcode: postcode.postcode.clone(),
                // Some lists say where, some only give a postcode.
                at: (draw(3) % 3 != 0).then_some((postcode.easting, postcode.northing)),
                // Ofcom keeps these numbers for drama: nobody has them.
                phone: format!("01632 960{:03}", draw(4) % 1000),
                email: String::new(),
                opening_hours: HOURS[(draw(5) % HOURS.len() as u64) as usize],
                run_by,
                can_meet_here: meet,
                capacity: if *meet == "no" { None } else { Some((draw(6) % 12 + 1) as u32 * 10) },
                meets_at: String::new(),
                serves: String::new(),
                last_verified: VERIFIED[(draw(7) % VERIFIED.len() as u64) as usize],
                // Every ninth of the registers has closed.
                status: if letter == 'R' && draw(8) % 9 == 0 { "closed" } else { "open" },
            });
        }
    }
    assets
}

const HOURS: [&str; 5] = [
    "Monday to Friday, 9:00 to 17:00",
    "Monday to Saturday, 9:00 to 18:00",
    "Tuesday and Thursday, 10:00 to 16:00",
    "every day, 8:00 to 20:00",
    "",
];
const VERIFIED: [&str; 5] = ["2025-11-20", "2025-09-01", "2025-03-15", "2023-06-30", ""];

fn gathered(live: &[(&Postcode, &str)], seed: u64) -> Vec<Asset> {
    let mut assets = made(&GATHERED, 'V', live, seed);
    let halls: Vec<String> = assets
        .iter()
        .filter(|asset| asset.kind == "village-hall")
        .map(|asset| asset.source_id.clone())
        .collect();
    for (number, asset) in assets.iter_mut().enumerate() {
        match asset.kind {
            // A group has no building: it meets in a hall, or serves a place.
            "community-group" => {
                let place = asset.name.rsplit(", ").next().unwrap_or_default().to_owned();
                (asset.postcode, asset.address, asset.at) = (String::new(), String::new(), None);
                asset.capacity = None;
                if number % 2 == 0 {
                    asset.serves = place;
                } else {
                    asset.meets_at = format!("venues:{}", halls[number % halls.len()]);
                }
            }
            // Held back until somebody confirms that they are the hall's.
            "village-hall" if number % 3 == 0 => {
                asset.phone = format!("07700 900{number:03}");
                "ann.invented@example.com".clone_into(&mut asset.email);
            }
            "youth-centre" if number % 5 == 0 => asset.status = "planned",
            _ => {}
        }
    }
    assets
}

/// The green spaces, each an octagon that is a little out of shape.
pub fn green_spaces(postcodes: &[Postcode], tags: &[Tag], seed: u64) -> Vec<GreenSpace> {
    let live = placed(postcodes, tags);
    let mut spaces = Vec::new();
    for (position, (kind, called, count, reach)) in GREEN.iter().enumerate() {
        for number in 0..*count {
            let draw = |what: i64| noise::hash(seed + 107, (position * 100 + number) as i64, what);
            let (postcode, place) = live[(draw(0) % live.len() as u64) as usize];
            let corner = |turn: usize| {
                let metres = *reach as f64 * (0.7 + 0.3 * (draw(10 + turn as i64) % 100) as f64 / 100.0);
                let (x, y) = DIRECTIONS[turn];
                let along =
                    |direction: f64, middle: u32| i64::from(middle) + (metres * direction).round() as i64;
                [along(x, postcode.easting), along(y, postcode.northing)]
            };
            let mut ring: Vec<[i64; 2]> = (0..CORNERS).map(corner).collect();
            ring.push(ring[0]);
            spaces.push(GreenSpace {
                source_id: format!("G{:03}", spaces.len() + 1),
                name: format!("{place} {called}"),
                kind,
                ring,
            });
        }
    }
    spaces
}

/// Eight directions, anticlockwise from the east: written out, since sines differ from machine to machine.
const DIRECTIONS: [(f64, f64); CORNERS] = [
    (1.0, 0.0),
    (0.707, 0.707),
    (0.0, 1.0),
    (-0.707, 0.707),
    (-1.0, 0.0),
    (-0.707, -0.707),
    (0.0, -1.0),
    (0.707, -0.707),
];
