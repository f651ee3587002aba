// @vitest-environment happy-dom
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";

import type { TileJson } from "../api/types";
import { aLayer, anEdition } from "../lib/examples";
import { backgroundLayers, plainText } from "./basemap";
import type { Picture } from "./picture";
import { LAYER_ORDER, styleOf, tilesNeeded } from "./style";

const wards = aLayer();
const icbs = aLayer({ id: "icbs", family: "nhs", area_count: 1 });
const drawings = aLayer({ id: "neighbourhoods", family: "community", area_count: 12 });

const insideTiles = (id: string) => ({ id, description: "", minzoom: 0, maxzoom: 14, fields: {} });

const tileset = (id: string, ...more: string[]): TileJson => ({
  tilejson: "3.0.0",
  name: id,
  on: "2026-04-01",
  releases: [],
  numbers: `/tiles/${id}/numbers.json`,
  tiles: [`http://localhost/tiles/${id}/{z}/{x}/{y}.mvt`],
  minzoom: 0,
  maxzoom: 14,
  bounds: [-0.5, 50.7, 0.3, 51.1],
  attribution: "",
  vector_layers: [id, `${id}-labels`, ...more].map(insideTiles),
});

const picture: Picture = {
  known: [wards, icbs, drawings],
  shown: ["wards", "icbs", "neighbourhoods"],
  tilesets: { wards: tileset("wards"), icbs: tileset("icbs"), neighbourhoods: tileset("neighbourhoods") },
  outline: null,
  spot: null,
  basemap: null,
  scheme: "light",
};

const chosen: Picture = {
  ...picture,
  outline: {
    type: "Feature",
    properties: {},
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [0, 51],
          [1, 51],
          [1, 52],
          [0, 51],
        ],
      ],
    },
  },
  spot: { lon: 0.2, lat: 51 },
};

const ids = (given: Picture) => styleOf(given).layers.map((layer) => layer.id);

describe("the style", () => {
  it.each([picture, chosen, { ...chosen, scheme: "dark" as const }])(
    "is one that MapLibre takes",
    (given) => {
      expect(validateStyleMin(styleOf(given))).toEqual([]);
    },
  );

  it("stacks what it draws in the one order there is", () => {
    const slots = ids(chosen).map((id) => LAYER_ORDER.findIndex((slot) => id.startsWith(slot)));
    expect(slots).not.toContain(-1);
    expect(slots).toEqual([...slots].sort((a, b) => a - b));
  });

  it("puts the lines of large areas above those of small ones", () => {
    const order = ids(picture);
    expect(order.indexOf("boundary-line/icbs")).toBeGreaterThan(order.indexOf("boundary-line/wards"));
  });

  it("draws nothing of a layer that is off, whose tiles are not known, or that has no release that day", () => {
    const off = { ...picture, shown: ["icbs"] };
    const unknown = { ...picture, tilesets: {} };
    const none = { ...picture, known: [aLayer({ edition: null })] };
    for (const given of [off, unknown, none]) expect(ids(given)).not.toContain("boundary-line/wards");
  });

  it("takes borders that are drawn once when the tiles have them", () => {
    const lines = (given: Picture) =>
      styleOf(given).layers.find((layer) => layer.id === "boundary-line/icbs") as { "source-layer"?: string };
    expect(lines(picture)["source-layer"]).toBe("icbs");
    const tilesets = { ...picture.tilesets, icbs: tileset("icbs", "icbs-borders") };
    expect(lines({ ...picture, tilesets })["source-layer"]).toBe("icbs-borders");
  });

  it("draws no line at a zoom at which the tiles do not have it yet", () => {
    const late = tileset("icbs", "icbs-borders");
    late.vector_layers = late.vector_layers.map((inside) =>
      inside.id === "icbs-borders" ? { ...inside, minzoom: 9 } : inside,
    );
    const given = { ...picture, tilesets: { ...picture.tilesets, icbs: late } };
    expect(styleOf(given).layers.find(({ id }) => id === "boundary-line/icbs")?.minzoom).toBe(9);
    expect(validateStyleMin(styleOf(given))).toEqual([]);
  });

  it("needs no font server", () => {
    expect(styleOf(picture).glyphs).toBeUndefined();
  });
});

describe("the ground", () => {
  it("is sea with land on it, even when the land's own layer is off", () => {
    const given = { ...picture, shown: [] };
    expect(tilesNeeded(given)).toEqual(["wards"]);
    expect(ids(given)).toEqual(["sea", "land"]);
  });

  it("is all paper when no layer knows the coast", () => {
    const inland = aLayer({ edition: { ...anEdition, clipped_to_coast: null } });
    const style = styleOf({ ...picture, known: [inland] });
    expect(style.layers[0]).toMatchObject({ id: "sea", paint: { "background-color": "#fbfaf7" } });
  });

  it("is the background map when there is one", () => {
    const layers = backgroundLayers(["earth", "water", "roads", "pois"], "light");
    const basemap = {
      sources: { basemap: { type: "vector" as const, url: "pmtiles://x" } },
      layers,
      attribution: [],
      scheme: "light" as const,
    };
    const style = styleOf({ ...picture, basemap });
    expect(validateStyleMin(style)).toEqual([]);
    expect(style.layers.map((layer) => layer.id)).not.toContain("land");
    expect(style.layers[0]?.id).toBe("basemap/ground");
  });
});

it("reads an attribution without its markup", () => {
  expect(plainText('<a href="https://example.org">© Mappers</a> &amp; friends')).toBe("© Mappers & friends");
});
