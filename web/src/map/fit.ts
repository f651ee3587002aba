/** How a box fits into a room for a map. */

import type { Bounds } from "../api/types";

/** A room for a map. */
export type Room = {
  bounds: Bounds;
  /** How wide and how high it is, in pixels. */
  size: readonly [number, number];
  /** Pixels of the screen to each of them. */
  density: number;
};

/** The pixels that stay free around what is shown whole. */
export const PADDING = 20;

/** The zoom at which a room of so many pixels shows a box whole, on a Web Mercator map of tiles of 512 pixels. */
export function fitZoom([west, south, east, north]: Bounds, size: readonly [number, number]): number {
  const parts = [(east - west) / 360, (up(north) - up(south)) / (2 * Math.PI)];
  const zooms = parts.map((part, side) => {
    const room = Math.max(1, (size[side] ?? 0) - 2 * PADDING);
    return Math.log2(room / (512 * Math.max(part, Number.EPSILON)));
  });
  return Math.min(...zooms);
}

function up(latitude: number): number {
  return Math.asinh(Math.tan((latitude * Math.PI) / 180));
}
