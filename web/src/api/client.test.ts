// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from "vitest";

import { fetchFound, fetchLayers, fetchLocated, fetchTileset, onThisHost } from "./client";

const { signal } = new AbortController();

function answer(body: unknown, status = 200): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("asks about degrees, a date and the areas nearby", async () => {
  const asked = answer({});
  await fetchLocated({ lon: -0.13, lat: 50.82 }, "2026-04-01", signal);
  const url = new URL(asked[0]?.url ?? "");
  expect(url.pathname + url.search).toBe("/api/locate?lon=-0.13&lat=50.82&on=2026-04-01&within_m=250");
});

it("asks about grid metres as they were given, and leaves today to the server", async () => {
  const asked = answer({});
  await fetchLocated({ easting: 530000, northing: 105000 }, null, signal);
  expect(new URL(asked[0]?.url ?? "").search).toBe("?easting=530000&northing=105000&within_m=250");
});

it("sends words with spaces and signs whole", async () => {
  const asked = answer({ results: [] });
  await fetchFound("Long & Ash", null, signal);
  expect(new URL(asked[0]?.url ?? "").searchParams.get("q")).toBe("Long & Ash");
});

it("says that the server cannot be reached", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  expect(await fetchLayers(null, signal)).toEqual({ ok: false, problem: { kind: "unreachable" } });
});

it("says nothing about a question that was given up", async () => {
  const given = new AbortController();
  given.abort();
  vi.stubGlobal("fetch", () => Promise.reject(new DOMException("", "AbortError")));
  expect(await fetchLayers(null, given.signal)).toBeNull();
});

it("takes the tiles from the host of the page, whatever name the server gives itself", async () => {
  answer({ tilejson: "3.0.0", tiles: ["https://maps.example/tiles/wards/{z}/{x}/{y}.mvt?v=7"] });
  const reply = await fetchTileset("wards", null, signal);
  expect(reply?.ok && reply.value.tiles).toEqual([`${location.origin}/tiles/wards/{z}/{x}/{y}.mvt?v=7`]);
});

it("leaves an address without a host where it is", () => {
  expect(onThisHost("/api/areas/wards/X1.geojson")).toBe(`${location.origin}/api/areas/wards/X1.geojson`);
});
