import { expect, it } from "vitest";

import { aCoverage } from "./a-world";
import { shadingOf, stepsFor } from "./shading";

it.each([
  [9000, [0, 200, 1000, 2000, 5000]],
  [28_935, [0, 1000, 2000, 5000, 20_000]],
  [1_000_000, [0, 50_000, 100_000, 200_000, 500_000]],
  [3, [0, 1, 2, 5, 10]],
  [0, [0, 1, 2, 5, 10]],
])("up to %d people are parted at round numbers", (largest, steps) => {
  expect(stepsFor(largest)).toEqual(steps);
});

it("never parts at the same number twice", () => {
  for (let largest = 0; largest < 200_000; largest += 37) {
    const steps = stepsFor(largest);
    expect(new Set(steps).size).toBe(5);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  }
});

it("fills every area once, by its people without, and fades around a chosen one", () => {
  const { fill } = shadingOf(aCoverage(), "X-Ashford");
  expect(fill.steps.flat().sort()).toEqual(["X-Ashford", "X-Beckley", "X-Crowdean"]);
  expect(fill.steps[0]).toEqual(["X-Crowdean"]);
  expect(fill.steps.at(-1)).toContain("X-Beckley");
  expect(fill.focus).toEqual(["X-Ashford"]);
  expect(shadingOf(aCoverage(), "nowhere").fill.focus).toBeNull();
});
