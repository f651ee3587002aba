//! Tiles read back, as strictly as the specification is written.

use std::collections::HashMap;

use geozero::mvt::tile::{self, GeomType};
use geozero::mvt::{Message, Tile};

pub type Unit = [i64; 2];
pub type Ring = Vec<Unit>;

/// A feature's geometry, in tile units.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Point(Unit),
    /// Polygons, each its exterior and then its holes, rings not repeating their first corner.
    Polygons(Vec<Vec<Ring>>),
}

/// One feature of a decoded layer.
#[derive(Clone, Debug)]
pub struct Feature {
    pub id: u64,
    pub shape: Shape,
    pub attributes: HashMap<String, tile::Value>,
}

impl Feature {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.attributes.get(key)?.string_value.as_deref()
    }

    pub fn polygons(&self) -> &[Vec<Ring>] {
        match &self.shape {
            Shape::Polygons(polygons) => polygons,
            Shape::Point(_) => &[],
        }
    }

    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.polygons().iter().flatten()
    }
}

/// The features of a named layer; none where the tile has no such layer.
pub fn layer(body: &[u8], name: &str) -> Vec<Feature> {
    let tile = Tile::decode(body).unwrap();
    let mut named = tile.layers.iter().filter(|layer| layer.name == name);
    let Some(layer) = named.next() else { return Vec::new() };
    assert!(named.next().is_none(), "two layers of one name");
    assert_eq!((layer.version, layer.extent), (2, Some(4096)));
    layer.features.iter().map(|message| feature(message, layer)).collect()
}

/// Names of the tile's layers.
pub fn layer_names(body: &[u8]) -> Vec<String> {
    Tile::decode(body).unwrap().layers.into_iter().map(|layer| layer.name).collect()
}

