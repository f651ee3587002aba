//! The projection against Ordnance Survey's published points, and PROJ's systems against published coordinates.

use geo_types::Coord;
use patchwork::geometry::{Reprojection, SourceCrs, grid, to_grid, to_lonlat};

/// The 40 points TP01–TP40 published with OSTN15 (© Crown copyright, Ordnance Survey): see `tests/worked/README.md`.
const POINTS: &str = include_str!("worked/os_ostn15_test_points.csv");

fn points() -> impl Iterator<Item = (String, [f64; 4])> {
    POINTS.lines().skip(1).map(|line| {
        let mut fields = line.split(',');
        let name = fields.next().unwrap().to_owned();
        let mut number = || fields.next().unwrap().trim().parse::<f64>().unwrap();
        (name, [number(), number(), number(), number()])
    })
}

#[test]
fn all_forty_points_come_out_within_two_millimetres_both_ways() {
    let mut seen = 0;
    for (name, [lat, lon, easting, northing]) in points() {
        let (e, n) = to_grid(lon, lat).unwrap();
        let off = (e - easting).hypot(n - northing);
        assert!(off < 0.002, "{name}: {off} m off on the grid");
        let (lon_back, lat_back) = to_lonlat(easting, northing).unwrap();
        // A degree of latitude is 111 km; of longitude, that times the cosine.
        let off = ((lat_back - lat) * 111_300.0).hypot((lon_back - lon) * 111_300.0 * lat.to_radians().cos());
        assert!(off < 0.002, "{name}: {off} m off on the ground");
        seen += 1;
    }
    assert_eq!(seen, 40);
}

#[test]
fn a_helmert_fallback_would_be_caught() {
    // The seven-parameter transformation that PROJ falls back to without the OSTN15 grid (EPSG:1314).
    let helmert = proj::Proj::new(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad \
         +step +proj=cart +ellps=WGS84 \
         +step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489 +convention=position_vector \
         +step +inv +proj=cart +ellps=airy \
         +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy",
    )
    .unwrap();
    let worst = points()
        .map(|(_, [lat, lon, easting, northing])| {
            let (e, n) = helmert.convert((lon, lat)).unwrap();
            (e - easting).hypot(n - northing)
        })
        .fold(0.0, f64::max);
    assert!(worst > 1.0, "the Helmert transformation should be metres out, not {worst}");
    assert!(worst < 10.0, "and not more than metres, or the comparison is itself wrong: {worst}");
}

#[test]
fn the_check_at_start_passes() {
    grid::self_check().unwrap();
}

#[test]
fn st_agnes_in_scilly_lies_on_the_grid() {
    // St Agnes lighthouse: 49.8926° N, 6.3458° W, SV 880 081 on Ordnance Survey maps.
    let (easting, northing) = to_grid(-6.3458, 49.8926).unwrap();
    assert!((easting - 88_000.0).abs() < 150.0 && (northing - 8_150.0).abs() < 150.0, "{easting} {northing}");
}

#[test]
fn ground_outside_the_grid_is_refused_by_name() {
    let paris = to_grid(2.35, 48.86).unwrap_err().to_string();
    assert!(
        paris.contains("longitude 2.35") && paris.contains("outside the British National Grid"),
        "{paris}"
    );
    assert!(to_grid(f64::NAN, 51.0).is_err());
    assert!(to_lonlat(-5_000.0, 100.0).is_err());
    assert!(to_lonlat(530_000.0, f64::INFINITY).is_err());
}

#[test]
fn other_systems_pass_through_proj() {
    // Greenwich, the Airy transit circle: 51.477811° N, 0.001475° W (WGS 84); TQ 38876 77320 or so on the grid.
    let (easting, northing) = to_grid(-0.001_475, 51.477_811).unwrap();
    // The same place in Web Mercator (EPSG:3857, defining formula) and UTM 31N (computed with GeographicLib).
    let lat = 51.477_811_f64.to_radians();
    let radius = 6_378_137.0;
    let mercator = Coord { x: -0.001_475_f64.to_radians() * radius, y: lat.sin().atanh() * radius };
    let through = Reprojection::new(SourceCrs::from_epsg(3857)).unwrap().to_grid(mercator).unwrap();
    assert!((through.x - easting).hypot(through.y - northing) < 0.002);
}

#[test]
fn an_unknown_system_is_refused_with_its_name() {
    let error = Reprojection::new(SourceCrs::from_epsg(999_999)).unwrap_err().to_string();
    assert!(error.contains("EPSG:999999"), "{error}");
}
