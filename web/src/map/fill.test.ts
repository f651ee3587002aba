import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";

import type { TileJson } from "../api/types";
import { aLayer } from "../lib/examples";
import type { Fill, Picture } from "./picture";
import { RAMP } from "./ramp";
import { styleOf } from "./style";

const wards = aLayer();
const districts = aLayer({ id: "districts", title: "Districts", area_count: 5 });

function tilesOf(id: string): TileJson {
  return {
    ...{
      tilejson: "3.0.0",
      name: id,
      tiles: [`http://localhost/${id}/{z}/{x}/{y}.mvt`],
      minzoom: 0,
      maxzoom: 16,
    },
    ...{ attribution: "", on: "2026-04-01", releases: [], numbers: `/tiles/${id}/numbers.json` },
    vector_layers: [{ id, description: id, minzoom: 0, maxzoom: 16, fields: {} }],
  };
}

const fill: Fill = {
  layer: "wards",
  steps: [["X1", "X2"], [], ["X3"], [], []],
  hatched: ["X3"],
  focus: null,
};

function picture(changes: Partial<Picture> = {}): Picture {
  return {
    known: [wards, districts],
    shown: ["wards", "districts"],
    tilesets: { wards: tilesOf("wards"), districts: tilesOf("districts") },
    ...{
      outline: null,
      spot: null,
      basemap: null,
      scheme: "light",
      fill,
      strong: { layer: "districts", focus: null },
    },
    ...changes,
  };
}

const layerOf = (shown: Picture, id: string) => styleOf(shown).layers.find((layer) => layer.id === id);

describe("two layers compared", () => {
  it("make a style that MapLibre takes, with one area chosen or none", () => {
    const chosen = {
      fill: { ...fill, focus: ["X3"] },
      strong: { layer: "districts", focus: ["X07", "X08"] },
    };
    for (const shown of [picture(), picture(chosen)]) expect(validateStyleMin(styleOf(shown))).toEqual([]);
  });

  it("fill each area in the colour of its step, and nothing else", () => {
    const paint = layerOf(picture(), "area-fill")?.paint;
    expect(paint).toMatchObject({
      "fill-color": [
        "match",
        ["get", "code"],
        ["X1", "X2"],
        RAMP.light[0],
        ["X3"],
        RAMP.light[2],
        "rgba(0,0,0,0)",
      ],
    });
  });

  it("hatch those that cross, and none when none does", () => {
    expect(layerOf(picture(), "area-hatch")).toMatchObject({
      filter: ["match", ["get", "code"], ["X3"], true, false],
    });
    expect(layerOf(picture({ fill: { ...fill, hatched: [] } }), "area-hatch")).toBeUndefined();
  });

  it("fade to 30 % around a chosen area, but for its partners' lines", () => {
    const shown = picture({
      fill: { ...fill, focus: ["X3"] },
      strong: { layer: "districts", focus: ["X07"] },
    });
    const opacity = layerOf(shown, "area-fill")?.paint as { "fill-opacity": [...unknown[], number, number] };
    const [full, faded] = opacity["fill-opacity"].slice(-2) as [number, number];
    expect(faded / full).toBeCloseTo(0.3, 10);
    expect(layerOf(shown, "strong-line/districts/all")?.paint).toMatchObject({ "line-opacity": 0.3 });
    expect(layerOf(shown, "strong-line/districts/focus")).toMatchObject({
      paint: { "line-opacity": 1 },
      filter: ["match", ["get", "code"], ["X07"], true, false],
    });
  });

  it("draw the strong layer once, above the other's lines", () => {
    const ids = styleOf(picture()).layers.map(({ id }) => id);
    expect(ids).not.toContain("boundary-line/districts");
    expect(ids.indexOf("strong-line/districts/all")).toBeGreaterThan(ids.indexOf("boundary-line/wards"));
  });

  it("are known by their numbers at every zoom, where these are known", () => {
    const areas = new Map([
      ["X1", 0],
      ["X2", 1],
      ["X3", 7],
    ]);
    const numbered = (layer: string) => ({ ...tilesOf(layer), areas });
    const shown = picture({
      fill: { ...fill, focus: ["X3"] },
      tilesets: { wards: numbered("wards"), districts: tilesOf("districts") },
    });
    expect(layerOf(shown, "area-fill")?.paint).toMatchObject({
      "fill-color": ["match", ["id"], [0, 1], RAMP.light[0], [7], RAMP.light[2], "rgba(0,0,0,0)"],
      "fill-opacity": ["match", ["id"], [7], 0.85, 0.255],
    });
    expect(layerOf(shown, "area-hatch")).toMatchObject({ filter: ["match", ["id"], [7], true, false] });
    expect(layerOf(shown, "area-fill")?.minzoom).toBeLessThan(layerOf(picture(), "area-fill")?.minzoom ?? 0);
    expect(validateStyleMin(styleOf(shown))).toEqual([]);
  });

  it("hatch nothing when none of those that cross is in the tiles", () => {
    const shown = picture({ tilesets: { wards: { ...tilesOf("wards"), areas: new Map([["X9", 9]]) } } });
    expect(layerOf(shown, "area-fill")).toBeUndefined();
    expect(layerOf(shown, "area-hatch")).toMatchObject({ filter: false });
    expect(validateStyleMin(styleOf(shown))).toEqual([]);
  });

  it("fill nothing before the tiles are known", () => {
    expect(layerOf(picture({ tilesets: {} }), "area-fill")).toBeUndefined();
  });
});
