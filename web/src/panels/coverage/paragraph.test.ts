import { expect, it } from "vitest";

import { aCoverage } from "./a-world";
import { paragraph } from "./paragraph";

it("says what was found, of how many, from which lists, how, and how to ask again", () => {
  const coverage = aCoverage();
  const text = paragraph(coverage, "http://localhost/coverage?kinds=library");
  for (const part of [
    coverage.summary.headline,
    "Residents: 70,000 in Districts (3), 12,000 with none recorded within reach.",
    "14 people could not be put on the map.",
    "Invented libraries (a partial list: what is missing may still be there",
    "in a straight line",
    ...coverage.summary.notes,
    coverage.summary.reference,
    "http://localhost/coverage?kinds=library",
  ])
    expect(text).toContain(part);
});
