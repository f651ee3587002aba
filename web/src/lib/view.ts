/**
 * What the viewer shows, as the address bar carries it.
 *
 * Everything a visitor chose is here and nothing else, so a view can be sent to somebody and Back works.
 * Whatever in an address cannot be read is left out: an old or mistyped link still opens the map.
 */

import type { Codec } from "./address.svelte";

/** Longitude then latitude, degrees on WGS 84. */
export type LonLat = { lon: number; lat: number };

/** Easting then northing, metres on the British National Grid. */
export type GridPoint = { easting: number; northing: number };

/** A whole postcode, as it is written: `BN1 1AA`. */
export type PostcodePoint = { postcode: string };

/** A place that somebody asks about, in whichever of the ways they gave it. */
export type Spot = LonLat | GridPoint | PostcodePoint;

/** Where the map looks: its centre in degrees, and MapLibre's zoom level. */
export type Camera = LonLat & { zoom: number };

/** One area, by layer and by code (or by id where it has no code). */
export type AreaKey = { layer: string; key: string };

export function keyOf({ layer, code, id }: { layer: string; code?: string | null; id: string }): AreaKey {
  return { layer, key: code ?? id };
}

/** `LAYER:CODE`, as the server reads it. */
export function placeText({ layer, key }: AreaKey): string {
  return `${layer}:${key}`;
}

export function readPlace(text: string | null): AreaKey | null {
  const [layer, ...rest] = (text ?? "").split(":");
  const key = rest.join(":");
  return layer && key ? { layer, key } : null;
}

export type View = {
  camera: Camera | null;
  /** The date asked about, ISO 8601; null means today, which the server decides. */
  on: string | null;
  /** Layers on the map; null means the ones we would choose. */
  layers: readonly string[] | null;
  spot: Spot | null;
  area: AreaKey | null;
  query: string;
  /** The kinds of assets to list, by id; none means every kind. */
  kinds: readonly string[];
  /** Whether only assets where people can meet are listed. */
  meet: boolean;
  /** How far around a point assets are listed, in metres; null means the distance we would choose. */
  within: number | null;
  /** The chosen asset, by its id. */
  asset: string | null;
  mapHidden: boolean;
};

export const PLAIN_VIEW: View = {
  camera: null,
  on: null,
  layers: null,
  spot: null,
  area: null,
  query: "",
  kinds: [],
  meet: false,
  within: null,
  asset: null,
  mapHidden: false,
};

/** The longest search that is sent; a longer one is cut. */
export const MAX_QUERY = 200;

/** The shortest and the longest distance that can be asked about. */
export const LEAST_METRES = 50;
export const MOST_METRES = 50_000;

export function isGrid(spot: Spot): spot is GridPoint {
  return "easting" in spot;
}

export function isPostcode(spot: Spot): spot is PostcodePoint {
  return "postcode" in spot;
}

/** A whole postcode in any case and spacing as it is written, or null. */
export function readPostcode(text: string): PostcodePoint | null {
  const plain = text.replaceAll(/\s/g, "").toUpperCase();
  const parts = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(plain);
  return parts && { postcode: `${parts[1]} ${parts[2]}` };
}

/** Reads the part of an address from `?` on. */
export function readView(search: string): View {
  const params = new URLSearchParams(search);
  return {
    camera: readCamera(params.get("map")),
    on: readDate(params.get("on")),
    layers: readIds(params.get("layers")),
    spot: readSpot(params.get("at")),
    area: readArea(params.get("area")),
    query: (params.get("q") ?? "").slice(0, MAX_QUERY),
    kinds: readIds(params.get("kinds")) ?? [],
    meet: params.get("meet") === "yes",
    within: readMetres(params.get("within")),
    asset: params.get("asset")?.slice(0, MAX_QUERY) || null,
    mapHidden: params.get("hide") === "map",
  };
}

/** Writes the part of an address from `?` on; the plain view is the bare `?`, which a link can still point to. */
export function writeView(view: View): string {
  const parts: string[] = [];
  const put = (name: string, value: string) => parts.push(`${name}=${tidy(value)}`);
  if (view.query) put("q", view.query);
  if (view.spot) put("at", spotText(view.spot));
  if (view.area) put("area", `${view.area.layer}/${view.area.key}`);
  if (view.kinds.length > 0) put("kinds", view.kinds.join(","));
  if (view.meet) put("meet", "yes");
  if (view.within) put("within", `${view.within}`);
  if (view.asset) put("asset", view.asset);
  if (view.on) put("on", view.on);
  if (view.layers) put("layers", view.layers.join(","));
  if (view.mapHidden) put("hide", "map");
  if (view.camera) put("map", cameraText(view.camera));
  return `?${parts.join("&")}`;
}

export const VIEW_CODEC: Codec<View> = { read: readView, write: writeView };

/** A postcode, `lon,lat` to six decimals (about 10 cm) or `easting,northing` to the metre: the address and the list of answers share it. */
export function spotText(spot: Spot): string {
  if (isPostcode(spot)) return spot.postcode;
  return isGrid(spot)
    ? `${Math.round(spot.easting)},${Math.round(spot.northing)}`
    : `${round(spot.lon, 6)},${round(spot.lat, 6)}`;
}

export function cameraText(camera: Camera): string {
  return `${round(camera.lon, 5)},${round(camera.lat, 5)},${round(camera.zoom, 2)}`;
}

export function readCamera(text: string | null): Camera | null {
  const [lon, lat, zoom] = numbers(text, 3);
  if (lon === undefined || lat === undefined || zoom === undefined) return null;
  return onGlobe(lon, lat) && zoom >= 0 && zoom <= 24 ? { lon, lat, zoom } : null;
}

function readSpot(text: string | null): Spot | null {
  const postcode = readPostcode(text ?? "");
  if (postcode) return postcode;
  const [first, second] = numbers(text, 2);
  if (first === undefined || second === undefined) return null;
  if (onGlobe(first, second)) return { lon: first, lat: second };
  return { easting: first, northing: second };
}

/** A distance in whole metres that can be asked about, or null. */
export function readMetres(text: string | null): number | null {
  const metres = text !== null && /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return metres >= LEAST_METRES && metres <= MOST_METRES ? metres : null;
}

function readArea(text: string | null): AreaKey | null {
  const [layer, ...rest] = (text ?? "").split("/");
  const key = rest.join("/");
  return layer && key ? { layer, key } : null;
}

/** Ids with commas between them; null when there is no such part. */
export function readIds(text: string | null): string[] | null {
  return text === null ? null : text.split(",").filter((id) => id !== "");
}

export function readDate(text: string | null): string | null {
  return text !== null && isDate(text) ? text : null;
}

/** Whether the text is a day of the calendar, written 2026-04-01. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function numbers(text: string | null, count: number): number[] {
  const parts = (text ?? "").split(",");
  if (parts.length !== count || parts.some((part) => part.trim() === "")) return [];
  const values = parts.map(Number);
  return values.every(Number.isFinite) ? values : [];
}

function onGlobe(lon: number, lat: number): boolean {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

// Commas, slashes, colons and @ are legal in a query and far easier to read than %2C and its like.
export function tidy(value: string): string {
  return encodeURIComponent(value)
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/")
    .replaceAll("%3A", ":")
    .replaceAll("%40", "@")
    .replaceAll("%20", "+");
}
