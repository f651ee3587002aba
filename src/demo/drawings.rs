//! Neighbourhoods as residents might draw them: by hand, over borders, and not agreeing.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::{Area, land, noise};

/// What it is called, its middle and how far it reaches east and north, in hundreds of metres, and
/// how far it leans (hundredths of a metre east for each metre north).
type Drawing = (&'static str, (i32, i32), (i32, i32), i32);

const DRAWINGS: [Drawing; 20] = [
    ("The Haven", (369, 343), (22, 9), 35),
    ("Haven and Priory", (372, 348), (15, 14), 25),
    ("Castle Hill", (364, 362), (11, 13), -10),
    ("Round the Castle", (368, 359), (14, 12), 15),
    ("Ropewalk", (349, 360), (13, 9), 40),
    ("Priory and Ropewalk", (353, 364), (19, 12), 0),
    ("Northside", (360, 386), (25, 13), 10),
    ("The Brickfields", (378, 380), (16, 14), -30),
    ("Our End of Wythemouth", (397, 367), (23, 17), 25),
    ("Ferrystowe", (372, 278), (20, 17), 5),
    ("Ferrystowe Waterside", (371, 292), (25, 9), -5),
    ("The Isle", (560, 360), (35, 23), -10),
    ("Aldersea Front", (322, 30), (40, 10), -8),
    ("Pier and Lanes", (318, 38), (15, 10), 20),
    ("Old Aldersea", (323, 45), (17, 13), -25),
    ("The Downs Side", (314, 66), (27, 15), 30),
    ("Sandhills", (350, 46), (18, 14), 10),
    ("Hexwold and the Moor Edge", (176, 420), (31, 26), 15),
    ("Thaxbury, both Sides of the Lask", (205, 196), (22, 19), -35),
    ("Marling Villages", (258, 236), (38, 33), 20),
];

/// Sixteen directions round the compass, in thousandths.
#[rustfmt::skip]
const ROUND: [(i32, i32); 16] = [
    (1000, 0), (924, 383), (707, 707), (383, 924), (0, 1000), (-383, 924), (-707, 707), (-924, 383),
    (-1000, 0), (-924, -383), (-707, -707), (-383, -924), (0, -1000), (383, -924), (707, -707),
    (924, -383),
];

/// The drawings, as areas with names only.
pub fn neighbourhoods(seed: u64) -> Vec<Area> {
    (DRAWINGS.iter().zip(0..))
        .map(|(&(name, (east, north), reach, lean), number)| {
            let corners = around(land::place(east, north), reach, lean, seed, number);
            let corners = tremble(&rounded(&corners), 90.0, seed, number);
            let line = tremble(&rounded(&corners), 16.0, seed + 2, number);
            let region = MultiPolygon(vec![Polygon::new(LineString::new(line), Vec::new())]);
            Area { code: None, name: name.to_owned(), parent: None, region }
        })
        .collect()
}

/// One of several ideas of a neighbourhood that goes by one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// What it is called.
    pub name: String,
    /// Why.
    pub why: String,
    /// How it came.
    pub route: &'static str,
    /// Its line on the grid.
    pub line: Vec<Coord<f64>>,
}

/// How it is called, where its middle is said to be, how far it reaches, and how many drew it.
type Disagreed = (&'static str, (i32, i32), (i32, i32), usize);

const DISAGREED: [Disagreed; 6] = [
    ("The Haven", (369, 343), (20, 10), 7),
    ("Castle Hill", (364, 361), (12, 12), 5),
    ("Pier Head", (319, 36), (14, 9), 1),
    ("Fishers’ End", (374, 287), (13, 9), 1),
    ("The Nine Streets", (379, 379), (12, 10), 1),
    ("Moor Edge", (178, 424), (22, 17), 1),
];
const WHYS: [&str; 5] = [
    "We use the same shops and the same bus stop.",
    "It is where the children walk to school together.",
    "My family has always called it that.",
    "The bridge is where it ends, whatever the signs say.",
    "",
];
const ROUTES: [&str; 5] = ["workshop", "online", "paper", "library", "online"];

/// Drawings that disagree: several of one name, and some that stand alone.
pub fn proposed(seed: u64) -> Vec<Proposed> {
    let mut number = 0;
    let mut all = Vec::new();
    for (name, (east, north), (wide, high), count) in DISAGREED {
        for turn in 0..count {
            number += 1;
            let off = |salt: u64, most: i32| {
                #[allow(clippy::cast_possible_truncation)] // a few hundred metres
                let off =
                    (f64::from(most) * (2.0 * noise::fraction(seed + salt, number, 0) - 1.0)).round() as i32;
                off
            };
            let middle = land::place(east + off(95, 3), north + off(96, 3));
            let reach = (wide + off(97, wide / 4), high + off(98, high / 4));
            let corners = around(middle, reach, off(99, 25), seed + 7, number);
            let line = tremble(&rounded(&corners), 14.0, seed + 9, number);
            // Not everybody spells it alike.
            let name =
                if turn == 1 { name.trim_start_matches("The ").to_uppercase() } else { name.to_owned() };
            let (why, route) = (WHYS[turn % WHYS.len()].to_owned(), ROUTES[turn % ROUTES.len()]);
            all.push(Proposed { name, why, route, line });
        }
    }
    all
}

fn around(
    middle: Coord<f64>,
    (east, north): (i32, i32),
    lean: i32,
    seed: u64,
    number: i64,
) -> Vec<Coord<f64>> {
    let corner = |(&(x, y), turn): (&(i32, i32), i64)| {
        let reach = 0.62 + 0.62 * noise::fraction(seed + 91, number, turn);
        let (right, up) = (f64::from(x * east) * reach / 10.0, f64::from(y * north) * reach / 10.0);
        middle + Coord { x: right + up * f64::from(lean) / 100.0, y: up }
    };
    ROUND.iter().zip(0..).map(corner).collect()
}

/// Every corner cut off at a quarter of its sides (Chaikin 1974).
fn rounded(ring: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    sides.flat_map(|(&a, &b)| [a * 0.75 + b * 0.25, a * 0.25 + b * 0.75]).collect()
}

/// No hand is steady: every point is up to so many metres off, then on whole metres.
fn tremble(ring: &[Coord<f64>], metres: f64, seed: u64, number: i64) -> Vec<Coord<f64>> {
    let off = |salt: u64, point: i64| metres * (2.0 * noise::fraction(seed + salt, number, point) - 1.0);
    let shaken = |(at, point): (&Coord<f64>, i64)| Coord {
        x: (at.x + off(92, point)).round(),
        y: (at.y + off(93, point)).round(),
    };
    ring.iter().zip(0..).map(shaken).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Intersects, Validation};

    #[test]
    fn several_draw_the_same_name_differently() {
        let all = proposed(1);
        let called = |name: &str| all.iter().filter(|one| one.name.eq_ignore_ascii_case(name)).count();
        assert_eq!((called("The Haven") + called("HAVEN"), called("Castle Hill"), all.len()), (7, 5, 16));
        assert!(all.iter().all(|one| Polygon::new(LineString::new(one.line.clone()), Vec::new()).is_valid()));
        assert_ne!(all[0].line, all[1].line);
    }

    #[test]
    fn drawings_are_sound_and_some_of_them_disagree() {
        let drawings = neighbourhoods(1);
        assert!(drawings.iter().all(|drawing| drawing.region.is_valid() && drawing.code.is_none()));
        assert!(drawings[0].region.intersects(&drawings[1].region), "two ideas of the Haven");
    }
}
