//! Areas as they lie in one picture of any size, from the same arcs as the tiles.
//!
//! Corners are those of the zoom whose tile unit is a fraction of a pixel, so a picture has the lines that a map has, and
//! neighbours share theirs.

use rstar::AABB;

use super::coord::MAX_ZOOM;
use super::mosaic::Mosaic;
use super::world::{WorldPoint, unit_steps};

/// Steps along the side of the Web Mercator square.
const STEPS: f64 = 4_294_967_296.0;
/// Tile units to a pixel at least.
const UNITS_A_PIXEL: f64 = 4.0;

/// How the Web Mercator square lies in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plate {
    left: f64,
    top: f64,
    steps_a_pixel: f64,
    width: f64,
    height: f64,
}

/// A line or a ring in a picture: pixels east and south of its north-west corner.
pub type Line = Vec<[f32; 2]>;

/// An area in a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct OnPlate {
    /// Its number in the [`Mosaic`].
    pub area: u32,
    /// Its rings, exteriors and holes; filled by the even-odd rule. None for one that is smaller than a fraction of a pixel.
    pub rings: Vec<Line>,
    /// A place inside it, for its name.
    pub inside: [f32; 2],
    /// How much of the picture it would take, in square pixels, by the box around it.
    pub size: f32,
}

impl Plate {
    /// A picture of `width` by `height` pixels that shows west, south, east and north (degrees on WGS 84) whole, in its middle,
    /// with `margin` pixels around it.
    #[must_use]
    pub fn fit([west, south, east, north]: [f64; 4], [width, height]: [f64; 2], margin: f64) -> Self {
        let ([left, top], [right, bottom]) = (steps([west, north]), steps([east, south]));
        let room = |side: f64| (side - 2.0 * margin).max(1.0);
        // Closer than a metre of Mercator to a pixel there is nothing to see.
        let steps_a_pixel =
            ((right - left) / room(width)).max((bottom - top) / room(height)).max(STEPS / 40_075_017.0);
        Self {
            left: f64::midpoint(left, right) - steps_a_pixel * width / 2.0,
            top: f64::midpoint(top, bottom) - steps_a_pixel * height / 2.0,
            steps_a_pixel,
            width,
            height,
        }
    }

    /// Where a longitude and latitude lie.
    #[must_use]
    pub fn place(&self, lon_lat: [f64; 2]) -> [f32; 2] {
        let [x, y] = steps(lon_lat);
        self.pixel(x, y)
    }

    /// Metres on the ground to a pixel in the middle of the picture.
    #[must_use]
    pub fn metres_a_pixel(&self) -> f64 {
        let middle = self.top + self.steps_a_pixel * self.height / 2.0;
        let turn = std::f64::consts::TAU;
        let latitude = (turn / 2.0 - middle / STEPS * turn).sinh().atan();
        self.steps_a_pixel / STEPS * 40_075_016.686 * latitude.cos()
    }

    /// Whether a place lies in the picture.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // pixels
    pub fn shows(&self, [x, y]: [f32; 2]) -> bool {
        (0.0..=self.width as f32).contains(&x) && (0.0..=self.height as f32).contains(&y)
    }

    #[allow(clippy::cast_possible_truncation)] // pixels
    fn pixel(&self, x: f64, y: f64) -> [f32; 2] {
        [((x - self.left) / self.steps_a_pixel) as f32, ((y - self.top) / self.steps_a_pixel) as f32]
    }

    fn of(&self, point: WorldPoint) -> [f32; 2] {
        self.pixel(f64::from(point.x), f64::from(point.y))
    }

    /// The first zoom whose tile unit is fine enough.
    fn zoom(&self) -> u8 {
        (0..MAX_ZOOM).find(|&z| unit_steps(z) * UNITS_A_PIXEL <= self.steps_a_pixel).unwrap_or(MAX_ZOOM)
    }

    fn bottom_right(&self) -> [f64; 2] {
        [self.left + self.steps_a_pixel * self.width, self.top + self.steps_a_pixel * self.height]
    }

    fn misses(&self, min: WorldPoint, max: WorldPoint) -> bool {
        let [right, bottom] = self.bottom_right();
        f64::from(max.x) < self.left
            || f64::from(min.x) > right
            || f64::from(max.y) < self.top
            || f64::from(min.y) > bottom
    }
}

/// A longitude and latitude in steps east and south of the square's north-west corner.
fn steps([lon, lat]: [f64; 2]) -> [f64; 2] {
    let turn = std::f64::consts::TAU;
    let lat = lat.clamp(-85.051_128, 85.051_128).to_radians();
    [(lon + 180.0) / 360.0 * STEPS, (turn / 2.0 - lat.tan().asinh()) / turn * STEPS]
}

impl Mosaic {
    /// The selected areas that a picture shows, by their numbers.
    pub fn areas_on(&self, plate: &Plate, select: impl Fn(u32) -> bool) -> Vec<OnPlate> {
        let zoom = plate.zoom();
        let view = AABB::from_corners([plate.left, plate.top], plate.bottom_right());
        let found = self.index.locate_in_envelope_intersecting(&view);
        let mut areas: Vec<u32> = found.map(|one| one.data).filter(|&area| select(area)).collect();
        areas.sort_unstable();
        areas.into_iter().map(|area| self.area_on(plate, area, zoom)).collect()
    }

