import { expect, it } from "vitest";

import { aLayer } from "../../lib/examples";
import { firstLayers, switched } from "./choices";

const wards = aLayer({ id: "wards", order: 1 });
const districts = aLayer({ id: "districts", order: 2 });
const counties = aLayer({ id: "counties", order: 3 });
const drawings = aLayer({ id: "neighbourhoods", order: 4, family: "community" });
const icbs = aLayer({ id: "icbs", order: 5, family: "nhs" });

it("starts with ward, council and neighbourhood", () => {
  expect(firstLayers([icbs, drawings, counties, districts, wards])).toEqual([
    "wards",
    "districts",
    "neighbourhoods",
  ]);
});

it("passes over a layer that has no release that day", () => {
  const gone = aLayer({ id: "districts", order: 2, edition: null });
  expect(firstLayers([wards, gone, counties])).toEqual(["wards", "counties"]);
});

it("starts with what there is when no council is", () => {
  expect(firstLayers([icbs])).toEqual(["icbs"]);
  expect(firstLayers([])).toEqual([]);
});

it("switches one layer and leaves the others", () => {
  expect(switched(["wards"], "icbs", true)).toEqual(["wards", "icbs"]);
  expect(switched(["wards", "icbs"], "wards", false)).toEqual(["icbs"]);
  expect(switched(["wards"], "wards", true)).toEqual(["wards"]);
});
