import { expect, test } from "vitest";

import { boundsOf, drawnOf, groundFrom, groundOf, NOTHING, sketchOf } from "./sketch";

const corners = [
  { lon: 0, lat: 51 },
  { lon: 1, lat: 51 },
  { lon: 1, lat: 52 },
];
const square: GeoJSON.Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
};

test("three corners are ground, closed; two are a line", () => {
  expect(groundOf({ ...NOTHING, corners })).toEqual({
    type: "Polygon",
    coordinates: [
      [
        [0, 51],
        [1, 51],
        [1, 52],
        [0, 51],
      ],
    ],
  });
  const two = { ...NOTHING, corners: corners.slice(0, 2) };
  expect(groundOf(two)).toBeNull();
  expect(drawnOf(two)?.geometry.type).toBe("LineString");
});

test("areas are put together to one ground", () => {
  const piece = { layer: "wards", key: "W1", name: "Mill", shape: square };
  const both = groundOf({ ...NOTHING, pieces: [piece, { ...piece, key: "W2" }] });
  expect(both?.type).toBe("MultiPolygon");
  expect(both?.coordinates).toHaveLength(2);
});

test("tags are parted by commas, and spaces around words go", () => {
  expect(sketchOf({ ...NOTHING, name: " The Haven ", tags: "shops,  , harbour " })).toMatchObject({
    name: "The Haven",
    tags: ["shops", "harbour"],
  });
});

test("one ring is changed by its corners; holes, parts and long rings stay whole", () => {
  expect(groundFrom(square).corners).toEqual([
    { lon: 0, lat: 0 },
    { lon: 1, lat: 0 },
    { lon: 1, lat: 1 },
  ]);
  const ring = square.coordinates[0] ?? [];
  const holed: GeoJSON.Polygon = { type: "Polygon", coordinates: [ring, ring] };
  const parts: GeoJSON.MultiPolygon = { type: "MultiPolygon", coordinates: [[ring], [ring]] };
  const long: GeoJSON.Polygon = {
    type: "Polygon",
    coordinates: [Array.from({ length: 202 }, (_, at) => [at, 0])],
  };
  for (const shape of [holed, parts, long])
    expect(groundFrom(shape)).toEqual({ corners: [], pieces: [], shape });
  expect(groundFrom({ type: "MultiPolygon", coordinates: [[ring]] }).corners).toHaveLength(3);
});

test("the box around ground holds all of it", () => {
  expect(boundsOf(square)).toEqual([0, 0, 1, 1]);
  expect(boundsOf({ type: "LineString", coordinates: [[0, 0]] })).toBeNull();
  expect(boundsOf(null)).toBeNull();
});
