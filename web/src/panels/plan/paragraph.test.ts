import { expect, test } from "vitest";

import { someFigures } from "./a-world";
import { paragraph } from "./paragraph";

test("the paragraph says what, how large, what crosses, when and from what", () => {
  const saved = { status: "submitted", status_date: "2025-09", outcome_known: false };
  const text = paragraph("Two councils", saved, someFigures(), "https://maps.example.org/plan?id=two");
  expect(text).toBe(
    "Two councils (Submitted, 2025-09; outcome not in our sources): 2 areas, from 1,000 to 3,000 residents. " +
      "700 people across a line; 1 of 2 primary care networks cross. Leaves out ground with 60 residents. " +
      "Residents as counted on 21 March 2021: not today’s number. Other layers as on 1 April 2026. " +
      "Invented, CC0 Patchwork, https://maps.example.org/plan?id=two",
  );
});
