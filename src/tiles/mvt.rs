//! Mapbox Vector Tile 2.1: layers with their dictionaries.
//!
//! The protobuf messages are geozero's, generated from the specification's own `.proto`: nothing of the
//! wire format is written by hand here. Its tag builder is not used, as it keeps no order of its own.

use std::borrow::Cow;
use std::collections::HashMap;

use geozero::mvt::tile::{self, GeomType};

use super::commands::Commands;
use super::world::EXTENT;

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
        id: Option<u64>,
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
            id,
            tags,
            r#type: Some(kind.into()),
            geometry: geometry.into_words(),
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
    fn a_word_that_many_areas_share_is_stored_once() {
        let mut layer = LayerInMaking::default();
        for (id, name) in [(1, "Upton"), (2, "Norton"), (3, "Upton")] {
            let attributes = [("name", Value::from(name)), ("coastal", Value::from(false))];
            layer.add(Some(id), GeomType::Point, Commands::default(), attributes);
        }
        let layer = layer.finish("wards".into()).unwrap();
        assert_eq!(layer.keys, ["name", "coastal"]);
        assert_eq!(layer.values.len(), 3);
        assert_eq!(layer.features[0].tags, layer.features[2].tags);
    }
}
