import { expect, test } from "vitest";

import type { OwnOption } from "./kept";
import { ownIn, sharedOwn } from "./share";

const own: OwnOption = {
  title: "Teams",
  purpose: "neighbourhood-team",
  guide: 50_000,
  assignment: { areas: ["Coast & Downs"], components: [{ layer: "msoa21", code: "E02006500", area: 0 }] },
};

test("an option comes back from an address", async () => {
  const hash = await sharedOwn(own);
  expect(hash).toMatch(/^#own=[\w-]+$/);
  expect(await ownIn(hash ?? "")).toEqual(own);
});

test("one that is too long for an address is not cut", async () => {
  const components = Array.from({ length: 20_000 }, (_, at) => ({
    layer: "lsoa21",
    code: `E0100${Math.floor(Math.abs(Math.sin(at)) * 1e9)}`,
    area: 0,
  }));
  expect(await sharedOwn({ ...own, assignment: { areas: ["A"], components } })).toBeNull();
});

test("what is no option is none", async () => {
  expect(await ownIn("#own=%%%")).toBeNull();
  expect(await ownIn("#own=AAAA")).toBeNull();
  expect(await ownIn("#row-1")).toBeNull();
});
