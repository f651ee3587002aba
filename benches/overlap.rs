//! How fast the overlap engine is on England's layers.
//!
//! `script/bench overlap` makes the store (`PATCHWORK_BENCH_STORE`) and runs this. Without it there is nothing to measure, and
//! that is said. With `pairs` as an argument only the two questions that peers are asked too are measured, and written as
//! lines of fields between tabs, as theirs are; `PATCHWORK_BENCH_PAIRS` names a folder for every pair that was found.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, missing_docs)] // figures for people

use std::{
    f64::consts::TAU,
    fmt::Write,
    hint::black_box,
    path::{Path, PathBuf},
    time::Instant,
};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use patchwork::{
    atlas::{Atlas, LayerAtlas, Viewer},
    compare::{Question, WeightRef, compare},
    coterminosity::Thresholds,
    geometry::{Bng, Region, snap_coord, union_as_it_is},
    overlap::{Borders, Shared, shared_ground},
    store::{Store, read_atlas, sqlite::GeoPackage},
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::{ThreadPoolBuilder, prelude::*};

/// The layers that drawn ground is held against.
const FIVE: [&str; 5] = ["wards", "lsoa21", "msoa21", "districts", "icbs"];
/// The day whose areas are taken.
const ON: jiff::civil::Date = jiff::civil::date(2026, 3, 31);
/// How often each question is asked.
const ROUNDS: usize = 11;
/// East Sussex.
const COUNTY: [&str; 5] = ["E07000061", "E07000062", "E07000063", "E07000064", "E07000065"];

fn main() {
    let Ok(path) = std::env::var("PATCHWORK_BENCH_STORE") else {
        println!("skipped: set PATCHWORK_BENCH_STORE to a store made as script/bench does");
        return;
    };
    let store = GeoPackage::open(Path::new(&path)).expect("a store");
    let pairs_only = std::env::args().any(|argument| argument == "pairs");
    let started = Instant::now();
    let [wards, lsoas, la21] = ["wards", "lsoa21", "la21"].map(|id| Ground::read(&store, id));
    let loaded = started.elapsed().as_secs_f64();
    if pairs_only {
        pairs(&wards, &[&lsoas, &la21], loaded);
        return;
    }
    for layer in [&wards, &lsoas, &la21] {
        let (took, borders) = best(5, || Borders::new(&layer.regions()));
        let (areas, segments) = (borders.areas(), borders.segments());
        row(&format!("preparing `{}` ({areas} areas, {segments} segments)", layer.id), took);
    }
    let one = ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    for other in [&lsoas, &la21] {
        let (a, b) = (wards.borders(), other.borders());
        row(&format!("wards × {}", other.id), best(ROUNDS, || shared_ground(&a, &b)).0);
        row(
            &format!("wards × {}, one core", other.id),
            one.install(|| best(ROUNDS, || shared_ground(&a, &b)).0),
        );
    }
    densified(&wards, &lsoas);
    drawn(&FIVE.map(|id| Ground::read(&store, id)));
    people(&store);
}

/// A layer's areas in force.
struct Ground {
    id: &'static str,
    layer: LayerAtlas,
}

impl Ground {
    fn read(store: &GeoPackage, id: &'static str) -> Self {
        Self { id, layer: LayerAtlas::new(store.read_layer(&id.parse().unwrap()).expect("a layer")) }
    }

    fn codes(&self) -> Vec<&str> {
        self.layer.in_force(None, ON).map(|area| area.version.code_or_id()).collect()
    }

    fn regions(&self) -> Vec<&Region<Bng>> {
        self.layer.in_force(None, ON).map(|area| area.version.region.as_ref()).collect()
    }

    fn borders(&self) -> Borders {
        Borders::new(&self.regions())
    }
}

/// What the peers beside this are asked: every pair of areas that share ground, and how much.
fn pairs(wards: &Ground, others: &[&Ground], loaded: f64) {
    let (built, a) = best(3, || wards.borders());
    for other in others {
        let (built_other, b) = best(3, || other.borders());
        let (took, shared) = best(ROUNDS, || shared_ground(&a, &b));
        let area: f64 = shared.iter().map(|pair| pair.area_m2).sum();
        let ready = loaded + (built.best + built_other.best) / 1e3;
        println!(
            "Patchwork\t{}\t{:.4}\t{:.4}\t{}\t{area:.3}\t{ready:.2}",
            other.id,
            took.best / 1e3,
            took.median / 1e3,
            shared.len()
        );
        if let Ok(folder) = std::env::var("PATCHWORK_BENCH_PAIRS") {
            let file = PathBuf::from(folder).join(format!("{}.csv", other.id));
            std::fs::write(file, table(&wards.codes(), &other.codes(), &shared)).expect("a folder for pairs");
        }
    }
}

fn table(a: &[&str], b: &[&str], shared: &[Shared<2>]) -> String {
    shared.iter().fold(String::from("a,b,area_m2\n"), |mut text, pair| {
        let [of_a, of_b] = pair.areas.map(|at| at as usize);
        writeln!(text, "{},{},{}", a[of_a], b[of_b], pair.area_m2).expect("memory");
        text
    })
}

/// The same ground drawn with 4 and 16 times as many points.
fn densified(wards: &Ground, lsoas: &Ground) {
    for times in [1, 4, 16] {
        let [a, b] = [wards, lsoas].map(|layer| {
            let dense: Vec<Region<Bng>> =
                layer.regions().par_iter().map(|region| dense(region, times)).collect();
            Borders::new(&dense.iter().collect::<Vec<_>>())
        });
        let (took, shared) = best(5, || shared_ground(&a, &b));
        let segments = (a.segments() + b.segments()) as f64 / 1e6;
        let pairs = shared.len();
        row(
            &format!(
                "wards × lsoa21 with {times}× the points ({segments:.1} million segments, {pairs} pairs)"
            ),
            took,
        );
    }
}

/// Points on every edge, on whole millimetres: the same ones whichever way the edge runs, so that shared borders stay shared.
fn dense(region: &Region<Bng>, times: u32) -> Region<Bng> {
    let ring = |ring: &LineString<f64>| -> LineString<f64> {
        let edge = |pair: &[Coord<f64>]| -> Vec<Coord<f64>> {
            let forward = (pair[0].x, pair[0].y) < (pair[1].x, pair[1].y);
            let (low, high) = if forward { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
            let between = (0..times).map(|step| {
                let step = if forward { step } else { times - step };
                snap_coord(low + (high - low) * (f64::from(step) / f64::from(times)))
            });
            between.collect()
        };
        ring.0.windows(2).flat_map(edge).chain(ring.0.last().copied()).collect()
    };
    let shape = region.shape().iter().map(|polygon| {
        Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect())
    });
    // Not judged again: half a millimetre can make borders touch, and the ground is the same but for that.
    Region::from_store(MultiPolygon(shape.collect())).expect("ground")
}

/// Drawn ground against five layers that are prepared: its own repair and preparation count.
fn drawn(layers: &[Ground; 5]) {
    let borders: Vec<Borders> = layers.iter().map(Ground::borders).collect();
    let county: Vec<&Region<Bng>> = COUNTY
        .iter()
        .map(|code| layers[3].layer.area(code, None, ON).expect("a district").version.region.as_ref())
        .collect();
    let shapes = [
        ("a drawing of 500 points and 25 km²", blob(500, 25e6)),
        ("a drawing of 2,000 points and 3,000 km²", blob(2_000, 3_000e6)),
        ("East Sussex", union_as_it_is(county).expect("a county")),
    ];
    for (what, shape) in shapes {
        let points = Region::new(&shape).expect("ground").0.vertex_count();
        let (took, found) = best(51, || {
            let (region, _) = Region::new(&shape).expect("ground");
            let own = Borders::new(&[&region]);
            borders.iter().map(|layer| shared_ground(&own, layer).len()).sum::<usize>()
        });
        row(&format!("{what} against England's five layers ({points} points, {found} areas met)"), took);
    }
}

/// A seeded blob in Sussex: a ring whose distance from its middle wanders.
fn blob(points: usize, area_m2: f64) -> MultiPolygon<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let waves: Vec<(f64, f64, f64)> = (2..7)
        .map(|wave| (f64::from(wave), rng.random_range(0.02..0.09), rng.random_range(0.0..TAU)))
        .collect();
    let around: Vec<(f64, f64)> = (0..points)
        .map(|at| {
            let angle = TAU * at as f64 / points as f64;
            let wander: f64 =
                waves.iter().map(|(wave, high, phase)| high * (wave * angle + phase).sin()).sum();
            (angle, 1.0 + wander + rng.random_range(-0.01..0.01))
        })
        .collect();
    let triangle = |at: usize| around[at].1 * around[(at + 1) % points].1 * (TAU / points as f64).sin() / 2.0;
    let scale = (area_m2 / (0..points).map(triangle).sum::<f64>()).sqrt();
    let coord = |&(angle, far): &(f64, f64)| Coord {
        x: 535_000.0 + scale * far * angle.cos(),
        y: 125_000.0 + scale * far * angle.sin(),
    };
    MultiPolygon(vec![Polygon::new(around.iter().map(coord).collect(), vec![])])
}

