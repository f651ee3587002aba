import type { LonLat } from "../../lib/view";

/** Metres of a degree of latitude, and of longitude at the equator: near enough for a step of a hand. */
const METRES_A_DEGREE = 111_320;

const WAYS: Record<string, readonly [east: number, north: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Where an arrow key brings a place, so many metres on; null for any other key. */
export function stepped({ lon, lat }: LonLat, key: string, metres: number): LonLat | null {
  const way = WAYS[key];
  if (!way) return null;
  const degrees = metres / METRES_A_DEGREE;
  const [east, north] = way;
  return { lon: lon + (east * degrees) / Math.cos((lat * Math.PI) / 180), lat: lat + north * degrees };
}
