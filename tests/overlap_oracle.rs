//! The overlap engine beside another program's: random shapes, small and nasty, on whole millimetres.
//!
//! The judge is `i_overlay`'s 64-bit integer engine, which rounds crossings to whole units: shapes are handed to it in units of
//! 2⁻²⁰ mm, so that its rounding stays far below the tolerance. `PATCHWORK_ORACLE_ROUNDS=5000` asks for more than
//! the 200,000 pairs of an ordinary run.

// Coordinates of a box under 1 km, in millimetres and in fractions of them.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::{
    core::{
        fill_rule::FillRule, overlay::IntOverlayOptions, overlay::Overlay, overlay_rule::OverlayRule,
        solver::Solver,
    },
    i_float::int::point::IntPoint,
};
use patchwork::{
    geometry::{Bng, Region},
    overlap::{Borders, Shared, shared_by_three, shared_ground},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const TOLERANCE_M2: f64 = 1e-6;
const SHAPES: usize = 20;

/// A box under 1 km, somewhere on the grid; few places a shape's points can take, so that borders touch and coincide.
struct World {
    west_mm: i64,
    south_mm: i64,
    step_mm: i64,
    steps: i64,
}

impl World {
    fn new(rng: &mut ChaCha8Rng) -> Self {
        let steps = *[4, 8, 30, 1_000, 900_000].get(rng.random_range(0..5)).unwrap();
        let step_mm = if steps > 1_000 { 1 } else { rng.random_range(1..=900_000 / steps) };
        Self {
            west_mm: rng.random_range(0..600_000_000),
            south_mm: rng.random_range(0..1_200_000_000),
            step_mm,
            steps,
        }
    }

    fn coord(&self, x: i64, y: i64) -> Coord<f64> {
        let metres =
            |start: i64, step: i64| (start + step.clamp(0, self.steps) * self.step_mm) as f64 / 1_000.0;
        Coord { x: metres(self.west_mm, x), y: metres(self.south_mm, y) }
    }

    fn anywhere(&self, rng: &mut ChaCha8Rng) -> (i64, i64) {
        (rng.random_range(0..=self.steps), rng.random_range(0..=self.steps))
    }

    /// A star, a rectangle, a frame with a hole, or something tangled that repair has made valid.
    fn shape(&self, rng: &mut ChaCha8Rng) -> Option<Region<Bng>> {
        let polygon = match rng.random_range(0..4) {
            0 => self.star(rng),
            1 => Polygon::new(self.rectangle(rng), vec![]),
            2 => self.frame(rng),
            _ => {
                let points = (0..rng.random_range(3..12)).map(|_| {
                    let (x, y) = self.anywhere(rng);
                    self.coord(x, y)
                });
                Polygon::new(points.collect::<LineString<f64>>(), vec![])
            }
        };
        Region::new(&MultiPolygon(vec![polygon])).ok().map(|(region, _)| region)
    }

    fn star(&self, rng: &mut ChaCha8Rng) -> Polygon<f64> {
        let (x, y) = self.anywhere(rng);
        let corners = rng.random_range(3..40);
        let size = self.steps as f64 * rng.random_range(0.1..0.7);
        let points = (0..corners).map(|corner| {
            let angle = std::f64::consts::TAU * f64::from(corner) / f64::from(corners);
            let reach = size * rng.random_range(0.2..1.0);
            self.coord(x + (reach * angle.cos()) as i64, y + (reach * angle.sin()) as i64)
        });
        Polygon::new(points.collect::<LineString<f64>>(), vec![])
    }

    fn rectangle(&self, rng: &mut ChaCha8Rng) -> LineString<f64> {
        let ((a, b), (c, d)) = (self.anywhere(rng), self.anywhere(rng));
        [(a, b), (c, b), (c, d), (a, d)].map(|(x, y)| self.coord(x, y)).to_vec().into()
    }

    fn frame(&self, rng: &mut ChaCha8Rng) -> Polygon<f64> {
        let (x, y) = self.anywhere(rng);
        let outer = rng.random_range(1..=self.steps);
        let inner = rng.random_range(0..outer);
        let square = |half: i64| -> LineString<f64> {
            [(-half, -half), (half, -half), (half, half), (-half, half)]
                .map(|(dx, dy)| self.coord(x + dx, y + dy))
                .to_vec()
                .into()
        };
        Polygon::new(square(outer), vec![square(inner)])
    }

    /// In units of 2⁻²⁰ mm from the box's corner.
    fn contours(&self, region: &Region<Bng>) -> Vec<Vec<IntPoint<i64>>> {
        let units = |metres: f64, start: i64| ((metres * 1_000.0).round() as i64 - start) << 20;
        let ring = |ring: &LineString<f64>| {
            let open = &ring.0[..ring.0.len() - 1];
            open.iter().map(|c| IntPoint::new(units(c.x, self.west_mm), units(c.y, self.south_mm))).collect()
        };
        let polygons = region.shape().iter();
        polygons.flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring)).collect()
    }
}

