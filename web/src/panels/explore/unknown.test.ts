import { expect, it } from "vitest";

import { aDetail } from "../../lib/an-asset";
import { unknownOf, webAddress } from "./unknown";

it("says what a list does not", () => {
  expect(unknownOf(aDetail())).toEqual(["accessibility"]);
  const bare = { address: null, postcode: null, opening_hours: null, can_meet_here: "unknown", run_by: null };
  expect(unknownOf(aDetail(bare))).toEqual([
    "address",
    "opening_hours",
    "accessibility",
    "can_meet_here",
    "run_by",
  ]);
  expect(unknownOf(aDetail({ can_meet_here: "no", accessibility: "Ramp" }))).toEqual([]);
});

it.each([
  ["https://example.org/a", "https://example.org/a"],
  ["www.example.org", "https://www.example.org/"],
  ["javascript:alert(1)", null],
  ["data:text/html,hello", null],
  ["see the board", null],
  ["", null],
  [null, null],
])("a website given as %s is linked as %s", (text, address) => {
  expect(webAddress(text)).toBe(address);
});
