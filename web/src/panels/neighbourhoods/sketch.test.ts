// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";

import { drawnOf, groundOf, keep, kept, NOTHING, sketchOf } from "./sketch";

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

beforeEach(() => {
  localStorage.clear();
});

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

test("a drawing that was begun is found again, and what is no drawing is not", () => {
  keep({ making: { ...NOTHING, name: "Pier Head", corners }, once: "abc", token: null });
  expect(kept()?.making.name).toBe("Pier Head");
  keep(null);
  expect(kept()).toBeNull();
  localStorage.setItem("patchwork-drawing", '{"once":1}');
  expect(kept()).toBeNull();
});
