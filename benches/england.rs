//! How fast England's layers load and answer: prints rows of a Markdown table.
//!
//! `script/bench` makes the store (`PATCHWORK_BENCH_STORE`) and runs this. Without it there is nothing to measure, and
//! that is said.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, missing_docs)] // figures for people

use std::{hint::black_box, path::Path, sync::Arc, time::Instant};

use geo_types::Coord;
use patchwork::{
    atlas::{Atlas, LayerAtlas, Viewer},
    geometry::{Bng, Region, mercator, snap_coord, to_lonlat},
    overlap::PointGrid,
    store::{Store, sqlite::GeoPackage},
    tiles::{FirstZooms, Ground, Mosaic, Sheet, TileCoord, Value},
};
use rand::{Rng, SeedableRng};

const LAYERS: [&str; 5] = ["wards", "lsoa21", "msoa21", "districts", "icbs"];

fn main() {
    let Ok(path) = std::env::var("PATCHWORK_BENCH_STORE") else {
        println!("skipped: set PATCHWORK_BENCH_STORE to a store made from boundaries/england.toml");
        return;
    };
    let started = Instant::now();
    let store = GeoPackage::open(Path::new(&path)).expect("a store");
    let layers: Vec<Arc<LayerAtlas>> = LAYERS
        .iter()
        .map(|id| Arc::new(LayerAtlas::new(store.read_layer(&id.parse().unwrap()).expect("a layer"))))
        .collect();
    let atlas = Atlas::new(layers.clone(), store.place().unwrap());
    let on = "2026-03-31".parse().unwrap();
    let view = atlas.view(Viewer::Public);
    let crawley = snap_coord(Coord { x: 527_000.0, y: 136_500.0 });
    let first = view.locate(crawley, on, None);
    assert!(first.within.len() >= 4, "a point in Crawley lies in every layer");
    row(
        "England's five layers, from the store to the first answer",
        &format!("{:.2} s", started.elapsed().as_secs_f64()),
    );
    row("resident memory after it", &format!("{:.0} MB", resident_mb()));

    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
    let mut places = |count: usize| -> Vec<Coord<f64>> {
        (0..count)
            .map(|_| {
                snap_coord(Coord {
                    x: rng.random_range(300_000.0..620_000.0),
                    y: rng.random_range(90_000.0..500_000.0),
                })
            })
            .collect()
    };
    // The first question to each area sorts its border; after that it is there.
    let warm = places(200_000);
    for &place in &warm {
        black_box(view.locate(place, on, None));
    }
    let asked = &warm[..100_000];
    let started = Instant::now();
    for &place in asked {
        black_box(view.locate(place, on, None));
    }
    row(
        "`locate` in five layers, in memory",
        &format!("{:.1} µs", started.elapsed().as_secs_f64() * 1e6 / 100_000.0),
    );

    let wards: Vec<&Region<Bng>> =
        layers[0].in_force(None, on).map(|area| area.version.region.as_ref()).collect();
    let started = Instant::now();
    let grid = PointGrid::new(&wards).expect("ground");
    let built = started.elapsed();
    let points = places(2_000_000);
    let started = Instant::now();
    let inside = points.iter().filter(|&&point| grid.first(&wards, point).is_some()).count();
    let rate = points.len() as f64 / started.elapsed().as_secs_f64() / 1e6;
    row(
        "points in wards, in bulk, one core",
        &format!(
            "{rate:.2} million a second ({inside} of 2,000,000 inside; index built in {:.0} ms)",
            built.as_secs_f64() * 1e3
        ),
    );

    tiles(&layers[0], on);
    row("resident memory at the end", &format!("{:.0} MB", resident_mb()));
}

fn tiles(wards: &LayerAtlas, on: jiff::civil::Date) {
    let started = Instant::now();
    let grounds: Vec<Ground<'_>> = wards
        .areas()
        .iter()
        .map(|area| Ground { shape: area.version.region.shape(), inside: area.label_point().unwrap() })
        .collect();
    let mosaic = Mosaic::build(&grounds, |coord| {
        let (lon, lat) = to_lonlat(coord.x, coord.y).unwrap();
        let (x, y) = mercator::from_lonlat(lon, lat);
        Coord { x, y }
    });
    row(
        "shared arcs of England's wards, built once",
        &format!("{:.0} ms, {:.1} MB", started.elapsed().as_secs_f64() * 1e3, mosaic.bytes() as f64 / 1e6),
    );
    let sheet = |zoom: u8| Sheet {
        layer: "wards",
        borders: zoom >= FirstZooms::of(wards.areas().len()).borders,
        labels: true,
        select: |index: u32| wards.areas()[index as usize].version.holds(None, on),
        id: u64::from,
        attributes: |index: u32, _zoom: u8| {
            let version = &wards.areas()[index as usize].version;
            [("code", Value::from(version.code_or_id())), ("name", Value::from(version.name.as_str()))]
        },
    };
    for zoom in 4..=14_u8 {
        // Every tile of England at low zooms; around London, Birmingham and Manchester at high ones.
        let (mut worst, mut largest, mut drawn) = (0.0_f64, 0_usize, 0);
        for coord in sampled(zoom) {
            let started = Instant::now();
            let tile = mosaic.tile(coord, &sheet(zoom));
            worst = worst.max(started.elapsed().as_secs_f64() * 1e3);
            largest = largest.max(tile.body.len());
            drawn += 1;
        }
        row(
            &format!("cold tile of England's wards, z{zoom}"),
            &format!("{worst:.1} ms at worst, {:.0} KB at most ({drawn} tiles)", largest as f64 / 1e3),
        );
    }
}

fn sampled(zoom: u8) -> Vec<TileCoord> {
    let side = f64::from(1_u32 << zoom);
    let place = |lon: f64, lat: f64| {
        let (x, y) = mercator::from_lonlat(lon, lat);
        let to_tile = |v: f64| (f64::midpoint(v / mercator::HALF_WORLD_M, 1.0) * side) as u32;
        (to_tile(x), to_tile(-y))
    };
    let mut tiles = Vec::new();
    let boxes: &[[f64; 4]] = if zoom <= 8 {
        &[[-6.5, 49.8, 1.9, 55.9]]
    } else {
        &[[-0.5, 51.3, 0.3, 51.7], [-2.1, 52.35, -1.6, 52.65], [-2.5, 53.3, -2.0, 53.6]]
    };
    for [west, south, east, north] in boxes {
        let ((x0, y0), (x1, y1)) = (place(*west, *north), place(*east, *south));
        for x in x0..=x1 {
            for y in y0..=y1 {
                tiles.extend(TileCoord::new_checked(zoom, x, y));
            }
        }
    }
    let step = (tiles.len() / 400).max(1);
    tiles.into_iter().step_by(step).collect()
}

fn row(what: &str, figure: &str) {
    println!("| {what} | {figure} |");
}

/// From the kernel's own account of this process.
fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1e3
}
