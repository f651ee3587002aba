import { expect, it } from "vitest";

import { typicalWidth } from "./size";

it("shares a box evenly among its areas", () => {
  // One degree high and two wide at 60° north, where a degree of longitude is half as long: a square of 111.32 km.
  const bounds = [0, 59.5, 2, 60.5];
  expect(typicalWidth({ bounds, area_count: 1 })).toBeCloseTo(111_320, 0);
  expect(typicalWidth({ bounds, area_count: 100 })).toBeCloseTo(11_132, 1);
});

it("is nothing for a layer without areas", () => {
  expect(typicalWidth({ bounds: null, area_count: 3 })).toBe(0);
  expect(typicalWidth({ bounds: [0, 59, 2, 61], area_count: 0 })).toBe(0);
});
