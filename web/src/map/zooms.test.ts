import { expect, it } from "vitest";

import { aLayer } from "../lib/examples";
import { fillsFrom, metresPerPixel, namesFrom, outlinesFrom } from "./zooms";

/** England's box, in which its 33,755 LSOAs are about 3 km wide on average. */
const england: [number, number, number, number] = [-6.4, 49.9, 1.8, 55.8];

it("knows how much ground a pixel covers", () => {
  expect(metresPerPixel(0, 0)).toBeCloseTo(78_271.5, 1);
  expect(metresPerPixel(60, 1)).toBeCloseTo(78_271.5 / 4, 1);
});

it("keeps all of England's census blocks back until they can be told apart", () => {
  const blocks = aLayer({ family: "census", area_count: 33_755, bounds: england });
  expect(outlinesFrom(blocks)).toBeGreaterThan(8.9);
  expect(outlinesFrom(blocks)).toBeLessThan(11);
});

it("draws no ink blot of all of England's wards", () => {
  const wholeOfEngland = 5.3;
  expect(outlinesFrom(aLayer({ area_count: 6826, bounds: england }))).toBeGreaterThan(wholeOfEngland);
  expect(outlinesFrom(aLayer({ area_count: 296, bounds: england }))).toBeLessThan(wholeOfEngland);
});

it("fills single areas from any distance from which they can be told apart", () => {
  const tiles = {
    ...{ tilejson: "3.0.0", name: "", tiles: [], minzoom: 0, maxzoom: 16, attribution: "" },
    ...{ vector_layers: [], on: "2026-04-01", releases: [], numbers: "" },
  };
  const numbered = { ...tiles, areas: new Map() };
  const wards = aLayer({ area_count: 6826, bounds: england });
  expect(fillsFrom(wards, numbered)).toBeLessThan(5.3);
  expect(fillsFrom(wards, tiles)).toBe(7.5);
  expect(
    fillsFrom(aLayer({ family: "census", area_count: 188_880, bounds: england }), numbered),
  ).toBeGreaterThan(6);
});

it("draws a few large areas from the start", () => {
  expect(outlinesFrom(aLayer({ family: "nhs", area_count: 42, bounds: england }))).toBeLessThan(4);
});

it("draws no names before the tiles have them, nor before the outlines", () => {
  const blocks = aLayer({ family: "census", area_count: 33_755, bounds: england });
  expect(namesFrom(aLayer({ area_count: 2 }))).toBe(8);
  expect(namesFrom(blocks)).toBeGreaterThan(outlinesFrom(blocks));
});

it("does not stumble over a layer with nothing in it", () => {
  expect(outlinesFrom(aLayer({ area_count: 0, bounds: null }))).toBe(0);
});
