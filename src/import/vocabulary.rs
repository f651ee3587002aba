//! The layers that are known by name, from `data/layers.toml`.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::boundary::{Family, Layer, LayerId, Visibility};

const LAYERS: &str = include_str!("../../data/layers.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    title: String,
    singular: String,
    family: Family,
    order: i64,
    description: Option<String>,
}

static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| toml::from_str(LAYERS).unwrap_or_default());

/// A layer as it is known by name; one with an unknown name is called by it and stands last.
#[must_use]
pub fn default_layer(id: &LayerId) -> Layer {
    KNOWN.get(id.as_str()).map_or_else(
        || Layer::unnamed(id.clone(), Family::OtherPublic),
        |known| Layer {
            id: id.clone(),
            title: known.title.clone(),
            singular: known.singular.clone(),
            family: known.family,
            order: known.order,
            visibility: Visibility::Public,
            description: known.description.clone(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vocabulary_can_be_read_and_knows_wards() {
        let known: Result<HashMap<String, Known>, _> = toml::from_str(LAYERS);
        for id in known.unwrap().keys() {
            id.parse::<LayerId>().unwrap();
        }
        assert_eq!(default_layer(&"wards".parse().unwrap()).singular, "ward");
    }
}