    #[allow(clippy::cast_possible_truncation)] // pixels
    fn area_on(&self, plate: &Plate, area: u32, zoom: u8) -> OnPlate {
        let mut rings = Vec::new();
        if zoom >= self.area_zooms[area as usize] {
            let all = self.areas.run(area).iter().flat_map(|&polygon| self.polygons.run(polygon));
            for &ring in all.filter(|&&ring| self.ring_zooms[ring as usize] <= zoom) {
                let mut line: Line = Vec::new();
                let mut add = |point: WorldPoint| {
                    let pixel = plate.of(point);
                    if line.last() != Some(&pixel) {
                        line.push(pixel);
                    }
                };
                for &step in self.rings.run(ring) {
                    let reach = self.lines.reach(step.arc());
                    if plate.misses(reach.min, reach.max) {
                        // Beyond the picture only its ends matter: the rest of it crosses nothing that is seen.
                        self.lines.ends(step).into_iter().for_each(&mut add);
                    } else if step.backwards() {
                        self.lines.drawn(step.arc(), zoom).rev().for_each(&mut add);
                    } else {
                        self.lines.drawn(step.arc(), zoom).for_each(&mut add);
                    }
                }
                if line.len() > 2 {
                    rings.push(line);
                }
            }
        }
        let reach = self.boxes[area as usize];
        let side = |from: u32, to: u32| f64::from(to.saturating_sub(from)) / plate.steps_a_pixel;
        OnPlate {
            area,
            rings,
            inside: plate.of(self.anchors[area as usize]),
            size: (side(reach.min.x, reach.max.x) * side(reach.min.y, reach.max.y)) as f32,
        }
    }

    /// The borders of areas that [`areas_on`](Self::areas_on) found, each once.
    #[must_use]
    pub fn borders_on(&self, plate: &Plate, areas: &[OnPlate]) -> Vec<Line> {
        let zoom = plate.zoom();
        let drawn = areas.iter().filter(|area| !area.rings.is_empty());
        let rings =
            drawn.flat_map(|area| self.areas.run(area.area)).flat_map(|&polygon| self.polygons.run(polygon));
        let shown = rings.filter(|&&ring| self.ring_zooms[ring as usize] <= zoom);
        let mut arcs: Vec<u32> =
            shown.flat_map(|&ring| self.rings.run(ring)).map(|step| step.arc()).collect();
        arcs.sort_unstable();
        arcs.dedup();
        let seen = arcs.into_iter().filter(|&arc| {
            let reach = self.lines.reach(arc);
            !plate.misses(reach.min, reach.max)
        });
        seen.map(|arc| self.lines.drawn(arc, zoom).map(|point| plate.of(point)).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Coord, MultiPolygon, polygon};

    use super::*;
    use crate::tiles::Ground;

    /// Two squares of a kilometre of Mercator, side by side at the middle of the map.
    fn squares() -> Mosaic {
        let shapes = [0.0, 1_000.0].map(|x| {
            MultiPolygon(vec![polygon![(x: x, y: 0.0), (x: x + 1_000.0, y: 0.0), (x: x + 1_000.0, y: 1_000.0), (x: x, y: 1_000.0)]])
        });
        let grounds: Vec<_> = shapes
            .iter()
            .zip([500.0, 1_500.0])
            .map(|(shape, x)| Ground { shape, inside: Coord { x, y: 500.0 } })
            .collect();
        Mosaic::build(&grounds, |place| place)
    }

    #[test]
    fn a_picture_shows_what_it_was_made_to_fit_in_its_middle() {
        let mosaic = squares();
        let plate = Plate::fit(mosaic.bounds(|_| true).unwrap(), [220.0, 120.0], 10.0);
        let areas = mosaic.areas_on(&plate, |_| true);
        assert_eq!(areas.iter().map(|area| area.area).collect::<Vec<_>>(), [0, 1]);
        let near = |found: [f32; 2], expected: [f32; 2]| {
            assert!(
                (0..2).all(|axis| (found[axis] - expected[axis]).abs() < 0.1),
                "{found:?} for {expected:?}"
            );
        };
        near(areas[0].inside, [60.0, 60.0]);
        near(areas[1].inside, [160.0, 60.0]);
        let xs: Vec<f32> = areas[0].rings[0].iter().map(|corner| corner[0]).collect();
        assert!(xs.iter().all(|&x| (9.9..110.1).contains(&x)), "{xs:?}");
        assert!((areas[0].size - 10_000.0).abs() < 20.0);
        assert!((plate.metres_a_pixel() - 10.0).abs() < 0.01);
    }

    #[test]
    fn a_border_between_two_areas_is_drawn_once() {
        let mosaic = squares();
        let plate = Plate::fit(mosaic.bounds(|_| true).unwrap(), [220.0, 120.0], 10.0);
        let areas = mosaic.areas_on(&plate, |_| true);
        let borders = mosaic.borders_on(&plate, &areas);
        let length: f32 = borders
            .iter()
            .flat_map(|line| line.windows(2))
            .map(|edge| (edge[1][0] - edge[0][0]).hypot(edge[1][1] - edge[0][1]))
            .sum();
        // Seven sides of 100 pixels: the one in the middle once.
        assert!((length - 700.0).abs() < 1.0, "{length}");
    }

    #[test]
    fn what_is_elsewhere_is_not_in_the_picture() {
        let mosaic = squares();
        let [west, south, east, north] = mosaic.bounds(|area| area == 0).unwrap();
        let third = (east - west) / 3.0;
        let plate = Plate::fit([west + third, south, east - third, north], [100.0, 300.0], 0.0);
        assert_eq!(mosaic.areas_on(&plate, |_| true).len(), 1);
        assert!(mosaic.areas_on(&plate, |area| area == 1).is_empty());
    }
}
