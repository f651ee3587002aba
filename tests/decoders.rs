//! A tile of the demo county, read by two decoders that share no code, holds the features that the R-tree says.
//!
//! One is geozero's; the other is mapbox-vector-tile in Python, which `script/test` installs and names in
//! `PATCHWORK_PYTHON`. Without it the test says that it skipped that half.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use geo::{BoundingRect, Intersects, MapCoords};
use geo_types::{Coord, Rect};
use geozero::mvt::{Message, Tile};
use patchwork::{
    atlas::LayerAtlas,
    geometry::{mercator, to_lonlat},
    import::place,
    store::{Store, sqlite::GeoPackage},
    tiles::{Ground, Mosaic, Sheet, TileCoord, Value},
};

const LAYER: &str = "wards";

#[test]
fn two_decoders_find_in_a_tile_the_wards_that_the_r_tree_finds() {
    let scratch = tempfile::tempdir().unwrap();
    let wards = demo_wards(scratch.path());
    let on = "2026-03-31".parse().unwrap();
    let projected: Vec<_> =
        wards.areas().iter().map(|area| area.version.region.shape().map_coords(to_mercator)).collect();
    let grounds: Vec<Ground<'_>> = wards
        .areas()
        .iter()
        .map(|area| Ground { shape: area.version.region.shape(), inside: area.label_point().unwrap() })
        .collect();
    let mosaic = Mosaic::build(&grounds, to_mercator);
    let mut compared = 0;
    for coord in tiles_over(&projected) {
        let drawn = mosaic.tile(
            coord,
            &Sheet {
                layer: LAYER,
                borders: true,
                labels: false,
                select: |index: u32| wards.areas()[index as usize].version.holds(None, on),
                id: u64::from,
                attributes: |index: u32, _: u8| {
                    [("name", Value::from(wards.areas()[index as usize].version.name.as_str()))]
                },
            },
        );
        let square = square(coord);
        let expected: BTreeSet<u64> = wards
            .candidates(grid_box(&square))
            .map(|area| wards.areas().iter().position(|other| std::ptr::eq(other, area)).unwrap())
            .filter(|&index| {
                wards.areas()[index].version.holds(None, on) && projected[index].intersects(&square)
            })
            .map(|index| index as u64)
            .collect();
        let ours = decode_with_geozero(&drawn.body);
        assert_eq!(ours.keys().copied().collect::<BTreeSet<_>>(), expected, "tile {coord}");
        if let Some(theirs) = decode_with_python(&drawn.body, scratch.path()) {
            assert_eq!(theirs, ours, "tile {coord}");
        }
        compared += expected.len();
    }
    assert!(compared > 200, "the tiles hold wards: {compared}");
}

fn demo_wards(scratch: &Path) -> LayerAtlas {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let store = GeoPackage::create_or_open(&scratch.join("demo.gpkg")).unwrap();
    let failures = place::run(&store, &root.join("boundaries/demo.toml"), root, false, |result| {
        assert!(result.is_ok(), "{result:?}");
    });
    assert_eq!(failures.unwrap(), 0);
    LayerAtlas::new(store.read_layer(&LAYER.parse().unwrap()).unwrap())
}

fn to_mercator(coord: Coord<f64>) -> Coord<f64> {
    let (lon, lat) = to_lonlat(coord.x, coord.y).unwrap();
    let (x, y) = mercator::from_lonlat(lon, lat);
    Coord { x, y }
}

/// The tiles of zooms 8 to 11 that the county lies in.
fn tiles_over(shapes: &[geo_types::MultiPolygon<f64>]) -> Vec<TileCoord> {
    let boxes = shapes.iter().filter_map(BoundingRect::bounding_rect);
    let (mut low, mut high) = (Coord { x: f64::MAX, y: f64::MAX }, Coord { x: f64::MIN, y: f64::MIN });
    for rect in boxes {
        low = Coord { x: low.x.min(rect.min().x), y: low.y.min(rect.min().y) };
        high = Coord { x: high.x.max(rect.max().x), y: high.y.max(rect.max().y) };
    }
    let mut tiles = Vec::new();
    for zoom in 8..=11_u8 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the world
        let place =
            |v: f64| (f64::midpoint(v / mercator::HALF_WORLD_M, 1.0) * f64::from(1_u32 << zoom)) as u32;
        for x in place(low.x)..=place(high.x) {
            for y in place(-high.y)..=place(-low.y) {
                tiles.push(TileCoord::new_checked(zoom, x, y).unwrap());
            }
        }
    }
    tiles
}

