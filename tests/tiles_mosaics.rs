//! Random mosaics of areas that share every border: whatever the zoom and the tile, nothing parts.

#[path = "tiles_support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use geo::{Coord, Intersects, LineString, MultiPolygon, Polygon, Rect};
use patchwork::tiles::{Drawn, Ground, Mosaic, Sheet, TileCoord, Value};
use proptest::prelude::*;
use support::decode::{self, Feature, Unit};
use support::world::{HOME, tile, units_in};
use support::{plane, world};

/// The mosaic's outer edge, units of the home tile: a rectangle.
const WEST_NORTH: f64 = 400.0;
const EAST_SOUTH: f64 = 3_600.0;

/// Corners on each side between two cells, the ends not counted.
const BENDS: usize = 12;

/// A grid of cells with wandering borders, some with a lake that another area fills.
#[derive(Clone, Debug)]
struct Patchwork {
    shapes: Vec<MultiPolygon<f64>>,
    insides: Vec<Coord<f64>>,
}

impl Patchwork {
    fn mosaic(&self) -> Mosaic {
        let grounds: Vec<_> =
            self.shapes.iter().zip(&self.insides).map(|(shape, &inside)| Ground { shape, inside }).collect();
        Mosaic::build(&grounds, plane::to_mercator)
    }
}

/// Numbers from −1 to 1, to be used up in order.
struct Wander<'a>(std::iter::Cycle<std::slice::Iter<'a, f64>>);

impl Wander<'_> {
    fn next(&mut self) -> f64 {
        self.0.next().copied().unwrap_or(0.0)
    }
}

/// `side` by `side` cells; `wander` moves their corners and bends their borders.
fn patchwork(side: usize, wander: &[f64], lakes: &[bool]) -> Patchwork {
    let mut wander = Wander(wander.iter().cycle());
    let cell = (EAST_SOUTH - WEST_NORTH) / small(side);
    let mut corners = vec![vec![[0.0; 2]; side + 1]; side + 1];
    for (row, line) in corners.iter_mut().enumerate() {
        for (column, corner) in line.iter_mut().enumerate() {
            // Outer corners stay on the rectangle.
            let shift = |at: usize, by: f64| if at == 0 || at == side { 0.0 } else { by * 0.12 * cell };
            let (east, south) = (wander.next(), wander.next());
            *corner = [
                WEST_NORTH + small(column) * cell + shift(column, east),
                WEST_NORTH + small(row) * cell + shift(row, south),
            ];
        }
    }
    let mut border = |from: [f64; 2], to: [f64; 2], bends: bool| -> Vec<[f64; 2]> {
        let along = [to[0] - from[0], to[1] - from[1]];
        (0..=BENDS)
            .map(|bend| {
                let part = small(bend) / small(BENDS);
                let bulge =
                    if bends { wander.next() * 0.08 * (part * std::f64::consts::PI).sin() } else { 0.0 };
                [from[0] + along[0] * part - along[1] * bulge, from[1] + along[1] * part + along[0] * bulge]
            })
            .collect()
    };
    let mut across = Vec::new();
    let mut down = Vec::new();
    for row in 0..=side {
        for column in 0..=side {
            let from = corners[row][column];
            across.push(corners[row].get(column + 1).map(|&to| border(from, to, row > 0 && row < side)));
            let below = corners.get(row + 1).map(|line| line[column]);
            down.push(below.map(|to| border(from, to, column > 0 && column < side)));
        }
    }

    let at = |row: usize, column: usize| row * (side + 1) + column;
    let mut all = Patchwork { shapes: Vec::new(), insides: Vec::new() };
    for row in 0..side {
        for column in 0..side {
            let north = across[at(row, column)].clone().unwrap();
            let east = down[at(row, column + 1)].clone().unwrap();
            let mut south = across[at(row + 1, column)].clone().unwrap();
            let mut west = down[at(row, column)].clone().unwrap();
            south.reverse();
            west.reverse();
            let ring = [north, east, south, west].concat();
            let middle =
                [0, 1].map(|axis| ring.iter().map(|corner| corner[axis]).sum::<f64>() / small(ring.len()));
            let lake: Vec<[f64; 2]> = (0..40_u32)
                .map(|step| {
                    let (sin, cos) = (f64::from(step) / 40.0 * std::f64::consts::TAU).sin_cos();
                    let radius = cell * (0.2 + 0.05 * wander.next());
                    [middle[0] + cos * radius, middle[1] + sin * radius]
                })
                .collect();
            let has_lake = lakes[(row * side + column) % lakes.len()];
            let holes = if has_lake { vec![ground(&lake)] } else { Vec::new() };
            all.shapes.push(MultiPolygon::from(Polygon::new(ground(&ring), holes)));
            all.insides.push(world::place(ring[0]));
            if has_lake {
                all.shapes.push(MultiPolygon::from(Polygon::new(ground(&lake), Vec::new())));
                all.insides.push(world::place(middle));
            }
        }
    }
    all
}