type Contours = Vec<Vec<IntPoint<i64>>>;

fn intersect(a: &Contours, b: &Contours) -> Contours {
    let options = IntOverlayOptions { preserve_output_collinear: true, ..IntOverlayOptions::default() };
    Overlay::from_subj_and_clip_custom(a, b, options, Solver::default())
        .overlay(OverlayRule::Intersect, FillRule::NonZero)
        .into_iter()
        .flatten()
        .collect()
}

fn area_m2(contours: &Contours) -> f64 {
    let twice: i128 = contours
        .iter()
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .map(|(p, q)| i128::from(p.x) * i128::from(q.y) - i128::from(p.y) * i128::from(q.x))
        .sum();
    twice.abs() as f64 / 2.0 / f64::from(1 << 20).powi(2) / 1e6
}

fn layer(world: &World, rng: &mut ChaCha8Rng, count: usize) -> Vec<Region<Bng>> {
    let mut shapes: Vec<Region<Bng>> = Vec::new();
    for _ in 0..count {
        // Sometimes the same again, so that whole borders coincide.
        match rng.random_range(0..8) {
            0 if !shapes.is_empty() => shapes.push(shapes[rng.random_range(0..shapes.len())].clone()),
            _ => shapes.extend(world.shape(rng)),
        }
    }
    shapes
}

fn borders(regions: &[Region<Bng>]) -> Borders {
    Borders::new(&regions.iter().collect::<Vec<_>>())
}

fn found<const N: usize>(shared: &[Shared<N>], areas: [u32; N]) -> f64 {
    shared.iter().find(|s| s.areas == areas).map_or(0.0, |s| s.area_m2)
}

#[test]
fn every_pair_of_random_shapes_shares_what_another_program_says() {
    let rounds: u64 = std::env::var("PATCHWORK_ORACLE_ROUNDS").map_or(620, |rounds| rounds.parse().unwrap());
    let (mut pairs, mut overlapping) = (0_u64, 0_u64);
    for seed in 0..rounds {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let world = World::new(&mut rng);
        let a = layer(&world, &mut rng, SHAPES);
        let mut b = layer(&world, &mut rng, SHAPES - 4);
        b.extend(a.iter().take(4).cloned());
        let shared = shared_ground(&borders(&a), &borders(&b));
        let contours: [Vec<Contours>; 2] =
            [&a, &b].map(|layer| layer.iter().map(|region| world.contours(region)).collect());
        for (i, first) in (0_u32..).zip(&contours[0]) {
            for (j, second) in (0_u32..).zip(&contours[1]) {
                let expected = area_m2(&intersect(first, second));
                let ours = found(&shared, [i, j]);
                // What is below the noise is not listed.
                let expected = if expected < 1.1e-3 && ours == 0.0 { 0.0 } else { expected };
                assert!(
                    (ours - expected).abs() < TOLERANCE_M2,
                    "seed {seed}, {i} and {j}: {ours} m² where {expected} m² are due\n{:?}\n{:?}",
                    a[i as usize].shape(),
                    b[j as usize].shape()
                );
                pairs += 1;
                overlapping += u64::from(expected > 0.0);
            }
        }
    }
    assert!(pairs >= rounds.min(620) * 340 && overlapping > pairs / 5, "{overlapping} of {pairs} overlap");
    println!("{pairs} pairs compared, {overlapping} of them overlap");
}

#[test]
fn every_three_random_shapes_share_what_another_program_says() {
    let mut triples = 0;
    for seed in 0..150 {
        let mut rng = ChaCha8Rng::seed_from_u64(1_000_000 + seed);
        let world = World::new(&mut rng);
        let a = layer(&world, &mut rng, 6);
        let mut b = layer(&world, &mut rng, 4);
        let mut c = layer(&world, &mut rng, 4);
        b.extend(a.iter().take(2).cloned());
        c.extend(a.iter().take(1).chain(b.iter().take(1)).cloned());
        let shared = shared_by_three(&borders(&a), &borders(&b), &borders(&c));
        for (i, first) in (0_u32..).zip(&a) {
            for (j, second) in (0_u32..).zip(&b) {
                let both = intersect(&world.contours(first), &world.contours(second));
                for (k, third) in (0_u32..).zip(&c) {
                    let expected = area_m2(&intersect(&both, &world.contours(third)));
                    let ours = found(&shared, [i, j, k]);
                    let expected = if expected < 1.1e-3 && ours == 0.0 { 0.0 } else { expected };
                    assert!(
                        (ours - expected).abs() < TOLERANCE_M2,
                        "seed {seed}, {i}, {j} and {k}: {ours} m² where {expected} m² are due"
                    );
                    triples += 1;
                }
            }
        }
    }
    assert!(triples > 25_000, "{triples}");
}
