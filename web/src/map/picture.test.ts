import { expect, it } from "vitest";

import { aLayer, anEdition } from "../lib/examples";
import { landLayer } from "./picture";

const wide: [number, number, number, number] = [-1, 50, 1, 52];

it("takes the widest layer that stops at the coast for land", () => {
  const town = aLayer({ id: "town", bounds: [0, 50, 0.1, 50.1], area_count: 3 });
  const districts = aLayer({ id: "districts", bounds: wide, area_count: 6 });
  expect(landLayer([town, districts])).toBe("districts");
});

it("takes the one with the fewest areas of two as wide", () => {
  const wards = aLayer({ id: "wards", bounds: wide, area_count: 90 });
  const districts = aLayer({ id: "districts", bounds: [-1, 50, 1, 51.999], area_count: 6 });
  expect(landLayer([wards, districts])).toBe("districts");
});

it("prefers councils, which leave no ground out", () => {
  const icbs = aLayer({ id: "icbs", family: "nhs", bounds: wide, area_count: 1 });
  const districts = aLayer({ id: "districts", bounds: wide, area_count: 6 });
  expect(landLayer([icbs, districts])).toBe("districts");
});

it("does not take water for land", () => {
  const edition = { ...anEdition, clipped_to_coast: false };
  expect(landLayer([aLayer({ edition }), aLayer({ edition: null })])).toBeNull();
});
