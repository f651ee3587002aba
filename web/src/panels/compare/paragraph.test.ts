import { expect, it } from "vitest";

import { aComparison } from "./a-world";
import { paragraph } from "./paragraph";

const address = "https://patchwork.example/compare?a=pcns";

it("the paragraph has the sentence, who was counted and when, the sources and the reference", () => {
  const { summary } = aComparison();
  const text = paragraph({ summary }, address);
  for (const part of [
    summary.headline,
    "Patients, 1 October 2025: 150,000 in Primary care networks (3), 150,000 in Councils (3).",
    "214 people could not be put on the map.",
    "Boundaries as on 1 April 2026.",
    "pcns, release 2025-10: Invented lists (The clerk)",
    "Invented lists, CC0.",
    summary.reference,
    address,
  ]) {
    expect(text).toContain(part);
  }
});

it("the paragraph says the place, and counts nobody when ground is counted", () => {
  const within = { layer: "icbs", code: "X54", name: "NHS Longshire" };
  const { summary } = aComparison(undefined, {
    within,
    unit: "m2",
    weight: "area",
    people_date: null,
    unplaced: 0,
  });
  const text = paragraph({ summary }, address);
  expect(text).toContain("Only in NHS Longshire.");
  expect(text).toContain("Ground: ");
  expect(text).not.toContain("people could not");
});