fn ground(corners: &[[f64; 2]]) -> LineString<f64> {
    corners.iter().map(|&corner| world::place(corner)).collect()
}

fn small(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

fn patchworks() -> impl Strategy<Value = Patchwork> {
    let wander = prop::collection::vec(-1.0..1.0_f64, 50..400);
    let lakes = prop::collection::vec(any::<bool>(), 1..30);
    (1_usize..6, wander, lakes).prop_map(|(side, wander, lakes)| patchwork(side, &wander, &lakes))
}

fn draw(mosaic: &Mosaic, tile: TileCoord) -> Drawn {
    mosaic.tile(
        tile,
        &Sheet {
            layer: "wards",
            borders: true,
            labels: false,
            select: |_| true,
            id: u64::from,
            attributes: |_, _| Vec::<(&str, Value<'_>)>::new(),
        },
    )
}

fn wards(mosaic: &Mosaic, tile: TileCoord) -> Vec<Feature> {
    decode::layer(&draw(mosaic, tile).body, "wards")
}

/// The tile above the home tile at a zoom up to its own.
fn above(z: u8) -> TileCoord {
    tile(z, HOME.1 >> (HOME.0 - z), HOME.2 >> (HOME.0 - z))
}

/// All tiles at `down` zooms below the home tile.
fn below(down: u8) -> impl Iterator<Item = TileCoord> {
    let count = 1_u32 << down;
    let tiles = (0..count).flat_map(move |x| (0..count).map(move |y| (x, y)));
    tiles.map(move |(x, y)| tile(HOME.0 + down, (HOME.1 << down) + x, (HOME.2 << down) + y))
}

/// The mosaic's rectangle in a tile, tile units.
fn outline(tile: TileCoord) -> [[f64; 2]; 2] {
    [WEST_NORTH, EAST_SOUTH].map(|corner| units_in(tile, world::place([corner, corner])))
}

/// Whether both ends lie on the mosaic's rectangle, whose corners a shallow zoom may cut off.
#[expect(clippy::cast_precision_loss, reason = "tile units")]
fn is_on_outline((from, to): (Unit, Unit), outline: [[f64; 2]; 2]) -> bool {
    let near = |unit: i64, edge: f64| (unit as f64 - edge).abs() <= 0.51;
    let ends = [from, to];
    ends.iter().all(|end| (0..2).any(|axis| outline.iter().any(|corner| near(end[axis], corner[axis]))))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every edge that is drawn, the mosaic's own outline aside, is walked back by the neighbour.
    #[test]
    fn neighbours_share_their_simplified_border_exactly(patchwork in patchworks()) {
        let mosaic = patchwork.mosaic();
        let tiles = (0..=HOME.0).map(above).chain((1..4).flat_map(below));
        for tile in tiles {
            let drawn = draw(&mosaic, tile);
            // Where an area is drawn as a point, its neighbours have nobody to share with.
            if drawn.summary.points + drawn.summary.parts_left_out == 0 {
                for edge in decode::unmatched_edges(&decode::layer(&drawn.body, "wards")) {
                    prop_assert!(is_on_outline(edge, outline(tile)), "{edge:?} in {tile}");
                }
            }
        }
    }

    /// The lines of the border layer are the rings' edges, each once, at every zoom and in every tile.
    #[test]
    fn borders_are_the_edges_of_all_rings_once(patchwork in patchworks()) {
        let mosaic = patchwork.mosaic();
        for tile in (0..=HOME.0).map(above).chain((1..4).flat_map(below)) {
            let body = draw(&mosaic, tile).body;
            let lines = decode::line_edges(&decode::lines(&body, "wards-borders"));
            let rings = decode::ring_edges(&decode::layer(&body, "wards"));
            prop_assert_eq!(lines.keys().collect::<BTreeSet<_>>(), rings.keys().collect::<BTreeSet<_>>(), "{}", tile);
            // Both neighbours walk a border that is drawn once. Where it turns back on itself it is there twice, and walked
            // four times; coarser tiles have areas with no ring left to walk.
            if tile.z() >= HOME.0 {
                for (edge, &times) in &lines {
                    let walked = if is_on_outline(*edge, outline(tile)) { times } else { 2 * times };
                    prop_assert!(rings[edge] >= walked, "{edge:?} is drawn {times} times in {tile}");
                }
            }
        }
    }

    /// Simplified areas of a partition sum to its outline: nothing lost, nothing counted twice.
    #[test]
    fn drawn_ground_sums_to_the_whole(patchwork in patchworks()) {
        let mosaic = patchwork.mosaic();
        for z in 7..=HOME.0 {
            let [min, max] = outline(above(z));
            let whole = (max[0].round() - min[0].round()) * (max[1].round() - min[1].round());
            let twice: i64 = wards(&mosaic, above(z)).iter().flat_map(Feature::rings).map(decode::twice_area).sum();
            let drawn = f64::from(u32::try_from(twice).unwrap()) / 2.0;
            prop_assert!((drawn - whole).abs() < 1e-9, "{drawn} of {whole} at zoom {z}");
        }
    }

    /// Any place of the mosaic is on some area of the tile that it lies in, seams between tiles included.
    #[test]
    fn no_place_is_without_an_area(
        patchwork in patchworks(),
        places in prop::collection::vec((WEST_NORTH + 8.0..EAST_SOUTH - 8.0, WEST_NORTH + 8.0..EAST_SOUTH - 8.0), 40),
    ) {
        let mosaic = patchwork.mosaic();
        for tile in (7..=HOME.0).map(above).chain((1..4).flat_map(below)) {
            let features = wards(&mosaic, tile);
            for &(x, y) in &places {
                let place = units_in(tile, world::place([x, y]));
                if place.iter().all(|units| (0.0..=4096.0).contains(units)) {
                    let covered = features.iter().any(|feature| decode::covers(feature, place));
                    prop_assert!(covered, "{place:?} in {tile}");
                }
            }
        }
    }

    /// A tile has the areas whose true shape meets it, as another library judges; within three units of
    /// the edge of its buffer, where a line may be drawn 1.5 units from the true one, either will do.
    #[test]
    fn a_tile_has_the_areas_that_meet_it(patchwork in patchworks()) {
        let mosaic = patchwork.mosaic();
        for tile in (1..4).flat_map(below) {
            let drawn: BTreeSet<u64> = wards(&mosaic, tile).iter().map(|feature| feature.id).collect();
            for (id, shape) in (0_u64..).zip(&patchwork.shapes) {
                let shape = geo::MapCoords::map_coords(shape, |place| units_in(tile, place).into());
                let meets = |beyond: f64| {
                    let [near, far] = [-64.0 - beyond, 4160.0 + beyond];
                    Rect::new((near, near), (far, far)).to_polygon().intersects(&shape)
                };
                prop_assert!(drawn.contains(&id) || !meets(-3.0), "area {id} is missing from {tile}");
                prop_assert!(!drawn.contains(&id) || meets(3.0), "area {id} does not meet {tile}");
            }
        }
    }

    /// However small it gets, every area is somewhere.
    #[test]
    fn every_area_is_drawn_at_every_zoom(patchwork in patchworks()) {
        let mosaic = patchwork.mosaic();
        for z in 0..=HOME.0 {
            prop_assert_eq!(wards(&mosaic, above(z)).len(), patchwork.shapes.len());
        }
    }
}
