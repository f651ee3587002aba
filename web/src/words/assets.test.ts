import { expect, it } from "vitest";

import { someGroups } from "../lib/an-asset";
import { assetWords, kindsNoun, reach } from "./assets";

const [libraries, surgeries] = someGroups.flatMap(({ kinds }) => kinds.filter(({ assets }) => assets > 0));

it.each([
  [800, "800 metres (0.5 miles)"],
  [1600, "1.6 km (about a mile)"],
  [5000, "5 km (3.1 miles)"],
])("a reach of %d metres is said as %s", (metres, said) => {
  expect(reach(metres)).toBe(said);
});

it("names up to three kinds, and keeps their capitals", () => {
  if (!libraries || !surgeries) throw new Error("The invented world has too few kinds.");
  expect(kindsNoun([], 1)).toBe("place");
  expect(kindsNoun([libraries], 1)).toBe("library");
  expect(kindsNoun([libraries, surgeries], 2)).toBe("libraries and GP surgeries");
  expect(kindsNoun([libraries, libraries, surgeries, surgeries], 2)).toBe("places");
});

it("says that none is recorded, never that there is none", () => {
  const where = assetWords.where.near(1600);
  expect(assetWords.sentence(0, "libraries", where, false)).toBe(
    "No libraries recorded within 1.6 km (about a mile) of this point, in a straight line.",
  );
  expect(assetWords.sentence(1, "library", "in Ashford", true)).toBe(
    "1 library where people can meet recorded in Ashford.",
  );
});

it("says when something was verified, and when that is too long ago", () => {
  const { verified } = assetWords;
  expect(verified({ last_verified: "2026-05-02", stale: false })).toBe("Verified 2 May 2026");
  expect(verified({ last_verified: "2023-01-05", stale: true })).toBe("Not verified since 5 January 2023");
  expect(verified({ last_verified: null, stale: true })).toBe("Not verified for two years");
  expect(verified({ last_verified: null, stale: false })).toBe("Its list does not say when it was verified");
});

it("knows where people can meet, however the server writes it", () => {
  expect(assetWords.canMeet("low-cost")).toBe(true);
  expect(assetWords.canMeet("low_cost")).toBe(true);
  expect(assetWords.canMeet("no")).toBe(false);
  expect(assetWords.canMeet("unknown")).toBe(false);
});

it("says why another list may have the same place", () => {
  const twin = { id: "b", name: "Old Library", kind: "library", list: "other" };
  const close = { name_likeness: 0.95, distance_m: 12.4, same_postcode: true, same_reference: false };
  expect(assetWords.card.twin({ ...twin, ...close })).toBe(
    "the same postcode, nearly the same name, 12 metres apart",
  );
  expect(assetWords.card.twin({ ...twin, ...close, distance_m: null, name_likeness: 0.1 })).toBe(
    "the same postcode",
  );
});
