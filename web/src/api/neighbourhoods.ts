/** Neighbourhoods that residents draw: looked at, drawn, sent, moderated. */

import type { FeatureCollection } from "geojson";

import { client, onThisHost, settle } from "./client";
import type { Reply } from "./problem";
import type {
  Decided,
  DrawingChecked,
  Hood,
  HoodAgreements,
  HoodList,
  HoodQueue,
  HoodTerms,
  HoodVersions,
  KeptDrawing,
  MyDrawing,
} from "./types";

/** A drawing as it is sent. */
export type Sketch = {
  name: string;
  why: string;
  tags: string[];
  geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
  /** A field that no person sees. */
  website: string;
};

function dated(on: string | null): { on?: string } {
  return on === null ? {} : { on };
}

export function fetchTerms(signal: AbortSignal): Promise<Reply<HoodTerms> | null> {
  return settle(() => client.GET("/api/neighbourhoods/terms", { signal }), signal);
}

export function fetchHoods(
  name: string,
  on: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<Reply<HoodList> | null> {
  const query = { ...(name ? { name } : {}), ...dated(on), limit };
  return settle(() => client.GET("/api/neighbourhoods", { params: { query }, signal }), signal);
}

export function fetchHood(id: string, on: string | null, signal: AbortSignal): Promise<Reply<Hood> | null> {
  const params = { path: { id }, query: dated(on) };
  return settle(() => client.GET("/api/neighbourhoods/{id}", { params, signal }), signal);
}

export function fetchAgreements(signal: AbortSignal): Promise<Reply<HoodAgreements> | null> {
  return settle(() => client.GET("/api/neighbourhoods/agreements", { signal }), signal);
}

/** Features at an address that the server gave, or of a route here. */
export function fetchFeatures(
  address: string,
  signal: AbortSignal,
): Promise<Reply<FeatureCollection> | null> {
  return settle(async () => {
    const response = await fetch(onThisHost(address), { signal });
    const body: unknown = await response.json().catch(() => null);
    return response.ok ? { data: body as FeatureCollection, response } : { error: body, response };
  }, signal);
}

function bodyOf(
  { name, why, tags, geometry, website }: Sketch,
  licence: string | null = null,
  once: string | null = null,
) {
  return { name, why, tags, website, licence, once, ...(geometry ? { geometry } : {}) };
}

export function checkSketch(
  sketch: Sketch,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<DrawingChecked> | null> {
  const params = { query: dated(on) };
  return settle(
    () => client.POST("/api/neighbourhoods/check", { params, body: bodyOf(sketch), signal }),
    signal,
  );
}

/** Sends a drawing; the same `once` is kept once, however often it is sent. Without a licence it is a draft. */
export function sendSketch(
  sketch: Sketch,
  licence: string | null,
  once: string,
  signal: AbortSignal,
): Promise<Reply<KeptDrawing> | null> {
  const body = bodyOf(sketch, licence, once);
  return settle(() => client.POST("/api/neighbourhoods", { body, signal }), signal);
}

export function fetchMine(token: string, signal: AbortSignal): Promise<Reply<MyDrawing> | null> {
  const params = { header: { "edit-token": token } };
  return settle(() => client.GET("/api/neighbourhoods/mine", { params, signal }), signal);
}

/** Every version of the drawing under a private link, oldest first. */
export function fetchMyVersions(token: string, signal: AbortSignal): Promise<Reply<HoodVersions> | null> {
  const params = { header: { "edit-token": token } };
  return settle(() => client.GET("/api/neighbourhoods/mine/versions", { params, signal }), signal);
}

export function changeMine(
  token: string,
  revision: number,
  sketch: Sketch,
  licence: string | null,
  signal: AbortSignal,
): Promise<Reply<MyDrawing> | null> {
  const params = { header: { "edit-token": token, "if-match": `"r${revision}"` } };
  const body = bodyOf(sketch, licence);
  return settle(() => client.PUT("/api/neighbourhoods/mine", { params, body, signal }), signal);
}

export function withdrawMine(
  token: string,
  revision: number,
  signal: AbortSignal,
): Promise<Reply<MyDrawing> | null> {
  const params = { header: { "edit-token": token, "if-match": `"r${revision}"` } };
  return settle(() => client.DELETE("/api/neighbourhoods/mine", { params, signal }), signal);
}

/** A page of the drawings that wait; the first, or the one that a cursor leads to. */
export function fetchQueue(cursor: number | null, signal: AbortSignal): Promise<Reply<HoodQueue> | null> {
  const query = cursor === null ? {} : { cursor };
  return settle(() => client.GET("/api/neighbourhoods/queue", { params: { query }, signal }), signal);
}

/** Every version of a drawing, oldest first: a moderator's to see. */
export function fetchVersions(id: string, signal: AbortSignal): Promise<Reply<HoodVersions> | null> {
  const params = { path: { id } };
  return settle(() => client.GET("/api/neighbourhoods/queue/{id}/versions", { params, signal }), signal);
}

export type Decision = {
  id: string;
  revision: number;
  do: "publish" | "decline" | "group";
  reason?: string;
  group?: string;
};

export function decide(decisions: Decision[], signal: AbortSignal): Promise<Reply<Decided> | null> {
  return settle(() => client.POST("/api/neighbourhoods/queue", { body: { decisions }, signal }), signal);
}

/** The shapes in a file, GeoJSON or KML; nothing is kept. */
export type FileShapes = {
  shapes: { name: string | null; why: string | null; geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon }[];
  left_out: number;
};

export function readShapes(file: Blob, signal: AbortSignal): Promise<Reply<FileShapes> | null> {
  return settle(async () => {
    const response = await fetch("/api/neighbourhoods/shapes", { method: "POST", body: file, signal });
    const body: unknown = await response.json().catch(() => null);
    return response.ok ? { data: body as FileShapes, response } : { error: body, response };
  }, signal);
}

export type Entered = {
  kept: number;
  drawings: { id: string | null; problems: { words: string; blocks: boolean }[] }[];
};

/** Keeps drawings that came on paper, at a workshop or at a library. */
export function enterSketches(
  route: string,
  licence: string,
  sketches: readonly Sketch[],
  signal: AbortSignal,
): Promise<Reply<Entered> | null> {
  const body = { route, licence, drawings: sketches.map((sketch) => bodyOf(sketch)) };
  return settle(
    async () =>
      (await client.POST("/api/neighbourhoods/enter", { body, signal })) as {
        data?: Entered;
        error?: unknown;
        response: Response;
      },
    signal,
  );
}

/** 32 random bytes, so that what is sent twice is kept once. */
export function newOnce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
