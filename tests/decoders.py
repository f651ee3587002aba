"""Decodes a vector tile with mapbox-vector-tile, a decoder that shares no code with Patchwork's encoder.

Prints one JSON object: for each layer of the tile, its features as [id, type, name or null, twice the area in tile units].
Called by tests/decoders.rs.
"""

import json
import sys

import mapbox_vector_tile
from shapely.geometry import shape

with open(sys.argv[1], "rb") as file:
    tile = mapbox_vector_tile.decode(file.read())

print(
    json.dumps(
        {
            name: [
                [
                    feature["id"],
                    feature["geometry"]["type"],
                    feature["properties"].get("name"),
                    round(2 * shape(feature["geometry"]).area),
                ]
                for feature in layer["features"]
            ]
            for name, layer in tile.items()
        }
    )
)
