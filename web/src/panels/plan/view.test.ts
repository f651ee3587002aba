import { expect, test } from "vitest";

import { movesText, PLAN_CODEC, readMoves } from "./view";

const moves = [
  { layer: "wards", code: "E05007581", area: "West Sussex; coast" },
  { layer: "districts@2025-05", code: "E07000223", area: null },
  { layer: "wards", code: "a:b>c~d", area: "~1" },
];

test("moves are read back as they were written, whatever areas are called", () => {
  expect(readMoves(movesText(moves))).toEqual(moves);
});

test("what cannot be read is left out, and nothing after it is guessed", () => {
  expect(readMoves("wards:W1>East;nonsense;wards:W2>West")).toEqual([
    { layer: "wards", code: "W1", area: "East" },
  ]);
  expect(readMoves(null)).toEqual([]);
  expect(readMoves("")).toEqual([]);
});

test("a view comes back from its address", () => {
  const view = PLAN_CODEC.read("?id=SUSSEX-W1&against=pcns,icbs&show=before&find=hove&on=2028-04-01");
  expect(view.before).toBe(true);
  expect(PLAN_CODEC.read(PLAN_CODEC.write({ ...view, moves }))).toEqual({ ...view, moves });
  expect(PLAN_CODEC.read("?id=SUSSEX-W1&show=after").before).toBe(false);
});
