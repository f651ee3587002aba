//! What a tile of a small invented world holds, read back by a decoder.

#[path = "tiles_support/mod.rs"]
mod support;

use geo::Area as _;
use geozero::ToGeo;
use geozero::mvt::{Message, Tile};
use patchwork::tiles::Summary;
use rstest::rstest;
use support::decode::{self, Feature, Shape};
use support::world::{
    self, Area, area, draw, draw_selected, home, mosaic, polygon, rectangle, simple_area, tile,
};

fn ids(features: &[Feature]) -> Vec<u64> {
    features.iter().map(|feature| feature.id).collect()
}

fn wards_in(areas: &[Area], z: u8, x: u32, y: u32) -> Vec<Feature> {
    decode::layer(&draw(areas, &mosaic(areas), tile(z, x, y)).body, "wards")
}

fn wards_at_home(areas: &[Area]) -> Vec<Feature> {
    wards_in(areas, 10, world::HOME.1, world::HOME.2)
}

/// Two wards side by side in the home tile: Westby and Easton.
fn two_wards() -> Vec<Area> {
    vec![
        simple_area("Westby", &rectangle([100., 100.], [500., 500.]), [300., 300.]),
        simple_area("Easton", &rectangle([500., 100.], [900., 500.]), [700., 300.]),
    ]
}

#[test]
fn neighbours_are_drawn_with_their_ids_names_and_corners() {
    let features = wards_at_home(&two_wards());
    assert_eq!(ids(&features), [1, 2]);
    let Shape::Polygons(westby) = &features[0].shape else { panic!("a point") };
    let mut corners = westby[0][0].clone();
    corners.sort_unstable();
    assert_eq!(corners, [[100, 100], [100, 500], [500, 100], [500, 500]]);
    assert_eq!(features[1].text("name"), Some("Easton"));
    assert_eq!(features[0].attributes["seats"].int_value, Some(-1));
    assert_eq!(features[0].attributes["asked_at_zoom_12_or_deeper"].bool_value, Some(false));
}

#[test]
fn a_border_that_two_wards_share_is_one_line() {
    let areas = two_wards();
    let drawn = draw(&areas, &mosaic(&areas), home());
    let lines = decode::lines(&drawn.body, "wards-borders");
    // All of it can be drawn in one go, from one end of the line between to the other.
    assert_eq!((lines.len(), drawn.summary.borders), (1, 1));
    let edges = decode::line_edges(&lines);
    assert_eq!(edges.len(), 7);
    assert_eq!(edges[&([500, 100], [500, 500])], 1);
    assert!(edges.values().all(|&times| times == 1));
}

#[test]
fn borders_are_those_of_the_areas_in_force() {
    let mut areas = two_wards();
    areas.push(simple_area("Oldham", &rectangle([100., 100.], [900., 500.]), [500., 300.]));
    let mosaic = mosaic(&areas);
    let between = ([500, 100], [500, 500]);
    let edges = |select: fn(u32) -> bool| {
        let body = draw_selected(&areas, &mosaic, home(), select).body;
        decode::line_edges(&decode::lines(&body, "wards-borders"))
    };
    assert!(edges(|area| area < 2).contains_key(&between));
    assert!(!edges(|area| area == 2).contains_key(&between));
}

#[test]
fn an_area_drawn_as_a_point_has_no_border() {
    let areas = [simple_area("Mousehole", &rectangle([1000., 1000.], [1000.9, 1000.9]), [1000.4, 1000.4])];
    let drawn = draw(&areas, &mosaic(&areas), home());
    assert_eq!(drawn.summary.borders, 0);
    assert_eq!(decode::layer_names(&drawn.body), ["wards", "wards-labels"]);
}

#[test]
fn a_border_ends_where_the_buffer_is_cut_and_does_not_run_along_it() {
    let areas = [simple_area("Coast", &rectangle([-500., 100.], [500., 200.]), [300., 150.])];
    let lines = decode::lines(&draw(&areas, &mosaic(&areas), home()).body, "wards-borders");
    let mut ends: Vec<_> = lines.iter().flat_map(|line| [line[0], line[line.len() - 1]]).collect();
    ends.retain(|end| end[0] == -64);
    ends.sort_unstable();
    assert_eq!(ends, [[-64, 100], [-64, 200]]);
    assert_eq!(decode::line_edges(&lines).len(), 3);
}

