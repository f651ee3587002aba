import { describe, expect, it } from "vitest";

import type { LayerList } from "../../api/types";
import { aLayer } from "../../lib/examples";
import { drawnLayer, firstPair, layerOf, sidesOf, weightsFor } from "./choices";

const release = {
  ...{ edition: "2025", from: "2025-10-01", until: null, source: null, publisher: null },
  ...{ licence: null, attribution: null, reference: "1ff704f6991f" },
};
const pcns: LayerList["memberships"][number] = {
  ...{
    id: "pcns",
    title: "Primary care networks",
    singular: "primary care network",
    family: "nhs",
    order: 4,
  },
  ...{ description: null, kind: "membership", weight: "patients", blocks: "blocks", scope: null },
  ...{ organisation_count: 3, release },
};
const weight = (name: string, blocks: string, layer: string | null): LayerList["weights"][number] => ({
  ...{ name, blocks, layer, total: 10, stated_total: null, release },
});
const list: LayerList = {
  on: "2026-04-01",
  classes: [],
  layers: [
    aLayer({ id: "wards", order: 1 }),
    aLayer({ id: "districts", order: 2, title: "Districts" }),
    aLayer({ id: "blocks", order: 9, family: "census", title: "Small census areas" }),
    aLayer({ id: "gone", order: 0, edition: null }),
  ],
  memberships: [pcns],
  weights: [weight("residents", "blocks", null), weight("patients", "blocks", "pcns")],
  attribution: [],
};

describe("what can be compared", () => {
  it("is every layer of the day and every list, nearest first", () => {
    expect(sidesOf(list).map(({ id }) => id)).toEqual(["wards", "districts", "pcns", "blocks"]);
  });

  it("starts with a list of people and the councils above the smallest", () => {
    expect(firstPair(sidesOf(list))).toEqual(["pcns", "districts"]);
    expect(firstPair(sidesOf({ ...list, memberships: [] }))).toEqual(["wards", "districts"]);
    expect(firstPair(sidesOf({ ...list, layers: [], memberships: [] }))).toBeNull();
    expect(firstPair(sidesOf({ ...list, layers: [aLayer()], memberships: [] }))).toBeNull();
  });

  it("is drawn when it has ground on the day, not in another release", () => {
    expect(drawnLayer("wards", list.layers)?.id).toBe("wards");
    for (const asked of ["pcns", "gone", "wards@2019", null])
      expect(drawnLayer(asked, list.layers)).toBeNull();
    expect(layerOf("wards@2019")).toBe("wards");
  });
});

describe("what can be counted", () => {
  const values = (a: string, b: string, of = list) => weightsFor(a, b, of).map(({ value }) => value);

  it("is residents and ground between areas, and a list's own people with a list", () => {
    expect(values("wards", "districts")).toEqual(["residents", "area"]);
    expect(values("pcns", "districts")).toEqual(["patients"]);
    expect(values("wards@2019", "pcns")).toEqual(["patients"]);
  });

  it("tells the blocks apart where the same people are counted in several", () => {
    const twice = { ...list, weights: [...list.weights, weight("residents", "older", null)] };
    expect(weightsFor("wards", "districts", twice)).toEqual([
      { value: "residents@blocks", name: "residents", date: "2025-10-01", blocks: "Small census areas" },
      { value: "residents@older", name: "residents", date: "2025-10-01", blocks: "older" },
      { value: "area" },
    ]);
  });
});
