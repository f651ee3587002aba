import { describe, expect, it } from "vitest";

import { type CompareView, FIRST_SORT, readCompare, writeCompare } from "./view";

const everything: CompareView = {
  a: "pcns",
  b: "districts",
  weight: "patients@blocks",
  place: { layer: "icbs", key: "X54:1" },
  on: "2026-04-01",
  sort: { column: "name", descending: false },
  find: "St Mary & Co",
  crossingOnly: true,
  area: "XP001",
  mapHidden: true,
  camera: { lon: -0.13, lat: 50.82, zoom: 11.5 },
};

describe("the address of a comparison", () => {
  it("brings everything back that was chosen", () => {
    expect(readCompare(writeCompare(everything))).toEqual(everything);
  });

  it("is bare while nothing was chosen", () => {
    expect(writeCompare(readCompare(""))).toBe("?");
  });

  it("leaves out what cannot be read", () => {
    const view = readCompare("?in=nowhere&on=2026-02-31&sort=-beauty&only=some&map=1,2&a=");
    expect(view).toEqual(readCompare(""));
    expect(view.sort).toEqual(FIRST_SORT);
  });

  it("keeps an order that goes down apart from one that goes up", () => {
    expect(readCompare("?sort=-total").sort).toEqual({ column: "total", descending: true });
    expect(readCompare("?sort=total").sort).toEqual({ column: "total", descending: false });
  });
});
