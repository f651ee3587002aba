import { expect, it } from "vitest";

import { distance, ground } from "./measure";

it.each([
  [0.4, "0 metre, 0 yard"],
  [40, "40 metre, 44 yard"],
  [150, "150 metre, 164 yard"],
  [402.336, "402 metre, 0.25 mile"],
  [1609.344, "1.6 kilometre, 1 mile"],
  [32_186.88, "32 kilometre, 20 mile"],
])("%s metres: %s", (metres, expected) => {
  const said = distance(metres).map((amount) => `${amount.value} ${amount.unit}`);
  expect(said.join(", ")).toBe(expected);
});

it("says a ward in square kilometres and miles", () => {
  expect(ground(2_589_988.11)).toEqual({ small: false, km2: "2.6", miles2: "1" });
});

it("says a county with its thousands apart", () => {
  expect(ground(3_793_000_000)).toEqual({ small: false, km2: "3,793", miles2: "1,464" });
});

it("says a field in hectares and acres", () => {
  expect(ground(40_468.564224)).toEqual({ small: true, hectares: "4", acres: "10" });
});
