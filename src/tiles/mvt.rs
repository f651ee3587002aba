//! Mapbox Vector Tile 2.1: geometry commands, and layers with their dictionaries.
//!
//! The protobuf messages are geozero's, generated from the specification's own `.proto`: nothing of the
//! wire format is written by hand here. Its tag builder is not used, as it keeps no order of its own.

use std::borrow::Cow;
use std::collections::HashMap;

use geozero::mvt::tile::{self, GeomType};

use super::world::{EXTENT, TilePoint};

/// What a viewer may be told about an area.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value<'a> {
    /// Words.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Value<'_>> for tile::Value {
    fn from(value: Value<'_>) -> Self {
        let mut message = Self::default();
        match value {
            Value::Text(text) => message.string_value = Some(text.into_owned()),
            Value::Whole(number) => message.int_value = Some(number),
            Value::Flag(flag) => message.bool_value = Some(flag),
        }
        message
    }
}

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// A feature's geometry as the commands of §4.3, each corner told from the one before.
#[derive(Debug, Default)]
pub(super) struct Commands {
    words: Vec<u32>,
    cursor: TilePoint,
}

/// How far some commands had come.
pub(super) struct Mark(usize, TilePoint);

impl Commands {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn point(&mut self, point: TilePoint) {
        self.command(MOVE_TO, 1);
        self.step(point);
    }

    /// A ring of three corners or more, the last not repeating the first.
    pub fn ring(&mut self, mut corners: impl ExactSizeIterator<Item = TilePoint>) {
        let Some(first) = corners.next() else { return };
        self.point(first);
        self.command(LINE_TO, corners.len());
        corners.for_each(|corner| self.step(corner));
        self.command(CLOSE_PATH, 1);
    }

    pub fn mark(&self) -> Mark {
        Mark(self.words.len(), self.cursor)
    }

    /// Forgets what was commanded since.
    pub fn rewind(&mut self, to: &Mark) {
        self.words.truncate(to.0);
        self.cursor = to.1;
    }

    fn command(&mut self, command: u32, count: usize) {
        // Counts have 29 bits; a ring in a tile has at most as many corners as an arc has places.
        self.words.push(command | u32::try_from(count).unwrap_or(u32::MAX) << 3);
    }

    fn step(&mut self, to: TilePoint) {
        for (from, to) in self.cursor.into_iter().zip(to) {
            let by = to - from;
            self.words.push(((by << 1) ^ (by >> 31)).cast_unsigned());
        }
        self.cursor = to;
    }
}

/// One layer of a tile in the making.
#[derive(Debug, Default)]
pub(super) struct LayerInMaking<'a> {
    features: Vec<tile::Feature>,
    keys: Dictionary<&'a str>,
    values: Dictionary<Value<'a>>,
}

impl<'a> LayerInMaking<'a> {
    pub fn add(
        &mut self,
        id: u64,
        kind: GeomType,
        geometry: Commands,
        attributes: impl IntoIterator<Item = (&'a str, Value<'a>)>,
    ) {
        let mut tags = Vec::new();
        for (key, value) in attributes {
            tags.push(self.keys.number(key));
            tags.push(self.values.number(value));
        }
        self.features.push(tile::Feature {
            id: Some(id),
            tags,
            r#type: Some(kind.into()),
            geometry: geometry.words,
        });
    }

    /// The layer's message; `None` when it has no feature, which a layer must have (§4.1).
    pub fn finish(self, name: String) -> Option<tile::Layer> {
        (!self.features.is_empty()).then(|| tile::Layer {
            version: 2,
            name,
            features: self.features,
            keys: self.keys.entries.into_iter().map(str::to_owned).collect(),
            values: self.values.entries.into_iter().map(Into::into).collect(),
            extent: Some(u32::from(EXTENT)),
        })
    }
}

/// Entries, each once, numbered in the order they came.
#[derive(Debug)]
struct Dictionary<T> {
    numbers: HashMap<T, u32>,
    entries: Vec<T>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), entries: Vec::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Dictionary<T> {
    fn number(&mut self, entry: T) -> u32 {
        if let Some(&number) = self.numbers.get(&entry) {
            return number;
        }
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        self.entries.push(entry.clone());
        self.numbers.insert(entry, number);
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_is_commanded_as_the_specification_s_own_example() {
        // §4.3.5.6 of MVT 2.1: "Example Multi Polygon".
        let mut commands = Commands::default();
        commands.ring([[0, 0], [10, 0], [10, 10], [0, 10]].into_iter());
        commands.ring([[11, 11], [20, 11], [20, 20], [11, 20]].into_iter());
        commands.ring([[13, 13], [13, 17], [17, 17], [17, 13]].into_iter());
        let expected = [
            9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8,
            8, 0, 0, 7, 15,
        ];
        assert_eq!(commands.words, expected);
    }

    #[test]
    fn a_rewound_ring_leaves_no_trace() {
        let (mut commands, mut plain) = (Commands::default(), Commands::default());
        for each in [&mut commands, &mut plain] {
            each.point([25, 17]);
        }
        let mark = commands.mark();
        commands.ring([[1, 1], [2, 1], [2, 2]].into_iter());
        commands.rewind(&mark);
        for each in [&mut commands, &mut plain] {
            each.point([30, -4]);
        }
        assert_eq!(commands.words, plain.words);
    }

    #[test]
    fn a_word_that_many_areas_share_is_stored_once() {
        let mut layer = LayerInMaking::default();
        for (id, name) in [(1, "Upton"), (2, "Norton"), (3, "Upton")] {
            let attributes = [("name", Value::from(name)), ("coastal", Value::from(false))];
            layer.add(id, GeomType::Point, Commands::default(), attributes);
        }
        let layer = layer.finish("wards".into()).unwrap();
        assert_eq!(layer.keys, ["name", "coastal"]);
        assert_eq!(layer.values.len(), 3);
        assert_eq!(layer.features[0].tags, layer.features[2].tags);
    }
}
