// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";

import { Tilesets } from "./tilesets.svelte";

const { signal } = new AbortController();

function server(fail: (url: URL) => boolean = () => false): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    const url = new URL(request.url);
    asked.push(url.pathname + url.search);
    return Promise.resolve(Response.json({ tiles: [], numbers: "" }, { status: fail(url) ? 500 : 200 }));
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

it("asks once for the numbers of a layer's areas, and anew for another day", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (request: Request | string) => {
    const url = new URL(typeof request === "string" ? request : request.url);
    asked.push(url.pathname + url.search);
    const numbers = `https://maps.example/tiles/wards/numbers.json${url.search}`;
    const isNumbers = url.pathname.endsWith("numbers.json");
    return Promise.resolve(Response.json(isNumbers ? { areas: { X1: 0, X2: 5 } } : { tiles: [], numbers }));
  });
  const tilesets = new Tilesets();
  await tilesets.number(["wards"]);
  await tilesets.need(["wards"], "2026-04-01", signal);
  await tilesets.number(["wards"]);
  await tilesets.number(["wards"]);
  expect(tilesets.known.wards?.areas).toEqual(
    new Map([
      ["X1", 0],
      ["X2", 5],
    ]),
  );
  await tilesets.need(["wards"], "2028-04-01", signal);
  expect(tilesets.known.wards?.areas).toBeUndefined();
  await tilesets.number(["wards"]);
  expect(asked.filter((address) => address.includes("numbers"))).toEqual([
    "/tiles/wards/numbers.json?on=2026-04-01",
    "/tiles/wards/numbers.json?on=2028-04-01",
  ]);
});

it("does without numbers that cannot be had", async () => {
  vi.stubGlobal("fetch", (request: Request | string) =>
    typeof request === "string"
      ? Promise.resolve(new Response("", { status: 500 }))
      : Promise.resolve(Response.json({ tiles: [], numbers: "/tiles/wards/numbers.json" })),
  );
  const tilesets = new Tilesets();
  await tilesets.need(["wards"], "2026-04-01", signal);
  await tilesets.number(["wards"]);
  expect(tilesets.known.wards?.areas).toBeUndefined();
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
