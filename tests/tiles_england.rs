//! England's wards of 2025 as tiles. Each test prints a line and passes where the data pack is not at hand.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "millimetres and tile units"
)]

#[path = "tiles_support/mod.rs"]
mod support;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use geo::{BoundingRect, Coord, Intersects, LineString, MapCoords, MultiPolygon, Rect};
use patchwork::tiles::{Drawn, FirstZooms, Mosaic, Sheet, TileBody, TileCoord, Value};
use support::decode::{self, Feature, Shape, Unit};
use support::england::{self, Layer};
use support::world::{tile, units_in};

static WARDS: LazyLock<Option<(Layer, Mosaic)>> = LazyLock::new(|| {
    let layer = england::wards()?;
    let mosaic = layer.mosaic();
    Some((layer, mosaic))
});

fn draw((layer, mosaic): &(Layer, Mosaic), tile: TileCoord) -> Drawn {
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

fn index(feature: &Feature) -> usize {
    usize::try_from(feature.id).unwrap() - 1
}

/// The children of tiles that have anything in them, zoom by zoom.
fn children(tiles: &[TileCoord]) -> Vec<TileCoord> {
    let four = [(0, 0), (1, 0), (0, 1), (1, 1)];
    let children = |at: &TileCoord| four.map(|(x, y)| tile(at.z() + 1, 2 * at.x() + x, 2 * at.y() + y));
    tiles.iter().flat_map(children).collect()
}

#[test]
fn a_tile_of_all_wards_stays_under_350_kilobytes() {
    let Some(wards) = &*WARDS else { return };
    let mut tiles = vec![tile(0, 0, 0)];
    for zoom in 0..=14 {
        let mut drawn: Vec<_> = tiles.iter().map(|&tile| (tile, draw(wards, tile).body.len())).collect();
        drawn.retain(|&(_, bytes)| bytes > 0);
        drawn.sort_by_key(|&(_, bytes)| std::cmp::Reverse(bytes));
        let (heaviest, bytes) = drawn[0];
        println!("zoom {zoom}: {heaviest} is the heaviest with {bytes} bytes");
        assert!(zoom < 4 || bytes < 350_000, "{heaviest}: {bytes} bytes");
        // Below zoom 10 all tiles; deeper the children of the heaviest, where the heaviest are.
        drawn.truncate(if zoom < 9 { usize::MAX } else { 60 });
        tiles = children(&drawn.into_iter().map(|(tile, _)| tile).collect::<Vec<_>>());
    }
}

#[test]
fn the_first_tiles_of_all_small_census_areas_are_no_burden() {
    let Some(layer) = england::layer("england_lsoa21.fgb.gz", "LSOA21NM") else { return };
    let mosaic = layer.mosaic();
    let lsoas = (layer, mosaic);
    let first = FirstZooms::of(lsoas.1.len()).areas;
    let mut tiles = vec![tile(0, 0, 0)];
    for zoom in 0..=first + 1 {
        let mut drawn: Vec<_> = tiles.iter().map(|&tile| (tile, draw(&lsoas, tile).body)).collect();
        drawn.retain(|(_, body)| !body.is_empty());
        drawn.sort_by_key(|(_, body)| std::cmp::Reverse(body.len()));
        let (heaviest, body) = &drawn[0];
        let (bytes, gzipped) = (body.len(), TileBody::new(body.clone()).encoded(true).bytes.len());
        println!("zoom {zoom}: {heaviest} is the heaviest with {bytes} bytes, {gzipped} gzipped");
        assert!(zoom < first || gzipped < 310_000, "{heaviest}: {gzipped} bytes gzipped");
        drawn.truncate(20);
        tiles = children(&drawn.into_iter().map(|(tile, _)| tile).collect::<Vec<_>>());
    }
}

#[test]
fn every_ward_is_drawn_at_every_zoom_and_named_once_from_zoom_8() {
    let Some(wards) = &*WARDS else { return };
    let mut tiles = vec![tile(0, 0, 0)];
    for zoom in 0..=9 {
        let mut drawn = HashSet::new();
        let mut labels = HashMap::new();
        tiles.retain(|&tile| {
            let body = draw(wards, tile).body;
            drawn.extend(decode::layer(&body, "wards").iter().map(index));
            for label in decode::layer(&body, "wards-labels") {
                assert_eq!(label.text("name"), Some(wards.0.names[index(&label)].as_str()));
                *labels.entry(index(&label)).or_insert(0) += 1;
            }
            !body.is_empty()
        });
        tiles = children(&tiles);
        assert_eq!(drawn.len(), wards.0.shapes.len(), "zoom {zoom}");
        assert!(labels.values().all(|&times| times == 1));
        assert_eq!(labels.len(), if zoom < 8 { 0 } else { wards.0.shapes.len() }, "zoom {zoom}");
    }
}

#[test]
fn every_border_of_a_tile_is_a_line_once() {
    let Some(wards) = &*WARDS else { return };
    for tile in [(6, 31, 21), (7, 63, 42), (8, 127, 85), (10, 511, 340), (12, 2046, 1362)]
        .map(|(z, x, y)| tile(z, x, y))
    {
        let drawn = draw(wards, tile);
        let lines = decode::lines(&drawn.body, "wards-borders");
        let (lines, rings) =
            (decode::line_edges(&lines), decode::ring_edges(&decode::layer(&drawn.body, "wards")));
        println!("{tile}: {} edges of {} lines", lines.len(), drawn.summary.borders);
        assert!(!rings.is_empty());
        assert_eq!(lines.keys().collect::<HashSet<_>>(), rings.keys().collect::<HashSet<_>>(), "{tile}");
    }
}

/// Rings of a ward, exteriors and holes alike.
fn rings(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
}

/// The ends of edges that one ward alone uses: the coast.
fn coast(wards: &Layer) -> Vec<Coord<f64>> {
    let key = |place: Coord<f64>| [place.x, place.y].map(|metres| (metres * 1000.0).round() as i64);
    let mut uses: HashMap<([i64; 2], [i64; 2]), u8> = HashMap::new();
    for edge in wards.shapes.iter().flat_map(rings).flat_map(LineString::lines) {
        let (from, to) = (key(edge.start), key(edge.end));
        *uses.entry(if from < to { (from, to) } else { (to, from) }).or_default() += 1;
    }
    let once = uses.into_iter().filter(|&(_, times)| times == 1).flat_map(|((from, to), _)| [from, to]);
    once.map(|[x, y]| Coord { x: x as f64 / 1000.0, y: y as f64 / 1000.0 }).collect()
}

/// Tile units at which a ward may lack a neighbour: on the coast, and at every vertex of rings that are
/// drawn as points or left out.
fn lonely_units(
    wards: &Layer,
    coast: &[Coord<f64>],
    tile: TileCoord,
    points: &HashSet<usize>,
) -> HashSet<Unit> {
    let mut lonely: Vec<[f64; 2]> = coast.iter().map(|&place| units_in(tile, place)).collect();
    for (ward, shape) in wards.shapes.iter().enumerate() {
        for ring in rings(shape) {
            let units: Vec<[f64; 2]> = ring.coords().map(|&place| units_in(tile, place)).collect();
            let twice: f64 =
                units.windows(2).map(|edge| edge[0][0] * edge[1][1] - edge[1][0] * edge[0][1]).sum();
            if points.contains(&ward) || twice.abs() < 8.0 {
                lonely.extend(units);
            }
        }
    }
    lonely
        .into_iter()
        .map(|place| place.map(|units| units.round() as i64))
        .flat_map(|[x, y]| (-1..=1).flat_map(move |east| (-1..=1).map(move |south| [x + east, y + south])))
        .collect()
}

#[test]
fn neighbours_share_their_simplified_border_exactly_at_every_zoom() {
    let Some(wards) = &*WARDS else { return };
    // All of England at the shallow zooms, then inland, to where the most wards of the Midlands meet.
    let coast = coast(&wards.0);
    let mut tile = tile(0, 0, 0);
    for zoom in 0..=14 {
        if zoom > 8 {
            tile =
                children(&[tile]).into_iter().max_by_key(|&child| draw(wards, child).summary.shapes).unwrap();
        } else {
            tile = support::world::tile(zoom, 126 >> (8 - zoom), 84 >> (8 - zoom));
        }
        let features = decode::layer(&draw(wards, tile).body, "wards");
        let points =
            features.iter().filter(|feature| matches!(feature.shape, Shape::Point(_))).map(index).collect();
        let lonely = lonely_units(&wards.0, &coast, tile, &points);
        // A coast that is cut ends at the cut, which is no vertex.
        let may_part =
            |end: &Unit| lonely.contains(end) || end.iter().any(|units| [-64, 4160].contains(units));
        let edges: usize = features.iter().flat_map(Feature::rings).map(Vec::len).sum();
        let unmatched = decode::unmatched_edges(&features);
        let parted: Vec<_> =
            unmatched.iter().filter(|(from, to)| !(may_part(from) && may_part(to))).collect();
        println!("{tile}: {} wards, {edges} edges, {} on the coast", features.len(), unmatched.len());
        assert!(!features.is_empty());
        assert!(parted.is_empty(), "{tile}: {} edges part, such as {:?}", parted.len(), parted[0]);
    }
}

/// Whether the true shape meets the tile with a buffer wider by so many units.
fn meets(shape: &MultiPolygon<f64>, tile: TileCoord, beyond: f64) -> bool {
    let [near, far] = [-64.0 - beyond, 4160.0 + beyond];
    let kept = Rect::new((near, near), (far, far));
    let reach = shape.bounding_rect().unwrap();
    let [min, max] = [reach.min(), reach.max()].map(|corner| units_in(tile, corner));
    kept.intersects(&Rect::new(min, max))
        && kept.to_polygon().intersects(&shape.map_coords(|place| units_in(tile, place).into()))
}

#[test]
fn a_tile_has_the_wards_that_meet_it() {
    let Some(wards) = &*WARDS else { return };
    let tiles = [
        ("London", (8, 127, 85)),
        ("Brighton", (10, 511, 343)),
        ("Scilly", (11, 988, 695)),
        ("the Humber", (9, 255, 165)),
        ("the Lake District", (12, 2013, 1305)),
        ("Leeds", (14, 8121, 5276)),
    ];
    for (place, (z, x, y)) in tiles {
        let tile = tile(z, x, y);
        let drawn: HashSet<usize> =
            decode::layer(&draw(wards, tile).body, "wards").iter().map(index).collect();
        println!("{place}, {tile}: {} wards", drawn.len());
        assert!(!drawn.is_empty(), "{tile} holds nothing to judge");
        for (ward, shape) in wards.0.shapes.iter().enumerate() {
            let name = &wards.0.names[ward];
            assert!(drawn.contains(&ward) || !meets(shape, tile, -3.0), "{name} is missing from {tile}");
            assert!(!drawn.contains(&ward) || meets(shape, tile, 3.0), "{name} does not meet {tile}");
        }
    }
}

#[test]
fn the_layer_takes_little_memory() {
    let Some((layer, mosaic)) = &*WARDS else { return };
    let vertices = layer.vertices();
    println!("{} bytes for {vertices} vertices", mosaic.bytes());
    assert!(mosaic.bytes() < 10 * vertices);
}
