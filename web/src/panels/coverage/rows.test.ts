import { expect, it } from "vitest";

import { aCoverage } from "./a-world";
import { inOrder, matching, pressed, shareWithout } from "./rows";
import { FIRST_SORT } from "./view";

const { areas } = aCoverage();
const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);

it("puts most people without first, then by whatever head is pressed", () => {
  expect(names(inOrder(areas, FIRST_SORT))).toEqual(["Beckley", "Ashford", "Crowdean"]);
  expect(names(inOrder(areas, pressed(FIRST_SORT, "name")))).toEqual(["Ashford", "Beckley", "Crowdean"]);
  expect(names(inOrder(areas, { column: "rate", descending: true }))).toEqual([
    "Beckley",
    "Crowdean",
    "Ashford",
  ]);
  expect(pressed({ column: "rate", descending: true }, "rate")).toEqual({
    column: "rate",
    descending: false,
  });
});

it("puts those from which nothing is anywhere near last, whichever figure is missing", () => {
  const [first, ...rest] = areas;
  if (!first) throw new Error("The invented world has no areas.");
  const far = [{ ...first, nearest_m: null }, ...rest, { ...first, id: "x", nearest_m: null }];
  expect(names(inOrder(far, { column: "nearest", descending: false })).slice(0, 2)).toEqual([
    "Crowdean",
    "Beckley",
  ]);
});

it("finds rows by words and codes", () => {
  expect(names(matching(areas, "beck"))).toEqual(["Beckley"]);
  expect(names(matching(areas, "x-ash"))).toEqual(["Ashford"]);
  expect(matching(areas, "beck ash")).toEqual([]);
});

it("has no share of nobody", () => {
  expect(shareWithout({ total: 0, without: 0 })).toBe(0);
  expect(shareWithout({ total: 10_000, without: 9000 })).toBe(0.9);
});
