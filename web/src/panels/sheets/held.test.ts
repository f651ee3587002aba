import { expect, it } from "vitest";

import { someGroups } from "../../lib/an-asset";
import { aLook, aRow, wrong } from "./a-sheet";
import {
  changed,
  columnsToFix,
  distinctNames,
  hold,
  isSwapped,
  kindMeant,
  lacksOnlyKind,
  mapped,
  titleOf,
  toCsv,
} from "./held";

it("is written as CSV with whatever stands in its cells", () => {
  expect(toCsv(["a", "b"], [['say "x"', "1,2;3\n4"], ["=1"]])).toBe(
    '"a","b"\r\n"say ""x""","1,2;3\n4"\r\n"=1"\r\n',
  );
});

it("calls no two columns alike, and none by a bare number", () => {
  expect(distinctNames(["Notes", "2", "Notes", ""])).toEqual(["Notes", "Column 2", "Notes (2)", "Column 4"]);
});

it("is not whole where rows or ends of cells are missing", () => {
  const rows = [aRow(2, ["Ash Hall"])];
  expect(hold(aLook(["Name"], rows)).whole).toBe(true);
  expect(hold(aLook(["Name"], rows, { total: 30_000 })).whole).toBe(false);
  expect(hold(aLook(["Name"], [aRow(2, ["x".repeat(500)])])).whole).toBe(false);
});

it("makes a row as wide as the sheet when it is changed, and drops nothing but what is empty", () => {
  expect(changed(["a"], 2, "c", 4)).toEqual(["a", "", "c", ""]);
  expect(changed(["a", "b", "c"], 2, "", 2)).toEqual(["a", "b"]);
  expect(changed(["a", "b", "c"], 0, "d", 2)).toEqual(["d", "b", "c"]);
});

it("gives a field to one column, unless it may be spread over several", () => {
  const columns = [{ field: "name" }, { field: "address" }, { field: null }];
  const names = ["Venue", "Street", "Town"];
  const fields = ["name", "address"];
  expect(mapped(columns, names, fields, 2, "name")).toEqual({ name: ["Town"], address: ["Street"] });
  expect(mapped(columns, names, fields, 2, "address")).toEqual({
    name: ["Venue"],
    address: ["Street", "Town"],
  });
  expect(mapped(columns, names, fields, 0, null)).toEqual({ name: [], address: ["Street"] });
});

it("brings every cell that says where it is when one of them is wrong", () => {
  const look = aLook(["Name", "Postcode", "Lon", "Lat"], []);
  const row = aRow(2, ["Oak", "", "53.4", "0.9"], wrong("lon"));
  expect(columnsToFix(row, look.columns)).toEqual([1, 2, 3]);
  expect(columnsToFix(aRow(2, [], wrong(null)), look.columns)).toEqual([]);
});

it.each([
  ["53.4", "0.9", true],
  ["0.9", "53.4", false],
  ["", "0.9", false],
  ["530000", "110000", false],
])("knows whether longitude %s and latitude %s look swapped", (lon, lat, is) => {
  expect(isSwapped(lon, lat)).toBe(is);
});

it("makes a title of the name of a file", () => {
  expect(titleOf("village_halls-2026.csv")).toBe("Village halls 2026");
});

it("tells a row that lacks only a kind from one with more to put right", () => {
  const kindless = { column: null, field: "kind", reason: "" };
  expect(lacksOnlyKind({ problems: [kindless] })).toBe(true);
  expect(lacksOnlyKind({ problems: [kindless, { column: "lon", field: "lon", reason: "" }] })).toBe(false);
  expect(lacksOnlyKind({ problems: [] })).toBe(false);
});

it("knows a kind by its id, its name and its plural", () => {
  const meant = ["village-hall", "Village hall", " libraries ", "Lighthaus", ""].map((word) =>
    kindMeant(someGroups, word),
  );
  expect(meant).toEqual(["village-hall", "village-hall", "library", null, null]);
});
