//! `TileJSON` 3.0.0: what a viewer reads before it asks for tiles.

use std::collections::BTreeMap;

use serde::Serialize;

use super::coord::MAX_ZOOM;
use super::draw::NAMED_FROM;
use super::zooms::FirstZooms;

/// A tile set's description (<https://github.com/mapbox/tilejson-spec/tree/master/3.0.0>).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TileJson {
    /// The version of `TileJSON`: always `3.0.0`.
    pub tilejson: &'static str,
    /// What the tiles show, in words.
    pub name: String,
    /// Addresses of tiles, with `{z}`, `{x}` and `{y}` in them.
    pub tiles: Vec<String>,
    /// West, south, east and north, degrees on WGS 84; left out when nothing is drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
    /// First zoom that has tiles.
    pub minzoom: u8,
    /// Last zoom that has tiles; a viewer magnifies these beyond it.
    pub maxzoom: u8,
    /// Whom to name beside the map. Nothing is shown without it.
    pub attribution: String,
    /// The layers in each tile.
    pub vector_layers: Vec<VectorLayer>,
}

/// A layer in a tile, and what its features carry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VectorLayer {
    /// Its name in the tile.
    pub id: String,
    /// What it shows, in words.
    pub description: String,
    /// First zoom at which it is in the tiles.
    pub minzoom: u8,
    /// Last zoom at which it is in the tiles.
    pub maxzoom: u8,
    /// Attribute names, each with what it means. Attributes start at zoom [`NAMED_FROM`].
    pub fields: BTreeMap<String, String>,
}

impl TileJson {
    /// Describes the tiles of one layer: its areas and their borders from their `first` zooms on, and its
    /// label points from [`NAMED_FROM`].
    ///
    /// `address` is the template of a tile's address, `attribution` whom to name, `bounds` as
    /// [`Mosaic::bounds`](super::Mosaic::bounds) gives them, `fields` the attributes with their meaning.
    #[must_use]
    pub fn of_layer(
        layer: &str,
        title: &str,
        address: String,
        first: FirstZooms,
        bounds: Option<[f64; 4]>,
        attribution: String,
        fields: &BTreeMap<String, String>,
    ) -> Self {
        let vector_layer =
            |id: String, description: String, minzoom: u8, fields: BTreeMap<String, String>| VectorLayer {
                id,
                description,
                minzoom,
                maxzoom: MAX_ZOOM,
                fields,
            };
        Self {
            tilejson: "3.0.0",
            name: title.to_owned(),
            tiles: vec![address],
            bounds,
            minzoom: first.areas,
            maxzoom: MAX_ZOOM,
            attribution,
            vector_layers: vec![
                vector_layer(layer.to_owned(), title.to_owned(), first.areas, fields.clone()),
                vector_layer(
                    format!("{layer}-borders"),
                    format!("{title}: their borders, each once"),
                    first.borders,
                    BTreeMap::new(),
                ),
                vector_layer(
                    format!("{layer}-labels"),
                    format!("{title}: where the names go"),
                    first.areas.max(NAMED_FROM),
                    fields.clone(),
                ),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_is_described_as_the_standard_asks() {
        let fields = BTreeMap::from([("name".to_owned(), "Name of the ward".to_owned())]);
        let described = TileJson::of_layer(
            "wards",
            "Wards",
            "https://example.org/tiles/wards/{z}/{x}/{y}.mvt?v=1".to_owned(),
            FirstZooms::of(7000),
            Some([-6.4, 49.9, 1.8, 55.8]),
            "Office for National Statistics".to_owned(),
            &fields,
        );
        insta::assert_json_snapshot!(described, @r#"
        {
          "tilejson": "3.0.0",
          "name": "Wards",
          "tiles": [
            "https://example.org/tiles/wards/{z}/{x}/{y}.mvt?v=1"
          ],
          "bounds": [
            -6.4,
            49.9,
            1.8,
            55.8
          ],
          "minzoom": 4,
          "maxzoom": 16,
          "attribution": "Office for National Statistics",
          "vector_layers": [
            {
              "id": "wards",
              "description": "Wards",
              "minzoom": 4,
              "maxzoom": 16,
              "fields": {
                "name": "Name of the ward"
              }
            },
            {
              "id": "wards-borders",
              "description": "Wards: their borders, each once",
              "minzoom": 6,
              "maxzoom": 16,
              "fields": {}
            },
            {
              "id": "wards-labels",
              "description": "Wards: where the names go",
              "minzoom": 8,
              "maxzoom": 16,
              "fields": {
                "name": "Name of the ward"
              }
            }
          ]
        }
        "#);
    }

    #[test]
    fn a_layer_without_areas_has_no_bounds() {
        let described = TileJson::of_layer(
            "pcns",
            "PCNs",
            String::new(),
            FirstZooms::of(0),
            None,
            String::new(),
            &BTreeMap::new(),
        );
        assert!(serde_json::to_value(described).unwrap().get("bounds").is_none());
    }
}
