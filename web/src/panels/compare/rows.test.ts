import { describe, expect, it } from "vitest";

import { aComparison } from "./a-world";
import { inOrder, matching, outsideShare, partnersOf, pressed, roomFigures, rowsOf } from "./rows";

const comparison = aComparison();
const rows = rowsOf(comparison);
const names = (some: readonly { name: string }[]) => some.map(({ name }) => name);

describe("the rows of the table", () => {
  it("name the best fit and the runner-up, and say what share lies outside", () => {
    const mill = rows.find(({ name }) => name === "Mill");
    expect(mill).toMatchObject({ bestName: "Midvale", runnerUpName: "Northshire", outside_best_fit: 4000 });
    expect(mill && outsideShare(mill)).toBeCloseTo(4000 / 49_000, 12);
  });

  it("stand by what is asked, up or down", () => {
    expect(names(inOrder(rows, { column: "outside", descending: true }))).toEqual([
      "Mill",
      "Harbour",
      "Downs",
    ]);
    expect(names(inOrder(rows, { column: "total", descending: false }))).toEqual([
      "Downs",
      "Mill",
      "Harbour",
    ]);
    expect(names(inOrder(rows, { column: "name", descending: true }))).toEqual(["Mill", "Harbour", "Downs"]);
    expect(names(inOrder(rows, { column: "best", descending: false }))).toEqual(["Mill", "Harbour", "Downs"]);
  });

  it("stand by name where they are equal, whichever way the order goes", () => {
    expect(names(inOrder(rows, { column: "room", descending: true }))).toEqual(["Mill", "Downs", "Harbour"]);
    expect(names(inOrder(rows, { column: "room", descending: false }))).toEqual(["Downs", "Harbour", "Mill"]);
  });

  it("are found by any word of their own name, their code or their partners", () => {
    expect(names(matching(rows, "x-mill", false))).toEqual(["Mill"]);
    expect(names(matching(rows, "southcombe", false))).toEqual(["Downs"]);
    expect(names(matching(rows, "MIDVALE down", false))).toEqual(["Downs"]);
    expect(names(matching(rows, "", true))).toEqual(["Mill"]);
    expect(matching(rows, "nowhere", false)).toEqual([]);
  });
});

it("a column's head turns its own order round, and starts figures with the largest", () => {
  expect(pressed({ column: "name", descending: false }, "total")).toEqual({
    column: "total",
    descending: true,
  });
  expect(pressed({ column: "total", descending: true }, "total")).toEqual({
    column: "total",
    descending: false,
  });
  expect(pressed({ column: "total", descending: true }, "name")).toEqual({
    column: "name",
    descending: false,
  });
});

it("partners are those of one area alone", () => {
  expect(partnersOf(comparison.pairs, "X-Downs").map(({ b_name }) => b_name)).toEqual([
    "Southcombe",
    "Midvale",
  ]);
});

it("the room has a middle and a most, and none without areas", () => {
  expect(roomFigures(rows)).toMatchObject({ median: 1, most: 2, at: { name: "Mill" } });
  expect(roomFigures([])).toBeNull();
});
