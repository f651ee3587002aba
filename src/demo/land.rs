//! Where the invented county lies, and its shore.
//!
//! It stands in open North Sea, east of Lincolnshire, where there is no ground: nobody can take it
//! for a real place, and no real boundary lies under it. The outline is drawn by hand, coarsely;
//! noise gives it its headlands and coves.

use geo_types::Coord;

use super::noise;

/// South-west corner of the drawing: easting and northing in metres.
const ORIGIN: Coord<f64> = Coord { x: 560_000.0, y: 375_000.0 };

/// The ground that is looked at, in metres from [`ORIGIN`]: one square.
const MARGIN: f64 = 6_400.0;
const SIDE: f64 = 70_400.0;

/// The open coast from north-west to south-west, clockwise, in hundreds of metres from [`ORIGIN`].
/// The long notch half-way is the estuary, the narrow one in the south a harbour.
#[rustfmt::skip]
const COAST: [(i32, i32); 58] = [
    (266, 486), (300, 494), (330, 488), (352, 503), (377, 497), (386, 476), (372, 455), (386, 434),
    (420, 419), (446, 402), (470, 380), (486, 357), (466, 342), (430, 343), (395, 340), (360, 333),
    (330, 326), (300, 322), (276, 328), (262, 319), (276, 310), (300, 304), (332, 300), (350, 282),
    (366, 299), (400, 306), (440, 311), (470, 302), (496, 282), (520, 258), (536, 232), (526, 210),
    (500, 192), (474, 174), (458, 150), (468, 122), (488, 98), (499, 72), (482, 50), (455, 44),
    (430, 30), (398, 38), (364, 24), (330, 16), (300, 20), (272, 30), (262, 46), (268, 66), (262, 86),
    (250, 88), (246, 64), (238, 38), (215, 22), (180, 16), (150, 30), (128, 22), (120, 40), (116, 60),
];

/// The border with counties that are not drawn, from south-west to north-east.
#[rustfmt::skip]
const BORDER: [(i32, i32); 11] = [
    (92, 100), (75, 150), (62, 190), (86, 235), (80, 290), (58, 340), (72, 400), (78, 452), (150, 470),
    (215, 460), (262, 485),
];

const ISLANDS: [&[(i32, i32)]; 3] = [
    &[(530, 372), (552, 383), (580, 374), (592, 354), (577, 336), (548, 338), (528, 352)],
    &[(416, 2), (434, 9), (450, 0), (440, -13), (424, -9)],
    &[(404, 520), (416, 527), (424, 517), (412, 507)],
];

/// The height of the noise on the shore, and how far apart its hills lie, in metres.
const COAST_NOISE: (f64, f64) = (1_000.0, 5_600.0);
const BORDER_NOISE: (f64, f64) = (700.0, 4_500.0);

/// What lies beyond a stretch of the county's edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shore {
    /// The sea.
    Coast,
    /// Another county, not drawn.
    Border,
}

/// A place in hundreds of metres from the drawing's corner, as grid metres.
pub fn place(east: i32, north: i32) -> Coord<f64> {
    Coord { x: ORIGIN.x + f64::from(east) * 100.0, y: ORIGIN.y + f64::from(north) * 100.0 }
}

/// The square that holds the county and some sea: its south-west corner and its side in metres.
pub fn extent() -> (Coord<f64>, f64) {
    (Coord { x: ORIGIN.x - MARGIN, y: ORIGIN.y - MARGIN }, SIDE)
}

/// The invented ground under one seed.
pub struct Land {
    seed: u64,
    sides: Vec<(Coord<f64>, Coord<f64>, Shore)>,
}

impl Land {
    /// The drawn outline, with the noise of this seed.
    pub fn new(seed: u64) -> Land {
        let mainland: Vec<_> = COAST.iter().chain(&BORDER).copied().collect();
        let mut sides = ring(&mainland);
        // The last coast corner starts the border; the border's last side reaches the coast again.
        for side in sides.iter_mut().skip(COAST.len() - 1) {
            side.2 = Shore::Border;
        }
        sides.extend(ISLANDS.iter().flat_map(|island| ring(island)));
        Land { seed, sides }
    }

    /// Metres inland from the shore, negative at sea; and what kind of shore is nearest.
    pub fn inland(&self, at: Coord<f64>) -> (f64, Shore) {
        let (mut nearest, mut shore, mut inside) = (f64::MAX, Shore::Coast, false);
        for &(from, to, kind) in &self.sides {
            let distance = square_distance(at, from, to);
            if distance < nearest {
                (nearest, shore) = (distance, kind);
            }
            let crosses = (from.y > at.y) != (to.y > at.y);
            if crosses && at.x < from.x + (at.y - from.y) / (to.y - from.y) * (to.x - from.x) {
                inside = !inside;
            }
        }
        let metres = if inside { nearest.sqrt() } else { -nearest.sqrt() };
        let (height, wavelength) = if shore == Shore::Coast { COAST_NOISE } else { BORDER_NOISE };
        let coves =
            if shore == Shore::Coast { 420.0 * noise::rugged(self.seed + 7, at, 1_900.0, 2) } else { 0.0 };
        (metres + coves + height * noise::rugged(self.seed, at, wavelength, 4), shore)
    }
}

fn ring(corners: &[(i32, i32)]) -> Vec<(Coord<f64>, Coord<f64>, Shore)> {
    let at = |index: usize| {
        let (east, north) = corners[index % corners.len()];
        place(east, north)
    };
    (0..corners.len()).map(|index| (at(index), at(index + 1), Shore::Coast)).collect()
}

fn square_distance(at: Coord<f64>, from: Coord<f64>, to: Coord<f64>) -> f64 {
    let (side, offset) = (to - from, at - from);
    let along = (offset.x * side.x + offset.y * side.y) / (side.x * side.x + side.y * side.y);
    let gap = offset - side * along.clamp(0.0, 1.0);
    gap.x * gap.x + gap.y * gap.y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_land_the_corners_are_sea_and_the_west_is_a_border() {
        let land = Land::new(1);
        assert!(land.inland(place(200, 200)).0 > 5_000.0);
        assert!(land.inland(place(600, 600)).0 < -5_000.0);
        assert_eq!(land.inland(place(40, 250)).1, Shore::Border);
        assert_eq!(land.inland(place(560, 230)).1, Shore::Coast);
    }
}
