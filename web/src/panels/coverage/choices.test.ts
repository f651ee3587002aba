import { expect, it } from "vitest";

import { someGroups } from "../../lib/an-asset";
import { aLayer } from "../../lib/examples";
import { classesOf, firstKind, firstLayer } from "./choices";

it("starts with a place to be of which there is one", () => {
  expect(firstKind(someGroups)).toBe("library");
  expect(firstKind(someGroups.slice(1))).toBe("gp");
  expect(firstKind([])).toBeNull();
});

it("starts with the councils above the smallest council areas, of those in force", () => {
  const wards = aLayer();
  const districts = aLayer({ id: "districts", order: 2 });
  const icbs = aLayer({ id: "icbs", family: "nhs", order: 3 });
  expect(firstLayer([wards, districts, icbs])).toBe("districts");
  expect(firstLayer([wards, { ...districts, edition: null }, icbs])).toBe("wards");
  expect(firstLayer([icbs])).toBe("icbs");
  expect(firstLayer([])).toBeNull();
});

it("knows each class of small areas once", () => {
  const release = { edition: "2021", from: null, until: null, source: null, publisher: null };
  const from = { ...release, licence: null, attribution: null, extract_date: null, reference: "1ff7" };
  const ruc = { name: "ruc21", blocks: "lsoa21", values: ["Rural", "Urban"], release: from };
  expect(classesOf({ classes: [ruc, ruc] })).toEqual(["ruc21"]);
  expect(classesOf({ classes: [] })).toEqual([]);
  expect(classesOf(null)).toEqual([]);
});
