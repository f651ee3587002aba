// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";

import { Tilesets } from "./tilesets.svelte";

const { signal } = new AbortController();

function server(fail: (url: URL) => boolean = () => false): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    const url = new URL(request.url);
    asked.push(url.pathname + url.search);
    return Promise.resolve(Response.json({ tiles: [] }, { status: fail(url) ? 500 : 200 }));
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("asks once for each layer and day", async () => {
  const asked = server();
  const tilesets = new Tilesets();
  await tilesets.need(["wards"], "2026-04-01", signal);
  await tilesets.need(["wards", "icbs"], "2026-04-01", signal);
  await tilesets.need(["wards"], "2028-04-01", signal);
  expect(asked).toEqual([
    "/tiles/wards.json?on=2026-04-01",
    "/tiles/icbs.json?on=2026-04-01",
    "/tiles/wards.json?on=2028-04-01",
  ]);
});

it("says which layers it could not have, and forgets it when they come", async () => {
  let broken = true;
  server((url) => broken && url.pathname.includes("icbs"));
  const tilesets = new Tilesets();
  await tilesets.need(["wards", "icbs"], "2026-04-01", signal);
  expect([Object.keys(tilesets.known), tilesets.missing]).toEqual([["wards"], ["icbs"]]);
  broken = false;
  await tilesets.need(["wards", "icbs"], "2026-04-01", signal);
  expect([Object.keys(tilesets.known), tilesets.missing]).toEqual([["wards", "icbs"], []]);
});
