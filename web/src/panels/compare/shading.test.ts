import { describe, expect, it } from "vitest";

import type { Comparison } from "../../api/types";
import { aComparison } from "./a-world";
import { elsewhere, OUTSIDE_STEPS, shadingOf, stepOf } from "./shading";

const lists = aComparison();
const { a, b } = lists.summary;
const ground: Comparison = aComparison(undefined, { a: { ...a, kind: "ground" } });

it.each([
  [0, 0],
  [0.0099, 0],
  [0.01, 1],
  [0.05, 2],
  [0.2499, 3],
  [0.25, 4],
  [1, 4],
])("a share of %d falls in step %d", (share, step) => {
  expect(stepOf(share, OUTSIDE_STEPS)).toBe(step);
});

describe("areas on the ground", () => {
  it("are filled by what lies outside their best fit, and hatched where they cross", () => {
    const shading = shadingOf(ground, null);
    expect(shading).toMatchObject({
      what: "outside",
      fill: { layer: "pcns", hatched: ["X-Mill"], focus: null },
    });
    expect(shading?.fill.steps).toEqual([[], ["X-Harbour", "X-Downs"], ["X-Mill"], [], []]);
  });

  it("fade but for the chosen one, whose partners stand out", () => {
    const shading = shadingOf(ground, "X-Mill");
    expect(shading?.fill.focus).toEqual(["X-Mill"]);
    expect(shading?.partners).toEqual(["X-Midvale", "X-Northshire"]);
  });
});

describe("lists of people, which have no ground", () => {
  it("are shown where their people live, once one is chosen", () => {
    const shading = shadingOf(lists, "X-Mill");
    expect(shading).toMatchObject({ what: "part", fill: { layer: "councils" } });
    expect(shading?.fill.steps).toEqual([["X-Southcombe"], ["X-Northshire"], [], [], ["X-Midvale"]]);
  });

  it("shade the others by people whose list is mainly another area's", () => {
    expect(shadingOf(lists, null)?.what).toBe("elsewhere");
    const shares = new Map(elsewhere(lists));
    expect(shares.get("X-Northshire")).toBeCloseTo(3000 / 63_000, 12);
    expect(shares.get("X-Midvale")).toBeCloseTo(2500 / 47_500, 12);
    expect(shares.get("X-Southcombe")).toBeCloseTo(1000 / 39_500, 12);
  });

  it("shade nothing while some of the pairs are missing, or when the others are lists too", () => {
    expect(shadingOf({ ...lists, next_cursor: 20_000 }, null)).toBeNull();
    expect(shadingOf(aComparison(undefined, { b: { ...b, kind: "membership" } }), null)).toBeNull();
  });
});