#[test]
fn geozero_reads_the_same_ground() {
    let areas = two_wards();
    let body = draw(&areas, &mosaic(&areas), home()).body;
    let tile = Tile::decode(&body[..]).unwrap();
    let ground: Vec<f64> =
        tile.layers[0].features.iter().map(|feature| feature.to_geo().unwrap().unsigned_area()).collect();
    assert_eq!(ground.iter().map(|area| area.round()).collect::<Vec<_>>(), [160_000.0, 160_000.0]);
}

#[rstest]
#[case::zoom_7_has_ids_only(7, false)]
#[case::zoom_8_has_names(8, true)]
fn names_and_labels_start_at_zoom_8(#[case] z: u8, #[case] named: bool) {
    let areas = two_wards();
    let up = world::HOME.0 - z;
    let body = draw(&areas, &mosaic(&areas), tile(z, world::HOME.1 >> up, world::HOME.2 >> up)).body;
    let features = decode::layer(&body, "wards");
    assert_eq!(ids(&features), [1, 2]);
    assert_eq!(features[0].text("name").is_some(), named);
    let layers: &[&str] =
        if named { &["wards", "wards-borders", "wards-labels"] } else { &["wards", "wards-borders"] };
    assert_eq!(decode::layer_names(&body), layers);
}

#[test]
fn a_name_is_placed_once_in_the_tile_that_holds_its_place() {
    // A ward over four tiles whose place lies in the home tile, 6 units from its north-west corner.
    let areas = [simple_area("Crossways", &rectangle([-2000., -2000.], [2000., 2000.]), [6., 6.])];
    let mosaic = mosaic(&areas);
    let mut labels = Vec::new();
    for (x, y) in [(506, 337), (505, 337), (506, 336), (505, 336)] {
        let body = draw(&areas, &mosaic, tile(10, x, y)).body;
        assert_eq!(decode::layer(&body, "wards").len(), 1);
        labels.extend(decode::layer(&body, "wards-labels").into_iter().map(|label| ((x, y), label)));
    }
    let [(place, label)] = &labels[..] else { panic!("{} labels", labels.len()) };
    assert_eq!(*place, (506, 337));
    assert_eq!(label.text("name"), Some("Crossways"));
    let Shape::Point([x, y]) = label.shape else { panic!("a label is a point") };
    assert!((5..=6).contains(&x) && (5..=6).contains(&y), "{x} {y}");
}

#[test]
fn a_tile_without_areas_is_no_bytes_and_decodes_to_no_layers() {
    let areas = two_wards();
    let drawn = draw(&areas, &mosaic(&areas), tile(10, 3, 3));
    assert!(drawn.body.is_empty());
    assert_eq!(drawn.summary, Summary::default());
    assert!(decode::layer_names(&drawn.body).is_empty());
}

#[test]
fn a_layer_without_areas_draws_nothing() {
    let mosaic = mosaic(&[]);
    assert!(mosaic.is_empty());
    assert_eq!(mosaic.bounds(|_| true), None);
    assert!(draw(&[], &mosaic, home()).body.is_empty());
}

#[test]
fn only_the_areas_in_force_are_drawn() {
    // The older edition's one ward lies over both of the newer.
    let mut areas = two_wards();
    areas.push(simple_area("Oldham", &rectangle([100., 100.], [900., 500.]), [500., 300.]));
    let mosaic = mosaic(&areas);
    let newer = draw_selected(&areas, &mosaic, home(), |area| area < 2).body;
    let older = draw_selected(&areas, &mosaic, home(), |area| area == 2).body;
    assert_eq!(ids(&decode::layer(&newer, "wards")), [1, 2]);
    assert_eq!(ids(&decode::layer(&older, "wards")), [3]);
    assert_eq!(ids(&decode::layer(&older, "wards-labels")), [3]);
}

