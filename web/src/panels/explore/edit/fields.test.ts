import { describe, expect, it } from "vitest";

import { aDetail } from "../../../lib/an-asset";
import { blank, bodyOf, changedOf, degreesOf, faultsOf, fieldsOf, rebased, spotOf } from "./fields";

const known = fieldsOf(aDetail());

describe("what is sent of a form", () => {
  it("is only what has changed, and null for what was taken away", () => {
    const now = { ...known, name: "New Library", capacity: "", opening_hours: "  " };
    expect(changedOf(known, now)).toEqual(["name", "opening_hours", "capacity"]);
    expect(bodyOf(known, now, null)).toEqual({ name: "New Library", opening_hours: null, capacity: null });
  });

  it("is all that is filled in, for a new place", () => {
    const now = { ...blank({ lon: -0.13, lat: 50.82 }), name: "Hall", kind: "village-hall", capacity: "80" };
    expect(bodyOf(null, now, degreesOf(spotOf(now)))).toEqual({
      ...{ name: "Hall", kind: "village-hall", capacity: 80, lon: -0.13, lat: 50.82 },
    });
  });

  it("has no place when that was taken away", () => {
    expect(bodyOf(known, { ...known, place: "" }, null)).toEqual({ lon: null, lat: null });
  });
});

it("keeps what somebody wrote when the entry has changed meanwhile, and takes the rest over", () => {
  const written = { ...known, name: "Mine" };
  const newer = { ...known, name: "Theirs", postcode: "BN2 2BB" };
  expect(rebased(known, written, newer)).toEqual({ ...newer, name: "Mine" });
});

it("tells every problem of a form at once", () => {
  expect(faultsOf(blank(null), true)).toEqual(["no-name", "no-kind", "no-place"]);
  const odd = { ...known, place: "somewhere", capacity: "many" };
  expect(faultsOf(odd, false)).toEqual(["bad-place", "bad-capacity"]);
  expect(faultsOf({ ...known, place: "530000, 105000" }, false)).toEqual([]);
  expect(faultsOf(known, false)).toEqual([]);
});
