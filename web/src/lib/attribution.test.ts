import { expect, it } from "vitest";

import { distinct } from "./attribution";

it("thanks everybody once", () => {
  expect(distinct(["A.", "B.", "A."])).toEqual(["A.", "B."]);
});

it("leaves out what another line says in full", () => {
  expect(distinct(["Source: A.", "Source: A. Contains B.", ""])).toEqual(["Source: A. Contains B."]);
});
