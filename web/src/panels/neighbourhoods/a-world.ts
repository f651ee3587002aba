/** An invented neighbourhood for tests, and a server that knows it: nothing of them reaches the page. */

import { vi } from "vitest";

import type { Hood, HoodQueue, HoodTerms, MyDrawing, SignedIn } from "../../api/types";
import { NOBODY } from "../../lib/a-session";
import { aFoundArea, aLayer, anArea } from "../../lib/examples";

export const aSquare: GeoJSON.Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [0.9, 53.4],
      [0.91, 53.4],
      [0.91, 53.41],
      [0.9, 53.41],
      [0.9, 53.4],
    ],
  ],
};

export const someTerms: HoodTerms = {
  licence: "CC BY 4.0",
  what_is_public: "Its line, its name and its sentence.",
  not_official: "No official boundary.",
  how_changed: "By a review.",
  reasons: [
    { code: "abuse", words: "It insults somebody." },
    { code: "duplicate", words: "It was sent before." },
  ],
  routes: ["online", "workshop", "paper", "library"],
  ...{ most_points: 2000, least_m2: 3500, most_m2: 2e8, most_name_chars: 80, most_why_chars: 1000 },
  ...{ most_tags: 5, most_tag_chars: 30, least_drawings: 5 },
};

export function aDrawing(changes: Partial<MyDrawing> = {}): MyDrawing {
  return {
    ...{ id: "d1", state: "proposed", waits: true, revision: 1, version: 1, published_version: null },
    ...{ reason: null, reason_in_words: null, name: "Pier Head", why: "We share a pump.", tags: ["harbour"] },
    ...{ route: "online", licence: "CC BY 4.0", grouped_as: null, page: null, area_m2: 740_000 },
    ...{ created: "2026-11-20T09:00:00Z", changed: "2026-11-20T09:00:00Z" },
    geometry: aSquare as MyDrawing["geometry"],
    ...changes,
  };
}

export function aWaiting(changes: Partial<MyDrawing> = {}): HoodQueue["drawings"][number] {
  return { drawing: aDrawing(changes), flags: [], namesakes: 0 };
}

export function aHood(changes: Partial<Hood> = {}): Hood {
  return {
    ...{ id: "neighbourhoods-drawn-pier-head", name: "Pier Head", counted_as: "Pier Head", drawn: true },
    ...{ route: "online", published: "2026-11-21T09:00:00Z", area_m2: 740_000, centre: [0.905, 53.405] },
    ...{ bounds: [0.9, 53.4, 0.91, 53.41], url: "/api/neighbourhoods/neighbourhoods-drawn-pier-head" },
    ...{ on: "2026-11-22", why: "We share a pump.", tags: ["harbour"], licence: "CC BY 4.0" },
    ...{ not_official: "drawn by residents, no official boundary", how_changed: "by a review" },
    ...{ people: 1230, suppressed: false, people_date: "2021-03-21" },
    ...{ asset_count: 1, assets: [{ id: "libraries:mill", name: "Mill Library", kind: "library" }] },
    stands: [
      {
        ...{ layer: "wards", layer_title: "Wards", of: "people" },
        areas: [
          { code: "X1", id: "wards-mill", name: "Mill", share: 0.8 },
          { code: "X2", id: "wards-down", name: "Down", share: 0.2 },
        ],
      },
    ],
    ...{ namesakes: [], geojson: "/api/areas/neighbourhoods/x.geojson", releases: [] },
    attribution: ["Drawings of residents, CC BY 4.0"],
    ...changes,
  } as Hood;
}

/** What was sent to the server: how, where, and with what. */
export type Sent = { method: string; path: string; query: Record<string, string>; body: unknown };

/** A server with these answers besides those that every page asks for. One that is a function is asked each time; null is no connection. */
export function server(
  answers: Record<string, unknown> = {},
  who: SignedIn = NOBODY,
): { sent: Sent[]; asked: (path: string, method?: string) => Sent[] } {
  const sent: Sent[] = [];
  const layers = [aLayer(), aLayer({ id: "blocks", family: "census", order: 9, area_count: 900 })];
  const all: Record<string, unknown> = {
    "GET /api/config": {
      version: "",
      place: { title: "", note: "", extent: null },
      basemap: null,
      dates: [],
    },
    "GET /api/layers": {
      on: "2026-11-22",
      layers,
      memberships: [],
      weights: [],
      classes: [],
      attribution: [],
    },
    "GET /api/session": who,
    "GET /api/neighbourhoods/terms": someTerms,
    "GET /api/neighbourhoods/agreements": { names: [], least_drawings: 5 },
    "GET /api/search": { query: "", results: [aFoundArea()], next: null },
    "GET /api/areas/wards/X05000001": anArea(),
    "GET /api/areas/wards/X05000001.geojson": { type: "Feature", properties: {}, geometry: aSquare },
    "POST /api/neighbourhoods/check": {
      ...{ on: "2026-11-22", may_be_sent: true, problems: [], area_m2: 740_000, stands: [] },
      ...{ people: 1230, suppressed: false, people_date: "2021-03-21" },
      ...{ namesakes: 0, namesake_pages: [], attribution: [] },
    },
    ...answers,
  };
  vi.stubGlobal("fetch", async (request: Request | string, init?: RequestInit) => {
    const url = new URL(typeof request === "string" ? request : request.url, location.origin);
    const method = (typeof request === "string" ? init?.method : request.method) ?? "GET";
    const text = typeof request === "string" ? "" : await request.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    const asked = { method, path: url.pathname, query: Object.fromEntries(url.searchParams), body };
    sent.push(asked);
    const known = all[`${method} ${url.pathname}`];
    const answer: unknown = typeof known === "function" ? (known as (one: Sent) => unknown)(asked) : known;
    if (answer === null) throw new TypeError("no connection");
    if (answer instanceof Response) return answer;
    return Response.json(answer ?? { tiles: [], areas: {}, vector_layers: [] });
  });
  const asked = (path: string, method = "GET") =>
    sent.filter((one) => one.path === path && one.method === method);
  return { sent, asked };
}
