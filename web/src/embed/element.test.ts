// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { frameAddress } from "./element";
import { heightIn } from "./height";

test("the frame's address says what the attributes say, and nothing else", () => {
  const given: Record<string, string> = {
    layer: "pcns",
    area: "districts:E07000223",
    on: "today",
    class: "wide",
  };
  const address = frameAddress((name) => given[name] ?? null, "https://maps.example.org");
  expect(address).toBe("https://maps.example.org/embed?layer=pcns&area=districts%3AE07000223&on=today");
});

test("only a height is a height", () => {
  expect(heightIn({ patchwork: "height", height: 512.4 })).toBe(512);
  expect(heightIn({ patchwork: "height", height: 1e9 })).toBe(4000);
  expect(heightIn({ patchwork: "height", height: "512" })).toBeNull();
  expect(heightIn({ height: 512 })).toBeNull();
  expect(heightIn("patchwork")).toBeNull();
  expect(heightIn(null)).toBeNull();
});
