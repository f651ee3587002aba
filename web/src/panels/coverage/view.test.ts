import { expect, it } from "vitest";

import { type CoverageView, FIRST_SORT, readCoverage, writeCoverage } from "./view";

const plain: CoverageView = {
  ...{ kinds: [], within: null, by: null, weight: null, split: null, place: null, on: null },
  ...{ sort: FIRST_SORT, find: "", area: null, mapHidden: false, camera: null },
};

const full: CoverageView = {
  ...{ kinds: ["library", "gp"], within: 1234, by: "wards@2023", weight: "residents", split: "ruc21" },
  place: { layer: "districts", key: "X07" },
  ...{ on: "2026-04-01", sort: { column: "rate", descending: false }, find: "a & b", area: "X05" },
  ...{ mapHidden: true, camera: { lon: -0.13, lat: 50.82, zoom: 9.5 } },
};

it("carries a whole view there and back", () => {
  expect(readCoverage(writeCoverage(full))).toEqual(full);
});

it("reads as plainly as it can, and says nothing about what nobody chose", () => {
  expect(writeCoverage(full)).toBe(
    "?kinds=library,gp&within=1234&by=wards@2023&weight=residents&split=ruc21&in=districts:X07&on=2026-04-01&sort=rate&find=a+%26+b&area=X05&hide=map&map=-0.13,50.82,9.5",
  );
  expect(writeCoverage(plain)).toBe("?");
});

it.each(["?within=abc", "?within=1", "?sort=-nonsense", "?in=districts", "?on=yesterday", "?map=1"])(
  "leaves out what cannot be read in %s",
  (search) => {
    expect(readCoverage(search)).toEqual(plain);
  },
);
