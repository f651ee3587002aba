import { expect, it } from "vitest";

import { FAMILIES, familyOf, lineOf } from "./families";

const layer = (
  id: string,
  family: "council" | "nhs" | "census" | "community" | "other-public",
  area_count = 1,
) => ({
  id,
  family,
  area_count,
  bounds: [-1, 50, 1, 52],
});

it("gives every family a look that differs even without colour", () => {
  const looks = FAMILIES.map((family) => {
    const line = lineOf(layer("x", family), [], "light");
    return JSON.stringify([line.dashes, line.width, line.casing !== null]);
  });
  expect(new Set(looks).size).toBe(FAMILIES.length);
});

it("draws larger areas of a family with a wider line", () => {
  const layers = [layer("wards", "council", 90), layer("districts", "council", 6), layer("icbs", "nhs", 1)];
  const [wards, districts] = layers.map((one) => lineOf(one, layers, "light").width);
  expect(wards).toBeCloseTo(1.4);
  expect(districts).toBeCloseTo(1.4 * 2.2);
});

it("judges areas by the ground that they share, not by their number", () => {
  const icbs = { ...layer("icbs", "nhs", 42), bounds: [-6, 50, 2, 56] };
  const pcns = { ...layer("pcns", "nhs", 39), bounds: [-1, 50.7, 1, 51.2] };
  const [wide, thin] = [icbs, pcns].map((one) => lineOf(one, [icbs, pcns], "light").width);
  expect(wide).toBeGreaterThan(thin ?? 0);
});

it("tells two layers of as many areas apart", () => {
  const layers = [layer("police", "other-public", 3), layer("fire", "other-public", 3)];
  const widths = layers.map((one) => lineOf(one, layers, "light").width);
  expect(widths[0]).not.toBe(widths[1]);
});

it("has lighter ink in the dark", () => {
  const wards = layer("wards", "council");
  expect(lineOf(wards, [], "light").colour).not.toBe(lineOf(wards, [], "dark").colour);
});

it("takes a family that it does not know for a public service", () => {
  expect(familyOf("water-boards")).toBe("other-public");
});
