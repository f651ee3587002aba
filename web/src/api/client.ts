/**
 * Every question that the viewer asks the server, one function each.
 *
 * None of them throws: what went wrong comes back as a {@link Problem}. A question that was given up
 * (its signal aborted) comes back as null.
 */

import type { Feature, FeatureCollection } from "geojson";
import createClient from "openapi-fetch";

import { type AreaKey, type LonLat, type Spot } from "../lib/view";
import type { Coverage } from "./types";
import { problemOf, type Reply } from "./problem";
import type { paths } from "./schema";
import type {
  Area,
  AssetDetail,
  AssetPage,
  Comparison,
  Config,
  Found,
  KindList,
  LayerList,
  Located,
  TileJson,
  TileNumbers,
} from "./types";

/** How far across a line an area still counts as near, in metres. */
export const NEARBY_M = 250;

/** The most results that a search shows. */
export const SEARCH_LIMIT = 20;

// The fetch of the moment, not the one of when this module was loaded: tests put their own in its place.
export const client = createClient<paths>({ fetch: (request) => fetch(request), baseUrl: location.origin });

export function fetchConfig(signal: AbortSignal): Promise<Reply<Config> | null> {
  return settle(() => client.GET("/api/config", { signal }), signal);
}

export function fetchLayers(on: string | null, signal: AbortSignal): Promise<Reply<LayerList> | null> {
  return settle(() => client.GET("/api/layers", { params: { query: dated(on) }, signal }), signal);
}

