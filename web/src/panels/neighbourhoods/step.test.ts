import { expect, it } from "vitest";

import { stepped } from "./step";

it("an arrow key moves a place its way by so many metres, and no other key does", () => {
  const from = { lon: 1, lat: 60 };
  expect(stepped(from, "ArrowUp", 111.32)).toEqual({ lon: 1, lat: 60.001 });
  expect(stepped(from, "ArrowDown", 111.32)?.lat).toBeCloseTo(59.999, 9);
  // At 60 degrees north a degree of longitude is half as long.
  expect(stepped(from, "ArrowRight", 111.32)?.lon).toBeCloseTo(1.002, 9);
  expect(stepped(from, "ArrowLeft", 111.32)?.lon).toBeCloseTo(0.998, 9);
  expect(stepped(from, "Enter", 111.32)).toBeNull();
});
