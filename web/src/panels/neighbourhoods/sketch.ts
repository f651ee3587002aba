/** A drawing in the making: corners that were set one by one, or areas that were put together, or a shape from a file. */

import type { Sketch } from "../../api/neighbourhoods";
import type { Bounds } from "../../api/types";
import type { LonLat } from "../../lib/view";

type Shape = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** An area that is part of it. */
export type Piece = { layer: string; key: string; name: string; shape: Shape };

/** The ground of a drawing: what a step back goes back to. */
export type Ground = {
  corners: LonLat[];
  pieces: Piece[];
  /** A shape that came from a file, or from a drawing that is being changed. */
  shape: Shape | null;
};

export type Making = Ground & { name: string; why: string; tags: string; website: string };

export const NOTHING: Making = {
  name: "",
  why: "",
  tags: "",
  website: "",
  corners: [],
  pieces: [],
  shape: null,
};

/** The most corners that are worth moving one by one; a shape with more stays as it came. */
const MOST_CORNERS = 200;

/** Its ground so far; null while there is none. */
export function groundOf({ corners, pieces, shape }: Ground): Shape | null {
  if (corners.length >= 3) {
    const ring = corners.map(({ lon, lat }) => [lon, lat]);
    return { type: "Polygon", coordinates: [[...ring, ring[0] ?? []]] };
  }
  if (pieces.length > 0) {
    const polygons = pieces.flatMap(({ shape }) => polygonsOf(shape));
    return { type: "MultiPolygon", coordinates: polygons };
  }
  return shape;
}

function polygonsOf(shape: Shape): GeoJSON.Position[][][] {
  return shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
}

/** A shape as ground that can be changed: by its corners where it is one ring of few enough, else whole. */
export function groundFrom(shape: Shape | null): Ground {
  const whole: Ground = { corners: [], pieces: [], shape };
  if (!shape) return whole;
  const [polygon, ...others] = polygonsOf(shape);
  const [ring, ...holes] = polygon ?? [];
  if (!ring || others.length > 0 || holes.length > 0 || ring.length - 1 > MOST_CORNERS) return whole;
  const corners = ring
    .slice(0, -1)
    .flatMap(([lon, lat]) => (lon === undefined || lat === undefined ? [] : { lon, lat }));
  return { corners, pieces: [], shape: null };
}

/** What the map shows of it: its ground, or its line. */
export function drawnOf(making: Ground): GeoJSON.Feature | null {
  const ground = groundOf(making);
  const { corners } = making;
  const at = corners.map(({ lon, lat }) => [lon, lat]);
  const geometry: GeoJSON.Geometry | null =
    ground ?? (at.length === 2 ? { type: "LineString", coordinates: at } : null);
  return geometry && { type: "Feature", properties: {}, geometry };
}

/** The box around a shape, in degrees. */
export function boundsOf(shape: GeoJSON.Geometry | null): Bounds | null {
  if (shape?.type !== "Polygon" && shape?.type !== "MultiPolygon") return null;
  const places = polygonsOf(shape).flat(2);
  const [lons, lats] = [places.map(([lon = 0]) => lon), places.map(([, lat = 0]) => lat)];
  const least = (some: number[]) => some.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (some: number[]) => some.reduce((a, b) => Math.max(a, b), -Infinity);
  return places.length === 0 ? null : [least(lons), least(lats), most(lons), most(lats)];
}

export function sketchOf(making: Making): Sketch {
  const tags = making.tags
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  const { name, why, website } = making;
  return { name: name.trim(), why: why.trim(), tags, website, geometry: groundOf(making) };
}
