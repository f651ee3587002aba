import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, it } from "vitest";

import { anAsset, someGroups } from "../lib/an-asset";
import { type AssetMarks, markLayers, markSources } from "./marks";
import { styleOf } from "./style";

const tiles = {
  ...{ tilejson: "3.0.0", name: "", tiles: ["http://localhost/{z}/{x}/{y}.mvt"], minzoom: 0, maxzoom: 14 },
  ...{ attribution: "", on: "2026-04-01", releases: [], numbers: "" },
  vector_layers: [{ id: "places", description: "", minzoom: 0, maxzoom: 14, fields: {} }],
};
const all: AssetMarks = { groups: someGroups, tiles, listed: [] };
const some: AssetMarks = {
  groups: someGroups,
  tiles: null,
  listed: [anAsset(), anAsset({ id: "x", lon: null })],
};

it("make a style that MapLibre takes, from tiles, from a list, and from nothing", () => {
  for (const assets of [all, some, { groups: [], tiles: null, listed: [] }]) {
    const picture = {
      ...{ known: [], shown: [], tilesets: {}, outline: null, spot: null, basemap: null },
      ...{ scheme: "dark" as const, assets },
    };
    expect(validateStyleMin(styleOf(picture))).toEqual([]);
  }
});

it("put those listed on the map that have a place, with the letter of their group", () => {
  const { assets } = markSources(some);
  const features = (assets as { data: { features: { properties: unknown }[] } }).data.features;
  expect(features.map(({ properties }) => properties)).toEqual([
    { id: "libraries:old", name: "Old Library", kind: "library", group: "places-to-be" },
  ]);
  const letter = markLayers(some, "light").find(({ id }) => id === "asset-letter");
  expect(letter?.layout).toMatchObject({
    "text-field": ["match", ["get", "group"], "places-to-be", "P", "health", "H", "?"],
  });
});

it("take the layer of the tiles by the name that these give it", () => {
  for (const layer of markLayers(all, "light")) expect(layer).toMatchObject({ "source-layer": "places" });
});
