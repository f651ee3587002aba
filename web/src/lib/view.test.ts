import { describe, expect, it } from "vitest";

import { isDate, PLAIN_VIEW, readView, type View, writeView } from "./view";

const full: View = {
  camera: { lon: -0.13, lat: 50.82, zoom: 11.25 },
  on: "2026-04-01",
  layers: ["wards", "icbs"],
  spot: { lon: -0.131234, lat: 50.827 },
  area: { layer: "wards", key: "X05000001" },
  query: "Long & Ash",
  kinds: ["library", "community-centre"],
  meet: true,
  within: 800,
  asset: "libraries:Q1",
  mapHidden: true,
};

describe("the address", () => {
  it("carries a whole view there and back", () => {
    expect(readView(writeView(full))).toEqual(full);
  });

  it("reads as plainly as it can", () => {
    expect(writeView(full)).toBe(
      "?q=Long+%26+Ash&at=-0.131234,50.827&area=wards/X05000001&kinds=library,community-centre&meet=yes&within=800&asset=libraries:Q1&on=2026-04-01&layers=wards,icbs&hide=map&map=-0.13,50.82,11.25",
    );
  });

  it("says nothing about what nobody chose", () => {
    expect(writeView(PLAIN_VIEW)).toBe("?");
    expect(readView("")).toEqual(PLAIN_VIEW);
  });

  it("tells no layers from no choice of layers", () => {
    expect(readView(writeView({ ...PLAIN_VIEW, layers: [] })).layers).toEqual([]);
  });

  it("keeps a grid point as it was given", () => {
    const spot = { easting: 530000, northing: 105000 };
    expect(readView(writeView({ ...PLAIN_VIEW, spot })).spot).toEqual(spot);
  });

  it.each(["?at=BN1+1AA", "?at=bn11aa", "?at=BN11+AA"])("reads the postcode in %s", (search) => {
    expect(readView(search).spot).toEqual({ postcode: "BN1 1AA" });
    expect(writeView(readView(search))).toBe("?at=BN1+1AA");
  });

  it.each([
    "?at=BN1",
    "?map=1,2",
    "?map=a,b,c",
    "?map=0,91,3",
    "?map=0,50,99",
    "?at=,50",
    "?on=2026-02-30",
    "?area=wards",
    "?within=-1",
    "?within=1e9",
    "?meet=perhaps",
  ])("leaves out what cannot be read in %s", (search) => {
    expect(readView(search)).toEqual(PLAIN_VIEW);
  });

  it("cuts a search of ten thousand characters", () => {
    expect(readView(`?q=${"a".repeat(10_000)}`).query).toHaveLength(200);
  });
});

describe("a date", () => {
  it.each([
    ["2026-04-01", true],
    ["2024-02-29", true],
    ["2026-02-29", false],
    ["2026-4-1", false],
    ["yesterday", false],
  ])("%s: %s", (text, expected) => {
    expect(isDate(text)).toBe(expected);
  });
});
