import { expect, test } from "vitest";

import { elementCode, frameCode, linkCode } from "./code";

const HERE = "https://maps.example.org";
const asked = { layer: "wards", area: "districts:D1", on: "today", kinds: null };

test("what is not asked for is left out", () => {
  expect(linkCode(HERE, asked)).toBe(
    "https://maps.example.org/embed?layer=wards&area=districts%3AD1&on=today",
  );
});

test("words cannot leave their quotes", () => {
  expect(frameCode(HERE, asked, '"><script>')).toContain('title="&quot;>&lt;script>"');
  expect(frameCode(HERE, asked, "Wards")).toContain("layer=wards&amp;area=");
  expect(elementCode(HERE, { ...asked, title: 'a "b"' })).toContain('title="a &quot;b&quot;"');
});
