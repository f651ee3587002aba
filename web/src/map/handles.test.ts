import { expect, it } from "vitest";

import { handlesOn, held } from "./handles";
import type { Screen } from "./screen";

/** A screen on which a degree is 100 pixels. */
const screen: Screen = {
  width: 400,
  height: 300,
  pixelOf: ({ lon, lat }) => ({ x: lon * 100, y: lat * 100 }),
  spotAt: ({ x, y }) => ({ lon: x / 100, lat: y / 100 }),
};
const square = [
  { lon: 1, lat: 1 },
  { lon: 2, lat: 1 },
  { lon: 2, lat: 2 },
  { lon: 1, lat: 2 },
];
const shown = (corners: typeof square) =>
  handlesOn(corners, screen).map(({ kind, at, x, y }) => `${kind} ${at} ${x},${y}`);

it("every corner has a handle and every side one in its middle, the last side too", () => {
  expect(shown(square)).toEqual([
    "middle 0 150,100",
    "middle 1 200,150",
    "middle 2 150,200",
    "middle 3 100,150",
    "corner 0 100,100",
    "corner 1 200,100",
    "corner 2 200,200",
    "corner 3 100,200",
  ]);
});

it("two corners have one side between them, and one has none", () => {
  expect(shown(square.slice(0, 2))).toEqual(["middle 0 150,100", "corner 0 100,100", "corner 1 200,100"]);
  expect(shown(square.slice(0, 1))).toEqual(["corner 0 100,100"]);
});

it("short sides have no handle in their middle, and what is out of view has none at all", () => {
  const near = [square[0], { lon: 1.5, lat: 1 }, { lon: 9, lat: 9 }].flatMap((one) => one ?? []);
  expect(shown(near)).toEqual(["corner 0 100,100", "corner 1 150,100"]);
});

it("a thicket of corners has none until somebody comes nearer", () => {
  const many = Array.from({ length: 121 }, (_, at) => ({ lon: 1 + at / 1000, lat: 1 }));
  expect(handlesOn(many, screen)).toEqual([]);
  expect(handlesOn(many.slice(1), screen)).toHaveLength(120);
});

it("a corner that is held moves, and a middle that is held becomes a corner", () => {
  const spot = { lon: 3, lat: 0 };
  const [a, b, c, d] = square;
  const handle = { x: 0, y: 0, at: 3 };
  expect(held(square, { ...handle, kind: "corner" }, spot)).toEqual([a, b, c, spot]);
  expect(held(square, { ...handle, kind: "middle" }, spot)).toEqual([a, b, c, d, spot]);
  expect(held(square, { ...handle, kind: "middle", at: 0 }, spot)).toEqual([a, spot, b, c, d]);
});