/// The lines of a named layer, which may have one feature: lines of two corners or more, without an id.
pub fn lines(body: &[u8], name: &str) -> Vec<Vec<Unit>> {
    let tile = Tile::decode(body).unwrap();
    let Some(layer) = tile.layers.iter().find(|layer| layer.name == name) else { return Vec::new() };
    let [message] = &layer.features[..] else { panic!("{} features of lines", layer.features.len()) };
    assert_eq!((message.id, message.r#type), (None, Some(GeomType::Linestring.into())));
    let mut words = &message.geometry[..];
    let mut cursor = [0, 0];
    let mut lines = Vec::new();
    while !words.is_empty() {
        assert_eq!(words[0], MOVE_TO_ONE);
        step(&mut cursor, &words[1..3]);
        let mut line = vec![cursor];
        let (command, steps) = (words[3] & 7, words[3] >> 3);
        assert!(command == 2 && steps >= 1, "a line needs a LineTo");
        let end = 4 + 2 * steps as usize;
        for parameters in words[4..end].chunks(2) {
            assert_ne!(parameters, [0, 0], "a line without length");
            step(&mut cursor, parameters);
            line.push(cursor);
        }
        words = &words[end..];
        lines.push(line);
    }
    lines
}

/// How often each edge is drawn, whichever way, by the border lines.
pub fn line_edges(lines: &[Vec<Unit>]) -> HashMap<(Unit, Unit), u32> {
    count_edges(lines.iter().flat_map(|line| line.windows(2)).map(|ends| (ends[0], ends[1])))
}

/// How often each edge is drawn, whichever way, by the rings; those along the edge of the buffer aside.
pub fn ring_edges(features: &[Feature]) -> HashMap<(Unit, Unit), u32> {
    count_edges(features.iter().flat_map(Feature::rings).flat_map(edges))
}

fn count_edges(edges: impl Iterator<Item = (Unit, Unit)>) -> HashMap<(Unit, Unit), u32> {
    let mut counts = HashMap::new();
    for (from, to) in edges.filter(|&edge| !is_along_the_cut(edge)) {
        *counts.entry((from.min(to), from.max(to))).or_default() += 1;
    }
    counts
}

fn is_along_the_cut((from, to): (Unit, Unit)) -> bool {
    (0..2).any(|axis| from[axis] == to[axis] && [-64, 4160].contains(&from[axis]))
}

fn feature(message: &tile::Feature, layer: &tile::Layer) -> Feature {
    assert_eq!(message.tags.len() % 2, 0);
    let attributes = message
        .tags
        .chunks(2)
        .map(|pair| (layer.keys[pair[0] as usize].clone(), layer.values[pair[1] as usize].clone()))
        .collect();
    let shape = if message.r#type == Some(GeomType::Point.into()) {
        point(&message.geometry)
    } else {
        assert_eq!(message.r#type, Some(GeomType::Polygon.into()));
        polygons(&message.geometry)
    };
    Feature { id: message.id.unwrap(), shape, attributes }
}

const MOVE_TO_ONE: u32 = 1 | 1 << 3;
const CLOSE_PATH: u32 = 7 | 1 << 3;

fn step(cursor: &mut Unit, parameters: &[u32]) {
    for (axis, &parameter) in parameters.iter().enumerate() {
        cursor[axis] += (i64::from(parameter) >> 1) ^ -i64::from(parameter & 1);
    }
}

fn point(words: &[u32]) -> Shape {
    assert_eq!((words.len(), words[0]), (3, MOVE_TO_ONE));
    let mut cursor = [0, 0];
    step(&mut cursor, &words[1..]);
    Shape::Point(cursor)
}

/// Reads `MoveTo(1) LineTo(n ≥ 2) ClosePath` groups, first an exterior, and refuses what §4.3 forbids.
fn polygons(mut words: &[u32]) -> Shape {
    let mut polygons: Vec<Vec<Ring>> = Vec::new();
    let mut cursor = [0, 0];
    while !words.is_empty() {
        assert_eq!(words[0], MOVE_TO_ONE);
        step(&mut cursor, &words[1..3]);
        let mut ring = vec![cursor];
        let (command, lines) = (words[3] & 7, words[3] >> 3);
        assert!(command == 2 && lines >= 2, "a ring needs a LineTo of two corners or more");
        for parameters in words[4..4 + 2 * lines as usize].chunks(2) {
            assert_ne!(parameters, [0, 0], "a line without length");
            step(&mut cursor, parameters);
            ring.push(cursor);
        }
        assert_ne!(ring.first(), ring.last(), "ClosePath closes, not a corner");
        assert_eq!(words[4 + 2 * lines as usize], CLOSE_PATH);
        words = &words[5 + 2 * lines as usize..];

        match twice_area(&ring) {
            0 => panic!("a ring without area"),
            ground if ground > 0 => polygons.push(vec![ring]),
            _ => polygons.last_mut().expect("the first ring is an exterior").push(ring),
        }
    }
    assert!(!polygons.is_empty());
    Shape::Polygons(polygons)
}

/// Twice the signed area by the surveyor's formula, above 0 where MVT 2.1 sees an exterior.
pub fn twice_area(ring: &Ring) -> i64 {
    edges(ring).map(|(from, to)| from[0] * to[1] - to[0] * from[1]).sum()
}

pub fn edges(ring: &Ring) -> impl Iterator<Item = (Unit, Unit)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Edges that no neighbour walks the other way, with how many times they are short of one; edges along
/// the edge of the buffer are left aside.
pub fn unmatched_edges(features: &[Feature]) -> Vec<(Unit, Unit)> {
    let mut balance: HashMap<(Unit, Unit), i32> = HashMap::new();
    for (from, to) in features.iter().flat_map(Feature::rings).flat_map(edges) {
        if !is_along_the_cut((from, to)) {
            let (edge, way) = if from < to { ((from, to), 1) } else { ((to, from), -1) };
            *balance.entry(edge).or_default() += way;
        }
    }
    balance.into_iter().filter(|&(_, balance)| balance != 0).map(|(edge, _)| edge).collect()
}

/// Whether a place lies in a shape: some ring winds about it, and holes do not cancel it.
pub fn covers(feature: &Feature, place: [f64; 2]) -> bool {
    feature.rings().map(|ring| winding(ring, place)).sum::<i32>() != 0
}

#[expect(clippy::cast_precision_loss, reason = "tile units")]
fn winding(ring: &Ring, [x, y]: [f64; 2]) -> i32 {
    edges(ring)
        .map(|(from, to)| {
            let [from, to] = [from, to].map(|unit| unit.map(|units| units as f64));
            let side = (to[0] - from[0]) * (y - from[1]) - (x - from[0]) * (to[1] - from[1]);
            match (from[1] <= y, to[1] <= y) {
                (true, false) if side > 0.0 => 1,
                (false, true) if side < 0.0 => -1,
                _ => 0,
            }
        })
        .sum()
}
