import { expect, it } from "vitest";

import { fitZoom } from "./fit";

it("a box as wide as the world fills a tile at zoom 0, and half of it one zoom further", () => {
  expect(fitZoom([-180, -1, 180, 1], [552, 552])).toBeCloseTo(0, 10);
  expect(fitZoom([-90, -1, 90, 1], [552, 552])).toBeCloseTo(1, 10);
});

it("the tighter side decides", () => {
  // 85.0511° north and south are the edges of the square of Web Mercator.
  expect(fitZoom([-1, -85.05112878, 1, 85.05112878], [5000, 552])).toBeCloseTo(0, 6);
  expect(fitZoom([0.5, 53, 1.25, 54], [300, 1000])).toBeCloseTo(Math.log2(260 / (512 * (0.75 / 360))), 10);
});
