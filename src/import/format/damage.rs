//! Small valid files of every format, cut at every length and with bits turned over: reading them may
//! fail, but must neither panic nor hang.

use std::{
    panic,
    path::Path,
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rstest::rstest;

use super::{detect, flatgeobuf, geojson, geopackage, json, sample, shapefile, topojson, zipped};

/// Far more than any of these files takes, even on a busy machine.
const LONG: Duration = Duration::from_secs(5);

type Reader = fn(&[u8]);

fn read_json(bytes: &[u8]) {
    let text = detect::without_bom(bytes);
    match json::kind(text) {
        Ok(json::Kind::Topology) => drop(topojson::read(text, None)),
        Ok(kind) => drop(geojson::read(text, kind, None)),
        Err(_) => {}
    }
}

fn read_flatgeobuf(bytes: &[u8]) {
    drop(flatgeobuf::read(bytes, None));
}

fn read_geopackage(bytes: &[u8]) {
    drop(geopackage::read_bytes(bytes, None));
}

fn read_zip(bytes: &[u8]) {
    drop(zipped::read(bytes, None));
}

/// The parts one after another, each with its length before it.
fn joined_parts() -> Vec<u8> {
    let parts = sample::shapefile_parts().into_iter();
    parts
        .flat_map(|(_, bytes)| [u32::try_from(bytes.len()).unwrap().to_le_bytes().to_vec(), bytes].concat())
        .collect()
}

fn read_parts(bytes: &[u8]) {
    let whole = joined_parts();
    let mut parts = Vec::new();
    let mut start = 0;
    while let Some(length) = whole.get(start..start + 4) {
        let end = start + 4 + u32::from_le_bytes(length.try_into().unwrap()) as usize;
        parts.push(bytes.get(start + 4..end.min(bytes.len())).unwrap_or_default().to_vec());
        start = end;
    }
    let [shp, shx, dbf, prj, cpg] = parts.try_into().unwrap();
    for shx in [None, Some(shx)] {
        let parts = shapefile::Parts {
            shp: shp.clone(),
            shx,
            dbf: dbf.clone(),
            prj: Some(prj.clone()),
            cpg: Some(cpg.clone()),
        };
        drop(shapefile::read_parts(&parts, None));
    }
}

fn survive(bytes: &[u8], reader: Reader, what: &str) {
    let start = Instant::now();
    assert!(panic::catch_unwind(|| reader(bytes)).is_ok(), "reading panicked: {what}");
    assert!(start.elapsed() < LONG, "reading took {:?}: {what}", start.elapsed());
}

#[rstest]
#[case::geojson(sample::geojson(), read_json, 1)]
#[case::topojson(sample::topojson(), read_json, 1)]
#[case::flatgeobuf(sample::flatgeobuf(), read_flatgeobuf, 1)]
#[case::geopackage(sample::geopackage(&["wards"]), read_geopackage, 61)]
#[case::shapefile(joined_parts(), read_parts, 1)]
#[case::zip(sample::zipped_shapefile(), read_zip, 1)]
fn a_file_that_is_cut_anywhere_neither_panics_nor_hangs(
    #[case] bytes: Vec<u8>,
    #[case] reader: Reader,
    #[case] step: usize,
) {
    for length in (0..bytes.len()).step_by(step) {
        survive(&bytes[..length], reader, &format!("cut at {length}"));
    }
}

#[rstest]
#[case::geojson(sample::geojson(), read_json, 3_000)]
#[case::topojson(sample::topojson(), read_json, 3_000)]
#[case::flatgeobuf(sample::flatgeobuf(), read_flatgeobuf, 20_000)]
#[case::geopackage(sample::geopackage(&["wards"]), read_geopackage, 1_000)]
#[case::shapefile(joined_parts(), read_parts, 20_000)]
#[case::zip(sample::zipped_shapefile(), read_zip, 5_000)]
fn bits_turned_over_neither_panic_nor_hang(
    #[case] bytes: Vec<u8>,
    #[case] reader: Reader,
    #[case] rounds: u32,
) {
    let mut random = ChaCha8Rng::seed_from_u64(27_700);
    for round in 0..rounds {
        let mut damaged = bytes.clone();
        for _ in 0..random.random_range(1..=4) {
            let place = random.random_range(0..damaged.len());
            damaged[place] = match random.random_range(0..4) {
                0 => 0xFF,
                1 => 0,
                2 => random.random(),
                _ => damaged[place] ^ (1 << random.random_range(0..8)),
            };
        }
        survive(&damaged, reader, &format!("round {round}"));
    }
}

#[test]
fn a_file_of_noise_behind_any_magic_is_refused() {
    let mut random = ChaCha8Rng::seed_from_u64(4_326);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("noise");
    for magic in [
        b"fgb\x03fgb\x00".as_slice(),
        b"SQLite format 3\0",
        b"\x00\x00\x27\x0A",
        b"PK\x03\x04",
        b"\x1F\x8B\x08\x00",
        b"{",
    ] {
        for _ in 0..20 {
            let noise: Vec<u8> = (0..2_000).map(|_| random.random()).collect();
            std::fs::write(&path, [magic, noise.as_slice()].concat()).unwrap();
            assert!(super::read(Path::new(&path), None).is_err());
        }
    }
}
