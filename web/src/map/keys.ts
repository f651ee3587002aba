/** How the areas of a layer are told apart in its tiles. */

import type { ExpressionSpecification } from "maplibre-gl";

import type { Tileset } from "./tilesets.svelte";

/** A layer's name in its tiles, whatever edition of it is meant. */
export function named(layer: string): string {
  return layer.split("@")[0] ?? layer;
}

/** How strong the rest stays while something stands out. */
export const FADED = 0.3;

/**
 * By what tiles know an area: at every zoom by its number, where these are known; else, once near, by its code (or its
 * id where it has none), the same as an answer's `code`.
 */
export function keyIn({ areas }: Tileset): ExpressionSpecification {
  return areas ? ["id"] : ["get", "code"];
}

export function keysOf(codes: readonly string[], { areas }: Tileset): (string | number)[] {
  return areas ? codes.flatMap((code) => areas.get(code) ?? []) : [...codes];
}

/** One value for the areas with these codes, and another for the rest. */
export function oneOf<T extends boolean | number>(
  codes: readonly string[],
  tiles: Tileset,
  these: T,
  others: T,
): T | ExpressionSpecification {
  const keys = keysOf(codes, tiles);
  if (keys.length === 0) return others;
  return ["match", keyIn(tiles), keys, these, others] as unknown as ExpressionSpecification;
}

export function faded(
  focus: readonly string[] | null,
  tiles: Tileset,
  full: number,
): number | ExpressionSpecification {
  if (focus === null || focus.length === 0) return full;
  return oneOf(focus, tiles, full, full * FADED);
}