/// The tile with its buffer, in Web Mercator metres: what a feature has to touch to be in it.
fn square(coord: TileCoord) -> Rect<f64> {
    let side = 2.0 * mercator::HALF_WORLD_M / f64::from(1_u32 << coord.z());
    let buffer = side * f64::from(patchwork::tiles::BUFFER) / f64::from(patchwork::tiles::EXTENT);
    let (west, north) = (
        f64::from(coord.x()) * side - mercator::HALF_WORLD_M,
        mercator::HALF_WORLD_M - f64::from(coord.y()) * side,
    );
    Rect::new((west - buffer, north - side - buffer), (west + side + buffer, north + buffer))
}

/// A box in grid metres that holds the square, generously: the R-tree only proposes.
fn grid_box(square: &Rect<f64>) -> Rect<f64> {
    let corners = [
        square.min(),
        square.max(),
        Coord { x: square.min().x, y: square.max().y },
        Coord { x: square.max().x, y: square.min().y },
    ];
    let places = corners.map(|corner| {
        let (lon, lat) = mercator::to_lonlat(corner.x, corner.y);
        patchwork::geometry::to_grid(lon, lat).unwrap()
    });
    let fold = |pick: fn(&(f64, f64)) -> f64, take: fn(f64, f64) -> f64| {
        places.iter().map(pick).reduce(take).unwrap()
    };
    Rect::new(
        (fold(|p| p.0, f64::min) - 2_000.0, fold(|p| p.1, f64::min) - 2_000.0),
        (fold(|p| p.0, f64::max) + 2_000.0, fold(|p| p.1, f64::max) + 2_000.0),
    )
}

/// What a decoder says of a feature: its kind, its name, twice its area in tile units.
type Said = BTreeMap<u64, (String, Option<String>, i64)>;

fn decode_with_geozero(body: &[u8]) -> Said {
    let tile = Tile::decode(body).unwrap();
    let mut said = Said::new();
    for layer in tile.layers.iter().filter(|layer| layer.name == LAYER) {
        for feature in &layer.features {
            use geozero::ToGeo;
            let shape = feature.to_geo().unwrap();
            let kind = match &shape {
                geo_types::Geometry::Polygon(_) => "Polygon",
                geo_types::Geometry::MultiPolygon(_) => "MultiPolygon",
                geo_types::Geometry::Point(_) => "Point",
                other => panic!("no area is drawn as {other:?}"),
            };
            let name = feature.tags.chunks(2).find(|tag| layer.keys[tag[0] as usize] == "name");
            let name = name.and_then(|tag| layer.values[tag[1] as usize].string_value.clone());
            #[allow(clippy::cast_possible_truncation)] // twice the area of a tile fits
            let doubled = (2.0 * geo::Area::unsigned_area(&shape)).round() as i64;
            said.insert(feature.id.unwrap(), (kind.to_owned(), name, doubled));
        }
    }
    said
}

/// A layer's features as the script prints them.
type Features = Vec<(u64, String, Option<String>, i64)>;

fn decode_with_python(body: &[u8], scratch: &Path) -> Option<Said> {
    let Ok(python) = std::env::var("PATCHWORK_PYTHON") else {
        eprintln!("skipped: the second decoder needs PATCHWORK_PYTHON, which script/test sets");
        return None;
    };
    let file = scratch.join("tile.mvt");
    std::fs::write(&file, body).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/decoders.py");
    let output = Command::new(python).arg(script).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let layers: BTreeMap<String, Features> = serde_json::from_slice(&output.stdout).unwrap();
    let features = layers.get(LAYER).into_iter().flatten();
    Some(features.map(|(id, kind, name, doubled)| (*id, (kind.clone(), name.clone(), *doubled))).collect())
}