export function fetchLocated(
  spot: Spot,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<Located> | null> {
  const query = { ...spot, ...dated(on), within_m: NEARBY_M };
  return settle(() => client.GET("/api/locate", { params: { query }, signal }), signal);
}

export function fetchFound(
  words: string,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<Found> | null> {
  const query = { q: words, ...dated(on), limit: SEARCH_LIMIT };
  return settle(() => client.GET("/api/search", { params: { query }, signal }), signal);
}

export function fetchArea(
  area: AreaKey,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<Area> | null> {
  const params = { path: { layer: area.layer, code: area.key }, query: dated(on) };
  return settle(() => client.GET("/api/areas/{layer}/{code}", { params, signal }), signal);
}

/** How two layers fit each other; what is null is left to the server. */
export type CompareQuestion = {
  a: string;
  b: string;
  weight: string | null;
  /** `LAYER:CODE`. */
  within: string | null;
  on: string | null;
};

/** The most pairs of areas that one answer brings; more are asked for when somebody looks at them. */
export const PAIRS_LIMIT = 20_000;

export function fetchComparison(
  question: CompareQuestion,
  cursor: number | null,
  signal: AbortSignal,
): Promise<Reply<Comparison> | null> {
  const query = { ...compareQuery(question), limit: PAIRS_LIMIT, ...(cursor === null ? {} : { cursor }) };
  return settle(() => client.GET("/api/compare", { params: { query }, signal }), signal);
}

/** Where the same answer is as a table of pairs. */
export function comparisonCsv(question: CompareQuestion): string {
  return `/api/compare.csv?${new URLSearchParams(compareQuery(question)).toString()}`;
}

function compareQuery({ a, b, weight, within, on }: CompareQuestion) {
  return {
    a,
    b,
    ...(weight === null ? {} : { weight }),
    ...(within === null ? {} : { in: within }),
    ...dated(on),
  };
}

export function fetchKinds(on: string | null, signal: AbortSignal): Promise<Reply<KindList> | null> {
  return settle(() => client.GET("/api/kinds", { params: { query: dated(on) }, signal }), signal);
}

/** Which assets are asked about; what is null or empty sets no limit. */
export type AssetQuestion = {
  kinds: readonly string[];
  meet: boolean;
  near: LonLat | null;
  /** How far around `near`, in metres. */
  within: number | null;
  /** The one area that they stand in, `LAYER:CODE`. */
  inside: string | null;
  on: string | null;
};

export function fetchAssets(
  question: AssetQuestion,
  limit: number,
  cursor: number | null,
  signal: AbortSignal,
): Promise<Reply<AssetPage> | null> {
  const query = { ...assetQuery(question), limit, ...(cursor === null ? {} : { cursor }) };
  return settle(() => client.GET("/api/assets", { params: { query }, signal }), signal);
}

/** Where the same assets are as a table or as features. */
export function assetsFile(question: AssetQuestion, format: "csv" | "geojson"): string {
  return `/api/assets.${format}${asQuery(assetQuery(question))}`;
}

/** Where the tiles of the assets of some kinds are, on this page's own host. */
export async function fetchAssetTiles(
  { kinds, meet, on }: Pick<AssetQuestion, "kinds" | "meet" | "on">,
  signal: AbortSignal,
): Promise<Reply<TileJson> | null> {
  const query = assetQuery({ kinds, meet, on, near: null, within: null, inside: null });
  return onOurHost(
    await settle(() => client.GET("/tiles/assets.json", { params: { query }, signal }), signal),
  );
}

export function fetchAsset(
  id: string,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<AssetDetail> | null> {
  const params = { path: { id }, query: dated(on) };
  return settle(() => client.GET("/api/assets/{id}", { params, signal }), signal);
}

function assetQuery({ kinds, meet, near, within, inside, on }: AssetQuestion) {
  return {
    ...(kinds.length > 0 ? { kinds: kinds.join(",") } : {}),
    ...(meet ? { meet } : {}),
    ...(near ? { near: `${near.lon},${near.lat}` } : {}),
    ...(near && within !== null ? { within_m: within } : {}),
    ...(inside === null ? {} : { in: inside }),
    ...dated(on),
  };
}

function asQuery(parts: Record<string, string | number | boolean>): string {
  const written = Object.entries(parts).map(([name, value]) => [name, `${value}`]);
  const text = new URLSearchParams(written).toString();
  return text && `?${text}`;
}

/** Who is within reach of what; what is null is left to the server. */
export type CoverageQuestion = {
  kinds: readonly string[];
  /** How far somebody goes, in metres. */
  within: number;
  /** The layer by whose areas the answer is given. */
  by: string;
  /** `LAYER:CODE`. */
  inside: string | null;
  weight: string | null;
  /** The class of small areas that splits the answer. */
  split: string | null;
  on: string | null;
};

export function fetchCoverage(
  question: CoverageQuestion,
  signal: AbortSignal,
): Promise<Reply<Coverage> | null> {
  const query = coverageQuery(question);
  return settle(() => client.GET("/api/coverage", { params: { query }, signal }), signal);
}

/** The ground from where none is within reach, one feature an area. */
export function fetchGaps(
  question: CoverageQuestion,
  signal: AbortSignal,
): Promise<Reply<FeatureCollection> | null> {
  return fetchAt(coverageFile(question, "geojson"), signal);
}

/** Where the same answer is as a table or as features. */
export function coverageFile(question: CoverageQuestion, format: "csv" | "geojson"): string {
  return `/api/coverage.${format}${asQuery(coverageQuery(question))}`;
}

function coverageQuery({ kinds, within, by, inside, weight, split, on }: CoverageQuestion) {
  return {
    ...{ kinds: kinds.join(","), within_m: within, by },
    ...(inside === null ? {} : { in: inside }),
    ...(weight === null ? {} : { weight }),
    ...(split === null ? {} : { class: split }),
    ...dated(on),
  };
}

/** Where the tiles of a layer are, on this page's own host: the only one that its security policy lets it call. */
export async function fetchTileset(
  layer: string,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<TileJson> | null> {
  const params = { path: { layer }, query: dated(on) };
  return onOurHost(await settle(() => client.GET("/tiles/{layer}.json", { params, signal }), signal));
}

function onOurHost(reply: Reply<TileJson> | null): Reply<TileJson> | null {
  if (!reply?.ok) return reply;
  return { ok: true, value: { ...reply.value, tiles: reply.value.tiles.map(onThisHost) } };
}

/** The number by which tiles know each area, by its code, from the address that goes with the tiles. */
export async function fetchTileNumbers(
  address: string,
  signal: AbortSignal,
): Promise<Reply<ReadonlyMap<string, number>> | null> {
  const reply = await fetchAt<TileNumbers>(address, signal);
  return reply?.ok ? { ok: true, value: new Map(Object.entries(reply.value.areas)) } : reply;
}

/** The ground of an area as GeoJSON, from the address that the area itself gives. */
export function fetchShape(address: string, signal: AbortSignal): Promise<Reply<Feature> | null> {
  return fetchAt(address, signal);
}

/** What is at an address that the server gave itself, by the type that it is known to have. */
function fetchAt<T>(address: string, signal: AbortSignal): Promise<Reply<T> | null> {
  return settle(async () => {
    const response = await fetch(onThisHost(address), { signal });
    if (response.ok) return { data: (await response.json()) as T, response };
    return { error: await response.json().catch(() => null), response };
  }, signal);
}

/** The same address under this page's origin; `{z}` and its like stay readable. */
export function onThisHost(address: string): string {
  return location.origin + address.replace(/^[a-z]+:\/\/[^/]*/i, "");
}

function dated(on: string | null): { on?: string } {
  return on === null ? {} : { on };
}

type Raw<T> = { data?: T; error?: unknown; response: Response };

export async function settle<T>(ask: () => Promise<Raw<T>>, signal: AbortSignal): Promise<Reply<T> | null> {
  try {
    const { data, error, response } = await ask();
    if (data !== undefined) return { ok: true, value: data };
    return { ok: false, problem: problemOf(response.status, response.headers, error) };
  } catch (cause) {
    if (signal.aborted) return null;
    // A fetch that never reached the server is a TypeError; an answer that makes no sense is anything else.
    return { ok: false, problem: { kind: cause instanceof TypeError ? "unreachable" : "failed" } };
  }
}
