import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, it } from "vitest";

import type { TileJson } from "../api/types";
import { aLayer } from "../lib/examples";
import type { Groups, Picture } from "./picture";
import { styleOf } from "./style";

const groups: Groups = [
  {
    layer: "wards@2025",
    colours: [
      { colour: "#9fd3f2", mark: "1", codes: ["X1"] },
      { colour: "#f3c267", mark: "2", codes: ["X2", "X3"] },
    ],
  },
];

function tiles(labels: boolean): TileJson {
  const layer = (id: string) => ({ id, description: id, minzoom: 0, maxzoom: 16, fields: {} });
  return {
    ...{ tilejson: "3.0.0", name: "wards", minzoom: 0, maxzoom: 16, attribution: "", on: "2026-04-01" },
    ...{ releases: [], numbers: "/tiles/wards/numbers.json", tiles: ["http://localhost/{z}/{x}/{y}.mvt"] },
    vector_layers: [layer("wards"), ...(labels ? [layer("wards-labels")] : [])],
  };
}

function picture(labels: boolean, areas?: Map<string, number>): Picture {
  return {
    ...{ known: [aLayer()], shown: ["wards"], outline: null, spot: null, basemap: null, scheme: "light" },
    tilesets: { "wards@2025": { ...tiles(labels), ...(areas ? { areas } : {}) } },
    groups,
  };
}

const find = (shown: Picture, id: string) => styleOf(shown).layers.find((layer) => layer.id === id);

it("colours and numbers every part by the area that it goes to", () => {
  const areas = new Map([
    ["X1", 11],
    ["X2", 12],
    ["X3", 13],
  ]);
  const shown = picture(true, areas);
  expect(validateStyleMin(styleOf(shown))).toEqual([]);
  expect(find(shown, "group-fill/wards@2025")).toMatchObject({
    "source-layer": "wards",
    paint: { "fill-color": ["match", ["id"], [11], "#9fd3f2", [12, 13], "#f3c267", "rgba(0,0,0,0)"] },
  });
  expect(find(shown, "group-number/wards@2025")).toMatchObject({
    "source-layer": "wards-labels",
    layout: { "text-field": ["match", ["id"], [11], "1", [12, 13], "2", ""] },
  });
});

it("numbers nothing in tiles without labels, or that know none of its parts", () => {
  expect(find(picture(false), "group-number/wards@2025")).toBeUndefined();
  const other = picture(true, new Map([["X9", 9]]));
  expect(find(other, "group-fill/wards@2025")).toBeUndefined();
  expect(find(other, "group-number/wards@2025")).toBeUndefined();
});
