//! Validity, repair and union, judged by others: GEOS through a table, `geo`, and plain arithmetic.

use std::io::Read;

use geo::{Area, Validation};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use patchwork::geometry::{
    Bng, Region, RepairFailed, dissolve, remaining_region, shared_region, snap, union_as_it_is,
    validity::{Defect, first_defect},
};
use proptest::prelude::*;

/// Random small shapes with GEOS's verdicts: see `tests/worked/README.md`.
const TABLE: &[u8] = include_bytes!("worked/validity_geos.csv.gz");

/// One row: the shape in metres, GEOS's verdict, and the areas of its repairs in m².
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
    /// By the rule of the repair, each step by GEOS.
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

/// The rule: what each exterior winds around, less what its holes wind around, and of that the union; a part inside another
/// that winds the other way is a hole. GEOS's structure method follows it but for such parts, and for holes outside their
/// exterior, of which it makes ground; its linework method takes ground that a border encloses twice for a hole.
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
    assert_eq!((seen, like_structure, like_linework), (4_500, 4_297, 723));
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

/// As England's LSOA E01017290 comes: the ground in the smaller ring is all of E01017291.
#[test]
fn a_part_inside_another_that_winds_the_other_way_becomes_a_hole() {
    let square = |low: f64, high: f64| vec![(low, low), (high, low), (high, high), (low, high), (low, low)];
    let backwards = square(3.0, 5.0).into_iter().rev().collect();
    let (with_hole, repair) = Region::new(&on_the_grid(&[vec![square(0.0, 10.0)], vec![backwards]])).unwrap();
    assert_eq!(repair.unwrap().defect, Defect::NestedParts);
    assert!((with_hole.area().0 - 96.0).abs() < 1e-6);
    let (united, _) = Region::new(&on_the_grid(&[vec![square(0.0, 10.0)], vec![square(3.0, 5.0)]])).unwrap();
    assert!((united.area().0 - 100.0).abs() < 1e-6);
}

#[test]
fn a_part_touched_at_every_corner_and_halfway_is_still_seen_to_lie_inside() {
    let around =
        vec![(0., 0.), (1., -1.), (2., 0.), (3., -1.), (4., 0.), (5., 3.), (2., 3.), (-1., 3.), (0., 0.)];
    let inside = vec![(0., 0.), (4., 0.), (2., 3.), (0., 0.)];
    let found = first_defect(&on_the_grid(&[vec![around], vec![inside]]));
    assert_eq!(found.map(|finding| finding.defect), Some(Defect::NestedParts));
}

/// A pavement: rows of four-sided tiles between lattice lines whose inner crossings are moved about.
fn pavement(moves: &[(i32, i32)]) -> Vec<Region<Bng>> {
    let side = 6_usize;
    let corner = |column: usize, row: usize| {
        let inner = (1..side).contains(&column) && (1..side).contains(&row);
        let (east, north) = if inner { moves[row * side + column] } else { (0, 0) };
        let place =
            |at: usize, by: i32| f64::from(u32::try_from(at).unwrap()) * 100.0 + f64::from(by) / 1_000.0;
        (place(column, east), place(row, north))
    };
    let mut tiles = Vec::new();
    for row in 0..side {
        for column in 0..side {
            let ring = vec![
                corner(column, row),
                corner(column + 1, row),
                corner(column + 1, row + 1),
                corner(column, row + 1),
                corner(column, row),
            ];
            tiles.push(Region::new(&on_the_grid(&[vec![ring]])).unwrap().0);
        }
    }
    tiles
}

fn ring_count(shape: &MultiPolygon<f64>) -> usize {
    shape.iter().map(|polygon| 1 + polygon.interiors().len()).sum()
}

proptest! {
    /// Any tiles of a pavement, dissolved, cover the ground they had, and all of them make one square without a hole.
    #[test]
    fn a_dissolved_partition_is_the_whole(
        moves in prop::collection::vec((-30_000..30_000, -30_000..30_000), 36),
        picked in prop::collection::vec(any::<bool>(), 36),
    ) {
        let tiles = pavement(&moves);
        let whole = dissolve(&tiles).unwrap();
        prop_assert_eq!(ring_count(whole.shape()), 1);
        prop_assert!((whole.area().0 - 360_000.0).abs() < 1e-6);
        let some: Vec<_> = tiles.iter().zip(&picked).filter_map(|(tile, &picked)| picked.then_some(tile)).collect();
        if !some.is_empty() {
            let together = dissolve(some.iter().copied()).unwrap();
            let sum: f64 = some.iter().map(|tile| tile.area().0).sum();
            prop_assert!((together.area().0 - sum).abs() < 1e-6);
            prop_assert_eq!(first_defect(&in_millimetres(together.shape())), None);
            let as_it_is = union_as_it_is(some.iter().copied()).unwrap();
            prop_assert!((as_it_is.unsigned_area() - sum).abs() < 1e-6);
        }
    }

    /// What two regions share and what the first keeps for itself are together the first; the sharing is mutual.
    #[test]
    fn shared_and_remaining_ground_are_the_whole(
        a in prop::collection::vec((0..200_000, 0..200_000), 3..12),
        b in prop::collection::vec((0..200_000, 0..200_000), 3..12),
    ) {
        let region = |points: &[(i32, i32)]| {
            let mut ring: Vec<_> = points.iter().map(|&(x, y)| (f64::from(x) / 1_000.0, f64::from(y) / 1_000.0)).collect();
            ring.push(ring[0]);
            Region::new(&on_the_grid(&[vec![ring]])).ok().map(|(region, _)| region)
        };
        let (Some(a), Some(b)) = (region(&a), region(&b)) else { return Ok(()) };
        let area = |region: Option<Region<Bng>>| region.map_or(0.0, |region| region.area().0);
        let shared = area(shared_region(&a, &b));
        let tolerance = 0.002 * (a.perimeter().0 + b.perimeter().0) + 0.1;
        prop_assert!((shared + area(remaining_region(&a, &b)) - a.area().0).abs() < tolerance);
        prop_assert!((shared - area(shared_region(&b, &a))).abs() < tolerance);
        let both = dissolve([&a, &b]).unwrap();
        prop_assert!((both.area().0 + shared - a.area().0 - b.area().0).abs() < tolerance);
    }

    /// Two neighbours along a slanting border on which only one of them has points, each snapped off the line.
    #[test]
    fn neighbours_dissolve_without_cracks_where_only_one_has_points_on_their_border(
        lean in -50_000_i32..50_000,
        mut at in prop::collection::vec(1_u32..1_000, 1..8),
    ) {
        at.sort_unstable();
        at.dedup();
        let top = 100.0 + f64::from(lean) / 1_000.0;
        let west = vec![(0.0, 0.0), (100.0, 0.0), (top, 200.0), (0.0, 200.0), (0.0, 0.0)];
        let mut east = vec![(100.0, 0.0), (200.0, 0.0), (200.0, 200.0), (top, 200.0)];
        east.extend(at.iter().rev().map(|&at| {
            let along = f64::from(at) / 1_000.0;
            (100.0 + (top - 100.0) * along, 200.0 * along)
        }));
        east.push((100.0, 0.0));
        let (west, _) = Region::new(&on_the_grid(&[vec![west]])).unwrap();
        let (east, _) = Region::new(&on_the_grid(&[vec![east]])).unwrap();
        let whole = dissolve([&west, &east]).unwrap();
        prop_assert_eq!(ring_count(whole.shape()), 1, "{:?}", whole.shape());
        prop_assert!((whole.area().0 - 40_000.0).abs() < 0.5);
    }
}
