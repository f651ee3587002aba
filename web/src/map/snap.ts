/** Corners that go to a line nearby: how near is judged on the screen, as an eye and a finger do. */

import type { Pixel } from "./screen";

/** How near a line has to be, in pixels. */
export const REACH_PX = 12;

/** The place on some lines to which a place near them goes: a bend if one is about as near, else the nearest point; null when none is near. */
export function snapped(at: Pixel, lines: readonly (readonly Pixel[])[], reach = REACH_PX): Pixel | null {
  const bend = nearest(at, lines.flat());
  if (bend && distance(at, bend) <= reach / 2) return bend;
  const points = lines.flatMap((line) =>
    line.slice(1).map((end, before) => onSegment(at, line[before] ?? end, end)),
  );
  const point = nearest(at, points);
  return point && distance(at, point) <= reach ? point : null;
}

function nearest(at: Pixel, places: readonly Pixel[]): Pixel | null {
  let best: Pixel | null = null;
  for (const place of places) if (!best || distance(at, place) < distance(at, best)) best = place;
  return best;
}

function distance(a: Pixel, b: Pixel): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The point of a segment that is nearest to a place. */
function onSegment(at: Pixel, start: Pixel, end: Pixel): Pixel {
  const along = { x: end.x - start.x, y: end.y - start.y };
  const length = along.x ** 2 + along.y ** 2;
  if (length === 0) return start;
  const share = ((at.x - start.x) * along.x + (at.y - start.y) * along.y) / length;
  const within = Math.min(1, Math.max(0, share));
  return { x: start.x + within * along.x, y: start.y + within * along.y };
}

/** The lines of a geometry, rings among them. */
export function linesOf(geometry: GeoJSON.Geometry): GeoJSON.Position[][] {
  if (geometry.type === "LineString") return [geometry.coordinates];
  if (geometry.type === "MultiLineString" || geometry.type === "Polygon") return geometry.coordinates;
  return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
}
