/** Areas that a neighbourhood is put together from: found by name, or by the postcodes that lie in them. */

import { fetchArea, fetchLocated, fetchShape } from "../../api/client";
import { keyOf } from "../../lib/view";
import type { Piece } from "./sketch";

type Named = { layer: string; code?: string | null; id: string; name: string };

/** How many questions are open at once. */
const AT_ONCE = 6;

/** Areas with their ground; those without any are left out. */
export async function fetchPieces(areas: readonly Named[], on: string | null): Promise<Piece[]> {
  return (await eachOf(areas, (area) => fetchPiece(area, on))).filter((piece) => piece !== null);
}

async function fetchPiece(area: Named, on: string | null): Promise<Piece | null> {
  const { signal } = new AbortController();
  const found = await fetchArea(keyOf(area), on, signal);
  if (!found?.ok) return null;
  const reply = await fetchShape(found.value.geojson, signal);
  const shape = reply?.ok ? reply.value.geometry : null;
  const isGround = shape?.type === "Polygon" || shape?.type === "MultiPolygon";
  return isGround ? { ...keyOf(area), name: area.name, shape } : null;
}

/** Some pieces and more, each once. */
export function withPieces(some: readonly Piece[], more: readonly Piece[]): Piece[] {
  const same = (a: Piece, b: Piece) => a.layer === b.layer && a.key === b.key;
  return [...some.filter((one) => !more.some((other) => same(one, other))), ...more];
}

/** The areas of a layer that some postcodes lie in, each once, and the postcodes for which there is none. */
export async function areasOfPostcodes(
  postcodes: readonly string[],
  layer: string,
  on: string | null,
): Promise<{ areas: Named[]; missing: string[] }> {
  const found = await eachOf(postcodes, async (postcode) => {
    const reply = await fetchLocated({ postcode }, on, new AbortController().signal);
    return reply?.ok ? (reply.value.areas.find((area) => area.layer === layer) ?? null) : null;
  });
  const areas = found.filter((area) => area !== null);
  return {
    areas: areas.filter(({ id }, at) => areas.findIndex((other) => other.id === id) === at),
    missing: postcodes.filter((_, at) => found[at] === null),
  };
}

/** Asks about each, a few at a time, and gives the answers in order. */
async function eachOf<T, Found>(some: readonly T[], ask: (one: T) => Promise<Found>): Promise<Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < some.length; at += AT_ONCE)
    found.push(...(await Promise.all(some.slice(at, at + AT_ONCE).map(ask))));
  return found;
}
