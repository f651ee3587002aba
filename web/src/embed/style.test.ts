import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { expect, test } from "vitest";

import type { Shown } from "./shown";
import { styleOf } from "./style";

const wards = { id: "wards@2025-05", title: "Wards", family: "council", scenario: false };
const option = { id: "scenario.two", title: "Two councils", family: "council", scenario: true };
const tileset = { tiles: ["http://here/{z}/{x}/{y}"], minzoom: 0, maxzoom: 16 };
const shown: Shown = {
  layer: wards,
  with: option,
  area: null,
  kinds: "library",
  on: "2026-04-01",
  colour: null,
  bounds: [-1, 50, 0, 51],
  title: "Wards",
};

test("the style is a valid one, and reads each layer by its own name in the tiles", () => {
  const tiles = { "wards@2025-05": tileset, "scenario.two": tileset, assets: tileset };
  const style = styleOf(shown, tiles, null, "light");
  expect(validateStyleMin(style)).toEqual([]);
  const layers = style.layers.flatMap((layer) => ("source-layer" in layer ? [layer["source-layer"]] : []));
  expect(layers).toContain("wards");
  expect(layers).toContain("wards-borders");
  expect(layers).toContain("scenario.two-borders");
});

test("an option's line is double", () => {
  const style = styleOf(shown, { "scenario.two": tileset }, null, "dark");
  expect(style.layers.filter(({ id }) => id.endsWith("scenario.two"))).toHaveLength(2);
});

test("a place that is shown alone is filled", () => {
  const alone: Shown = {
    ...shown,
    layer: null,
    with: null,
    area: { layer: wards, code: "W1", name: "Mill" },
  };
  const place: GeoJSON.Feature = {
    type: "Feature",
    properties: {},
    geometry: { type: "Point", coordinates: [0, 51] },
  };
  expect(styleOf(alone, {}, place, "light").layers.map(({ id }) => id)).toContain("chosen-ground");
});
