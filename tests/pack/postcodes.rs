//! Postcodes against districts: two publications that know nothing of each other.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
};

use flate2::read::GzDecoder;
use geo_types::Coord;
use jiff::civil::{Date, date};
use patchwork::overlap::PointGrid;

use crate::place::{england, pack, sussex};

/// What the pack's README found with other software, in per cent, and how far from it we may be: it is given with two
/// decimals.
const README: f64 = 99.93;
const ALLOWED: f64 = 0.02;

const DAY: Date = date(2026, 2, 1);

#[test]
fn postcodes_lie_in_the_district_that_their_file_names() {
    let (Some(england), Some(sussex), Some(pack)) = (england(), sussex(), pack()) else { return };
    let districts = england.view().layer(&"districts".parse().unwrap(), DAY).unwrap();
    let areas: Vec<_> = districts.areas().collect();
    let regions: Vec<_> = areas.iter().map(|area| area.version.region.as_ref()).collect();
    let grid = PointGrid::new(&regions).unwrap();
    let codes: HashMap<&str, usize> =
        areas.iter().enumerate().map(|(index, area)| (area.version.code_or_id(), index)).collect();

    let file = File::open(pack.join("postcodes/onspd_2026_sussex_and_fringe.csv.gz")).unwrap();
    let mut table = csv::Reader::from_reader(GzDecoder::new(file));
    let sussex: HashSet<&str> = sussex
        .view()
        .layer(&"districts".parse().unwrap(), DAY)
        .unwrap()
        .areas()
        .map(|area| area.version.code_or_id())
        .collect();
    let (mut asked, mut inside) = (0_u32, 0_u32);
    for row in table.records() {
        let row = row.unwrap();
        let (Ok(x), Ok(y)) = (row[2].parse(), row[3].parse()) else { continue };
        if !sussex.contains(&row[1]) {
            continue;
        }
        asked += 1;
        let found = grid.first(&regions, Coord { x, y });
        inside += u32::from(found.is_some() && found == codes.get(&row[1]).copied());
    }
    let percent = 100.0 * f64::from(inside) / f64::from(asked);
    eprintln!("{inside} of {asked} postcodes in their own district: {percent:.3} %");
    assert!(asked > 75_000, "{asked}");
    assert!((percent - README).abs() <= ALLOWED, "{inside} of {asked}: {percent:.3} %");
}