#[test]
fn a_hole_stays_a_hole_and_its_island_fills_it() {
    let hole = rectangle([300., 300.], [700., 700.]);
    let areas = [
        area("Ring", vec![polygon(&rectangle([100., 100.], [900., 900.]), &[&hole])], [200., 200.]),
        simple_area("Middle", &hole, [500., 500.]),
    ];
    let features = wards_at_home(&areas);
    let ring = &features[0].polygons()[0];
    assert_eq!(ring.len(), 2, "an exterior and a hole");
    assert_eq!(decode::twice_area(&ring[0]), 2 * 800 * 800);
    assert_eq!(decode::twice_area(&ring[1]), -2 * 400 * 400);
    assert!(!decode::covers(&features[0], [500.5, 500.5]) && decode::covers(&features[1], [500.5, 500.5]));
}

#[test]
fn an_area_around_a_tile_that_lies_in_its_hole_is_not_in_that_tile() {
    let hole = rectangle([-500., -500.], [4600., 4600.]);
    let around =
        area("Around", vec![polygon(&rectangle([-900., -900.], [5000., 5000.]), &[&hole])], [-700., -700.]);
    assert!(wards_at_home(&[around]).is_empty());
}

#[test]
fn a_tile_inside_an_area_is_covered_to_the_edge_of_its_buffer() {
    let county = simple_area("County", &rectangle([-9e4, -9e4], [9e4, 9e4]), [0., 0.]);
    let features = wards_at_home(&[county]);
    let mut corners = features[0].polygons()[0][0].clone();
    corners.sort_unstable();
    assert_eq!(corners, [[-64, -64], [-64, 4160], [4160, -64], [4160, 4160]]);
}

#[test]
fn an_area_in_two_pieces_is_one_feature_of_two_exteriors() {
    let pieces = vec![
        polygon(&rectangle([100., 100.], [200., 200.]), &[]),
        polygon(&rectangle([300., 100.], [400., 200.]), &[]),
    ];
    let features = wards_at_home(&[area("Isles", pieces, [150., 150.])]);
    assert_eq!(features[0].polygons().len(), 2);
}

#[test]
fn rings_are_turned_as_the_specification_asks_however_they_came() {
    let clockwise = rectangle([100., 100.], [500., 500.]);
    let mut anticlockwise = clockwise;
    anticlockwise.reverse();
    for exterior in [clockwise, anticlockwise] {
        for hole in [rectangle([200., 200.], [300., 300.]), {
            let mut turned = rectangle([200., 200.], [300., 300.]);
            turned.reverse();
            turned
        }] {
            let features = wards_at_home(&[area("Either", vec![polygon(&exterior, &[&hole])], [150., 150.])]);
            let rings = &features[0].polygons()[0];
            assert_eq!(rings.iter().map(decode::twice_area).collect::<Vec<_>>(), [320_000, -20_000]);
        }
    }
}

#[test]
fn an_area_under_one_square_unit_is_a_point_and_is_counted() {
    let mut areas = two_wards();
    areas.push(simple_area("Mousehole", &rectangle([1000., 1000.], [1000.9, 1000.9]), [1000.4, 1000.4]));
    let drawn = draw(&areas, &mosaic(&areas), home());
    assert_eq!((drawn.summary.shapes, drawn.summary.points), (2, 1));
    let features = decode::layer(&drawn.body, "wards");
    assert_eq!(features[2].shape, Shape::Point([1000, 1000]));
    assert_eq!(features[2].text("name"), Some("Mousehole"));
    let deeper = wards_in(&areas, 11, 2 * world::HOME.1, 2 * world::HOME.2);
    assert_eq!(deeper[2].polygons().len(), 1, "1.8 by 1.8 units a zoom deeper");
}

#[test]
fn an_area_too_thin_to_enclose_a_unit_is_a_point() {
    // A strip of 0.2 by 400 units, well over one square unit.
    let strip = simple_area("Strip", &rectangle([100., 100.1], [500., 100.3]), [300., 100.2]);
    let features = wards_at_home(&[strip]);
    assert_eq!(features[0].shape, Shape::Point([300, 100]));
}

