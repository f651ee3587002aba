import { expect, it } from "vitest";

import { amount, compareWords, inHundred, inSentence } from "./compare";

it.each([
  [0, "none"],
  [0.004, "under 1 in 100"],
  [0.918, "92 in 100"],
  [0.996, "over 99 in 100"],
  [1, "all"],
])("a share of %d is said as %s", (share, said) => {
  expect(inHundred(share)).toBe(said);
});

it.each([
  [121_755.4, "people", "121,755"],
  [0.2, "people", "under 1"],
  [0, "people", "0"],
  [3_786_000_000, "m2", "3,786 km²"],
  [2_149_281, "m2", "2.1 km²"],
  [420, "m2", "420 m²"],
])("%d of %s is said as %s", (value, unit, said) => {
  expect(amount(value, unit)).toBe(said);
});

it("a title goes into a sentence, its capitals stay", () => {
  expect(inSentence("Wards")).toBe("wards");
  expect(inSentence("LSOA 2021")).toBe("LSOA 2021");
});

it("the steps of the legend leave no share out", () => {
  expect([
    compareWords.map.step(0, 0.01),
    compareWords.map.step(0.05, 0.1),
    compareWords.map.step(0.25, undefined),
  ]).toEqual(["under 1", "5 to 10", "25 or more"]);
});