/// Two layers in residents.
fn people(store: &GeoPackage) {
    let atlas = read_atlas(store, &Atlas::default()).expect("an atlas");
    let question = Question {
        a: "wards".parse().unwrap(),
        b: "icbs".parse().unwrap(),
        weight: Some("residents".parse::<WeightRef>().unwrap()),
        within: None,
        on: ON,
        thresholds: Thresholds::default(),
    };
    let view = atlas.view(Viewer::Public);
    let (first, answer) = best(1, || compare(&view, &question).expect("an answer"));
    let placed = answer.people.map_or(0.0, |people| people.placed);
    row(
        &format!("wards × boards in residents ({placed:.0} people), asked first: everything is prepared"),
        first,
    );
    row("wards × boards in residents, asked again", best(ROUNDS, || compare(&view, &question)).0);
}

/// Milliseconds.
#[derive(Clone, Copy)]
struct Took {
    best: f64,
    median: f64,
}

fn best<T>(rounds: usize, mut ask: impl FnMut() -> T) -> (Took, T) {
    let mut took = Vec::with_capacity(rounds);
    let mut answer = None;
    for _ in 0..rounds {
        let started = Instant::now();
        let given = black_box(ask());
        took.push(started.elapsed().as_secs_f64() * 1e3);
        answer = Some(given);
    }
    took.sort_by(f64::total_cmp);
    (Took { best: took[0], median: took[rounds / 2] }, answer.expect("asked at least once"))
}

fn row(what: &str, Took { best, median }: Took) {
    println!("| {what} | {best:.1} ms | {median:.1} ms |");
}