#[test]
fn islets_under_one_square_unit_are_left_out_and_counted_once() {
    let pieces = vec![
        polygon(&rectangle([-90., 100.], [200., 200.]), &[]),
        polygon(&rectangle([300., 100.], [300.5, 100.5]), &[]),
        polygon(&rectangle([-30., 300.], [-29.5, 300.5]), &[]),
    ];
    let areas = [area("Isles", pieces, [150., 150.])];
    let mosaic = mosaic(&areas);
    let home = draw(&areas, &mosaic, home()).summary;
    let west = draw(&areas, &mosaic, tile(10, world::HOME.1 - 1, world::HOME.2)).summary;
    assert_eq!((home.shapes, home.parts_left_out), (1, 1));
    assert_eq!((west.shapes, west.parts_left_out), (1, 1));
}

/// A round pond in a round lake's island: circles of many vertices, one arc each.
fn circle(centre: [f64; 2], radius: f64) -> Vec<[f64; 2]> {
    (0..500)
        .map(|step| {
            let (sin, cos) = (f64::from(step) / 500.0 * std::f64::consts::TAU).sin_cos();
            [centre[0] + radius * cos, centre[1] + radius * sin]
        })
        .collect()
}

#[test]
fn a_round_island_keeps_three_corners_until_it_becomes_a_point() {
    let areas = [simple_area("Lundy", &circle([2000., 2000.], 300.), [2000., 2000.])];
    for z in 0..=10 {
        let features = wards_in(&areas, z, world::HOME.1 >> (10 - z), world::HOME.2 >> (10 - z));
        assert_eq!(features.len(), 1);
        match &features[0].shape {
            // 283 thousand square units at zoom 10 are one at zoom 0.9.
            Shape::Point(_) => assert!(z <= 2, "a point at zoom {z}"),
            Shape::Polygons(polygons) => assert!(polygons[0][0].len() >= 3),
        }
    }
}

#[test]
fn a_ward_with_one_coast_and_one_border_keeps_its_ground_at_every_zoom_that_has_it() {
    // Half-moons: each is one arc of the circle and one straight border.
    let round = circle([2000., 2000.], 300.);
    let areas = [
        simple_area("North", &[&round[250..], &round[..1]].concat(), [2000., 1900.]),
        simple_area("South", &round[..=250], [2000., 2100.]),
    ];
    for z in 3..=10 {
        let features = wards_in(&areas, z, world::HOME.1 >> (10 - z), world::HOME.2 >> (10 - z));
        assert_eq!(features.len(), 2);
        assert!(features.iter().all(|feature| !feature.polygons().is_empty()), "zoom {z}");
    }
}

#[test]
fn the_same_areas_give_the_same_bytes() {
    let areas = two_wards();
    let body = draw(&areas, &mosaic(&areas), home()).body;
    assert_eq!(body, draw(&areas, &mosaic(&areas), home()).body);
}

#[test]
fn bounds_are_those_of_the_selected_areas() {
    let areas = two_wards();
    let mosaic = mosaic(&areas);
    let [west, south, east, north] = mosaic.bounds(|_| true).unwrap();
    // Tile 10/506/337 starts at 2.109375 W and 52.268157 N; a unit is 360 / 2²² degrees of longitude.
    let unit = 360.0 / f64::from(1 << 22);
    assert!((west - (-2.109_375 + 100.0 * unit)).abs() < 1e-6, "{west}");
    assert!((east - (-2.109_375 + 900.0 * unit)).abs() < 1e-6, "{east}");
    assert!(south < north && north < 52.268_158 && south > 52.2);
    assert!(mosaic.bounds(|area| area == 1).unwrap()[0] > west);
}

#[test]
fn a_place_outside_its_area_does_not_hide_it() {
    let areas = [simple_area("Astray", &rectangle([1000., 1000.], [1000.5, 1000.5]), [90_000., 90_000.])];
    assert_eq!(ids(&wards_at_home(&areas)), [1]);
}
