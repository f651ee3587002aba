import { expect, it } from "vitest";

import { coverageWords, noneOf } from "./coverage";

const library = { id: "library", name: "Library", plural: "Libraries" };
const surgery = { id: "gp", name: "GP surgery", plural: "GP surgeries" };

it("says of an area who has none recorded, and none only where every list is whole", () => {
  const summary = {
    kinds: [library, surgery],
    within_m: 1600,
    unit: "people",
    weight: "residents",
    complete: false,
  };
  expect(coverageWords.chosen.sentence("Ashford", "3,000", "40,000", summary)).toBe(
    "In Ashford, 3,000 of 40,000 residents have no library or GP surgery recorded within 1.6 km (about a mile) in a straight line.",
  );
  expect(
    coverageWords.chosen.sentence("Ashford", "3,000", "40,000", { ...summary, complete: true }),
  ).toContain("have no library or GP surgery within");
});

it("does not list more kinds than somebody can read", () => {
  expect(noneOf({ kinds: [library, surgery, library] })).toBe("library, GP surgery or library");
  expect(noneOf({ kinds: [library, surgery, library, surgery] })).toBe("such place");
});

it("leaves no distance out of its bands", () => {
  const { band } = coverageWords.figures;
  expect([band(0, 800), band(800, 1600), band(5000, null)]).toEqual([
    "up to 800 metres (0.5 miles)",
    "800 metres (0.5 miles) to 1.6 km (about a mile)",
    "over 5 km (3.1 miles)",
  ]);
});
