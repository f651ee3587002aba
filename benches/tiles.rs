//! How long England's tiles take: building the layer, and cold tiles at each zoom.
//!
//! Prints, before it measures, the heaviest tile of each zoom with its size. Needs the data pack
//! (`PATCHWORK_DATA`, by default `../shared/data`).

#[path = "../tests/tiles_support/mod.rs"]
mod support;

use std::hint::black_box;
use std::time::Instant;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use patchwork::tiles::{Drawn, FirstZooms, Mosaic, Sheet, TileBody, TileCoord, Value};
use support::england::{self, Layer};
use support::plane;

fn draw(mosaic: &Mosaic, layer: &Layer, tile: TileCoord) -> Drawn {
    mosaic.tile(
        tile,
        &Sheet {
            layer: "wards",
            borders: tile.z() >= FirstZooms::of(mosaic.len()).borders,
            labels: true,
            select: |_| true,
            id: |area| u64::from(area) + 1,
            attributes: |area, _| [("name", Value::from(layer.names[area as usize].as_str()))],
        },
    )
}

/// The heaviest tile of each zoom up to 14: among all tiles that meet the layer while these are few,
/// then among the children of the hundred heaviest.
fn heaviest(mosaic: &Mosaic, layer: &Layer) -> Vec<(TileCoord, Drawn)> {
    let mut found = Vec::new();
    let mut parents = vec![(0, 0)];
    for z in 0..=14 {
        let mut drawn: Vec<((u32, u32), Drawn)> = parents
            .iter()
            .map(|&(x, y)| ((x, y), draw(mosaic, layer, TileCoord::new_checked(z, x, y).unwrap())))
            .filter(|(_, drawn)| !drawn.body.is_empty())
            .collect();
        drawn.sort_by_key(|(_, drawn)| std::cmp::Reverse(drawn.body.len()));
        drawn.truncate(if z < 10 { usize::MAX } else { 100 });
        let children = |&((x, y), _): &((u32, u32), Drawn)| {
            [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(east, south)| (2 * x + east, 2 * y + south))
        };
        parents = drawn.iter().flat_map(children).collect();
        let ((x, y), heaviest) = drawn.swap_remove(0);
        found.push((TileCoord::new_checked(z, x, y).unwrap(), heaviest));
    }
    found
}

fn england(criterion: &mut Criterion) {
    let Some(layer) = england::wards() else { return };
    let grounds = layer.grounds();
    let mosaic = Mosaic::build(&grounds, plane::to_mercator);
    let (arcs, places) = mosaic.arcs_and_places();
    println!("England's wards: {} areas, {} vertices", mosaic.len(), layer.vertices());
    println!("mosaic: {arcs} arcs, {places} places, {} bytes", mosaic.bytes());
    println!("tile | shapes | points | parts left out | labels | bytes | gzipped | draw ms | gzip ms");
    let heaviest = heaviest(&mosaic, &layer);
    for (tile, drawn) in &heaviest {
        let start = Instant::now();
        black_box(draw(&mosaic, &layer, *tile));
        let draw_ms = start.elapsed().as_secs_f64() * 1e3;
        let start = Instant::now();
        let body = TileBody::new(drawn.body.clone());
        let gzip_ms = start.elapsed().as_secs_f64() * 1e3;
        let said = drawn.summary;
        println!(
            "{tile} | {} | {} | {} | {} | {} | {} | {draw_ms:.1} | {gzip_ms:.1}",
            said.shapes,
            said.points,
            said.parts_left_out,
            said.labels,
            drawn.body.len(),
            body.encoded(true).bytes.len(),
        );
    }

    let mut group = criterion.benchmark_group("england_wards");
    group.sample_size(20);
    group.bench_function("build", |bencher| {
        bencher.iter(|| Mosaic::build(black_box(&grounds), plane::to_mercator));
    });
    for (tile, _) in &heaviest {
        group.bench_with_input(BenchmarkId::new("heaviest_tile", tile), tile, |bencher, &tile| {
            bencher.iter(|| draw(&mosaic, &layer, black_box(tile)));
        });
    }
    group.finish();
    drop((mosaic, heaviest));

    // The other national layers, for the memory and the time they take to build.
    let others = [
        ("lsoas", "england_lsoa21.fgb.gz", "LSOA21NM"),
        ("msoas", "england_msoa21.fgb.gz", "MSOA21NM"),
        ("districts", "england_lad25_from_wards.fgb", "LAD25NM"),
        ("icbs", "england_icb24_from_lsoa21.fgb", "icb24_name"),
    ];
    for (name, file, name_column) in others {
        let Some(layer) = england::layer(file, name_column) else { return };
        let grounds = layer.grounds();
        let mosaic = layer.mosaic();
        println!("{name}: {} areas, {} vertices, {} bytes", mosaic.len(), layer.vertices(), mosaic.bytes());
        for (tile, drawn) in self::heaviest(&mosaic, &layer) {
            let start = Instant::now();
            black_box(draw(&mosaic, &layer, tile));
            let draw_ms = start.elapsed().as_secs_f64() * 1e3;
            println!("{tile} | {:?} | {} bytes | {draw_ms:.1} ms", drawn.summary, drawn.body.len());
        }
        let mut group = criterion.benchmark_group(format!("england_{name}"));
        group.sample_size(10);
        group.bench_function("build", |bencher| {
            bencher.iter(|| Mosaic::build(black_box(&grounds), plane::to_mercator));
        });
        group.finish();
    }
}

criterion_group!(benches, england);
criterion_main!(benches);
