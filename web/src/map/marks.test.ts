import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, it } from "vitest";

import { someGroups } from "../lib/an-asset";
import { type AssetMarks, markLayers } from "./marks";
import { styleOf } from "./style";

const tiles = {
  ...{ tilejson: "3.0.0", name: "", tiles: ["http://localhost/{z}/{x}/{y}.mvt"], minzoom: 0, maxzoom: 14 },
  ...{ attribution: "", on: "2026-04-01", releases: [], numbers: "" },
  vector_layers: [{ id: "places", description: "", minzoom: 0, maxzoom: 14, fields: {} }],
};
const marks: AssetMarks = { groups: someGroups, tiles };

it("make a style that MapLibre takes, with kinds and without any", () => {
  for (const assets of [marks, { ...marks, groups: [] }]) {
    const picture = {
      ...{ known: [], shown: [], tilesets: {}, outline: null, spot: null, basemap: null },
      ...{ scheme: "dark" as const, assets },
    };
    expect(validateStyleMin(styleOf(picture))).toEqual([]);
  }
});

it("bear the letter of their group, so that no colour has to be told apart", () => {
  const letter = markLayers(marks, "light").find(({ id }) => id === "asset-letter");
  expect(letter?.layout).toMatchObject({
    "text-field": ["match", ["get", "group"], "places-to-be", "P", "health", "H", "?"],
  });
});

it("stand alone or for many, never for both", () => {
  const filterOf = (id: string) => markLayers(marks, "light").find((layer) => layer.id === id);
  const many = [">", ["to-number", ["get", "count"], 1], 1];
  expect(filterOf("asset-cluster")).toMatchObject({ filter: many });
  expect(filterOf("asset-mark")).toMatchObject({ filter: ["!", many] });
});

it("take the layer of the tiles by the name that these give it", () => {
  for (const layer of markLayers(marks, "light")) expect(layer).toMatchObject({ "source-layer": "places" });
});

it("stand for the rows of a sheet, too, by their numbers", () => {
  const picture = {
    ...{ known: [], shown: [], tilesets: {}, outline: null, spot: null, basemap: null },
    ...{ scheme: "light" as const, rows: [{ number: 7, lon: 0.9, lat: 53.4 }] },
  };
  const style = styleOf(picture);
  expect(validateStyleMin(style)).toEqual([]);
  expect(style.layers.map(({ id }) => id)).toContain("row-mark");
  expect(style.sources.rows).toMatchObject({ data: { features: [{ properties: { id: "7" } }] } });
});
