import { expect, it } from "vitest";

import { aLayer } from "../../lib/examples";
import { embedded } from "./embedded";

const known = [
  aLayer(),
  aLayer({ id: "districts" }),
  aLayer({ id: "icbs" }),
  aLayer({ id: "old", edition: null }),
];
const plain = { area: null, kinds: [] };

it("two layers, the nearest to a resident first", () => {
  expect(embedded(plain, ["icbs", "wards", "districts"], known)).toMatchObject({
    layer: "wards",
    with: "districts",
    area: null,
  });
});

it("a place with what lies in it, and the kinds that were chosen", () => {
  const view = { area: { layer: "districts", key: "X07000001" }, kinds: ["library", "pharmacy"] };
  expect(embedded(view, ["wards", "districts", "assets"], known)).toEqual({
    layer: "wards",
    with: null,
    area: "districts:X07000001",
    kinds: "library,pharmacy",
  });
  expect(embedded(view, ["wards"], known)?.kinds).toBe("");
});

it("a layer without a release that day is nothing to show", () => {
  expect(embedded(plain, ["old"], known)).toBeNull();
});
