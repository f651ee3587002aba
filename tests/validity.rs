//! Validity, repair and union, judged by others: GEOS through a table, `geo`, and plain arithmetic.

use std::io::Read;

use geo::{Area, Validation};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use patchwork::geometry::{
    Region, RepairFailed, snap,
    validity::{Defect, first_defect},
};

/// Random small shapes with GEOS's verdicts: see `tests/worked/README.md`.
const TABLE: &[u8] = include_bytes!("worked/validity_geos.csv.gz");

/// One row: the shape in metres, GEOS's verdict, and the areas of its two repairs in m².
struct Judged {
    shape: MultiPolygon<f64>,
    valid: bool,
    repaired: Option<Areas>,
}

/// What an invalid shape's ground comes to in m² when GEOS repairs it.
#[derive(Clone, Copy)]
struct Areas {
    structure: f64,
    linework: f64,
    /// What its exteriors wind around, each less what its holes wind around.
    ruled: f64,
}

fn table() -> Vec<Judged> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(TABLE).read_to_string(&mut text).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(';').collect();
        let rings: Vec<Vec<Vec<(f64, f64)>>> = serde_json::from_str(fields[0]).unwrap();
        let area = |field: usize| fields[field].parse::<f64>().ok();
        let repaired = area(2).zip(area(3)).zip(area(4));
        let repaired = repaired.map(|((structure, linework), ruled)| Areas { structure, linework, ruled });
        Judged { shape: on_the_grid(&rings), valid: fields[1] == "1", repaired }
    });
    rows.collect()
}

/// Moved to where the National Grid's numbers have their usual size.
fn on_the_grid(rings: &[Vec<Vec<(f64, f64)>>]) -> MultiPolygon<f64> {
    let ring = |ring: &Vec<(f64, f64)>| -> LineString<f64> {
        ring.iter().map(|&(x, y)| Coord { x: 500_000.0 + x, y: 100_000.0 + y }).collect()
    };
    let polygons =
        rings.iter().map(|part| Polygon::new(ring(&part[0]), part[1..].iter().map(ring).collect()));
    polygons.collect()
}

#[test]
fn every_verdict_is_the_one_of_geos() {
    let rows = table();
    assert_eq!(rows.len(), 9_000);
    assert_eq!(rows.iter().filter(|row| row.valid).count(), 4_500);
    for (line, row) in rows.iter().enumerate() {
        let found = first_defect(&row.shape);
        assert_eq!(found.is_none(), row.valid, "line {}: {found:?} in {:?}", line + 2, row.shape);
    }
}

/// `geo` accepts rings that touch themselves in a vertex, interiors cut in two, and rings of three points on a line: what it
/// refuses must be refused here, and what is refused only here must be for one of those reasons.
#[test]
fn what_geo_refuses_is_refused() {
    for (line, row) in table().iter().enumerate() {
        let found = first_defect(&row.shape).map(|finding| finding.defect);
        if row.shape.is_valid() {
            let more = match found {
                None | Some(Defect::TouchesItself | Defect::CutInterior) => true,
                Some(Defect::OverlapsAlongLine) => has_flat_ring(&row.shape),
                Some(_) => false,
            };
            assert!(more, "line {}: {found:?} in {:?}", line + 2, row.shape);
        } else {
            assert!(found.is_some(), "line {}: {:?}", line + 2, row.shape);
        }
    }
}

fn has_flat_ring(shape: &MultiPolygon<f64>) -> bool {
    let rings =
        shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings.map(|ring| Polygon::new(ring.clone(), vec![])).any(|solid| solid.unsigned_area() == 0.0)
}

#[test]
fn a_repair_is_valid_and_what_was_valid_stays_as_it_was() {
    for row in table() {
        match Region::new(&row.shape) {
            Ok((region, repair)) => {
                assert_eq!(first_defect(&in_millimetres(region.shape())), None, "{:?}", row.shape);
                // Snapping alone mends some: a hole of two points is no hole.
                assert_eq!(repair.is_none(), first_defect(&in_millimetres(&snap(&row.shape))).is_none());
                if row.valid {
                    assert!(repair.is_none());
                    assert!((region.area().0 - row.shape.unsigned_area()).abs() < 1e-6);
                }
            }
            Err(RepairFailed::Empty) => assert!(row.repaired.is_some_and(|areas| areas.ruled == 0.0)),
            Err(error) => panic!("{error}: {:?}", row.shape),
        }
    }
}

fn in_millimetres(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    use geo::MapCoords;
    shape.map_coords(|coord| Coord { x: (coord.x * 1_000.0).round(), y: (coord.y * 1_000.0).round() })
}

/// The rule: what each exterior winds around, less what its holes wind around, and of that the union. GEOS's structure
/// method follows it but for holes outside their exterior, of which it makes ground; its linework method takes ground
/// that a border encloses twice for a hole.
#[test]
fn a_repair_keeps_what_the_exteriors_wind_around_less_the_holes() {
    let (mut like_structure, mut like_linework, mut seen) = (0, 0, 0);
    for (line, row) in table().iter().enumerate() {
        let Some(areas) = row.repaired else { continue };
        let area = Region::new(&row.shape).map_or(0.0, |(region, _)| region.area().0);
        // Crossings are rounded to a millimetre, on borders of up to some hundreds of metres.
        let near = |other: f64| (area - other).abs() < 0.05;
        assert!(near(areas.ruled), "line {}: {area}, not {}: {:?}", line + 2, areas.ruled, row.shape);
        like_structure += usize::from(near(areas.structure));
        like_linework += usize::from(near(areas.linework));
        seen += 1;
    }
    assert_eq!((seen, like_structure, like_linework), (4_500, 4_302, 718));
}

#[test]
fn holes_that_wind_opposite_ways_do_not_cancel_where_they_overlap() {
    let square = |low: f64, high: f64| vec![(low, low), (high, low), (high, high), (low, high), (low, low)];
    let backwards = square(4.0, 8.0).into_iter().rev().collect();
    let shape = on_the_grid(&[vec![square(0.0, 10.0), square(2.0, 6.0), backwards]]);
    let (region, _) = Region::new(&shape).unwrap();
    // 100 less two holes of 16 that share 4.
    assert!((region.area().0 - 72.0).abs() < 1e-6, "{}", region.area().0);
}
