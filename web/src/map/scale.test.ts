import { expect, it } from "vitest";

import { scaleBars } from "./scale";

it("fits the longest round distances", () => {
  const [metric, imperial] = scaleBars(24, 100); // 2,400 m of room
  expect([metric.amount, metric.unit]).toEqual([2, "km"]);
  expect(metric.pixels).toBeCloseTo(2000 / 24);
  expect([imperial.amount, imperial.unit]).toEqual([1, "mi"]);
  expect(imperial.pixels).toBeCloseTo(1609.344 / 24);
});

it("says parts of a mile, and yards close up", () => {
  const [metric, imperial] = scaleBars(6, 100); // 600 m of room
  expect([metric.amount, metric.unit]).toEqual([500, "m"]);
  expect([imperial.amount, imperial.unit]).toEqual([0.3, "mi"]);
  const [, close] = scaleBars(0.6, 100); // 60 m of room
  expect([close.amount, close.unit]).toEqual([50, "yd"]);
});

it.each([0.05, 1, 9.99, 10, 305, 5000])(
  "never draws a bar longer than its room at %s metres a pixel",
  (metres) => {
    for (const bar of scaleBars(metres, 100)) {
      expect(bar.pixels).toBeLessThanOrEqual(100);
      expect(bar.pixels).toBeGreaterThan(19);
    }
  },
);
