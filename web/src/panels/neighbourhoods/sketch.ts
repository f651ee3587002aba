/** A drawing in the making: corners that were set one by one, or areas that were put together, or a shape from a file. */

import type { Sketch } from "../../api/neighbourhoods";
import type { LonLat } from "../../lib/view";

type Shape = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** An area that is part of it. */
export type Piece = { layer: string; key: string; name: string; shape: Shape };

export type Making = {
  name: string;
  why: string;
  tags: string;
  website: string;
  corners: LonLat[];
  pieces: Piece[];
  /** A shape that came from a file, or from a drawing that is being changed. */
  shape: Shape | null;
};

export const NOTHING: Making = {
  name: "",
  why: "",
  tags: "",
  website: "",
  corners: [],
  pieces: [],
  shape: null,
};

const KEY = "patchwork-drawing";

/** Its ground so far; null while there is none. */
export function groundOf({ corners, pieces, shape }: Making): Shape | null {
  if (corners.length >= 3) {
    const ring = corners.map(({ lon, lat }) => [lon, lat]);
    return { type: "Polygon", coordinates: [[...ring, ring[0] ?? []]] };
  }
  if (pieces.length > 0) {
    const polygons = pieces.flatMap(({ shape }) =>
      shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates,
    );
    return { type: "MultiPolygon", coordinates: polygons };
  }
  return shape;
}

/** What the map shows of it: its ground, or its line, or its one corner. */
export function drawnOf(making: Making): GeoJSON.Feature | null {
  const ground = groundOf(making);
  const { corners } = making;
  const at = corners.map(({ lon, lat }) => [lon, lat]);
  const geometry: GeoJSON.Geometry | null =
    ground ?? (at.length === 2 ? { type: "LineString", coordinates: at } : null);
  return geometry && { type: "Feature", properties: {}, geometry };
}

export function sketchOf(making: Making): Sketch {
  const tags = making.tags
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  const { name, why, website } = making;
  return { name: name.trim(), why: why.trim(), tags, website, geometry: groundOf(making) };
}

/** What is kept of it in this browser, until it has arrived. */
export type Kept = { making: Making; once: string; token: string | null };

export function keep(kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing can still draw.
  }
}

export function kept(): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Kept> | null;
    if (!found?.making || typeof found.once !== "string" || !Array.isArray(found.making.corners)) return null;
    return { making: { ...NOTHING, ...found.making }, once: found.once, token: found.token ?? null };
  } catch {
    return null;
  }
}
