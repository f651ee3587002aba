/** What a hand can take hold of while something is drawn corner by corner. */

import type { LonLat } from "../lib/view";
import type { Pixel, Screen } from "./screen";

/** Something that is drawn corner by corner on the map, and what becomes of it. */
export type Cornered = {
  corners: readonly LonLat[];
  /** The layer to whose lines a corner goes; null for none. */
  snap: string | null;
  /** What the map says of itself while it is drawn on: its button for a corner in the middle, and its keys. */
  words: { middle: string; keys: string };
  /** The corners as they are while one is dragged, many times a second. */
  ondrag: (corners: LonLat[]) => void;
  /** The corner was let go. */
  onletgo: () => void;
};

/** A handle: of a corner, or of the middle of a side, where one can be added after corner `at`. */
export type Handle = Pixel & { kind: "corner" | "middle"; at: number };

/** A side has to be this long, in pixels, for a handle in its middle to be apart from those at its ends. */
const LEAST_SIDE_PX = 64;
/** More handles than this are a thicket: who wants to move one comes nearer. */
const MOST = 120;
/** How far beyond the edge of the map one may stand and still be taken hold of. */
const BEYOND_PX = 8;

export function handlesOn(corners: readonly LonLat[], screen: Screen): Handle[] {
  const at = corners.map(screen.pixelOf);
  const inView = ({ x, y }: Pixel) =>
    x >= -BEYOND_PX && y >= -BEYOND_PX && x <= screen.width + BEYOND_PX && y <= screen.height + BEYOND_PX;
  const ends = at.map((pixel, index): Handle => ({ ...pixel, kind: "corner", at: index })).filter(inView);
  if (ends.length > MOST) return [];
  // Two corners have one side; from three on the last side leads back to the first corner.
  const sides = at.length < 3 ? at.slice(1).map((_, before) => before) : at.map((_, before) => before);
  const middles = sides.flatMap((before): Handle[] => {
    const [a, b] = [at[before], at[(before + 1) % at.length]];
    if (!a || !b || Math.hypot(a.x - b.x, a.y - b.y) < LEAST_SIDE_PX) return [];
    return [{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, kind: "middle", at: before }];
  });
  return [...middles.filter(inView), ...ends];
}

/** The corners while a handle of theirs is held at a spot: a corner moves there, the middle of a side becomes one. */
export function held(corners: readonly LonLat[], handle: Handle, spot: LonLat): LonLat[] {
  if (handle.kind === "corner") return corners.map((corner, at) => (at === handle.at ? spot : corner));
  return [...corners.slice(0, handle.at + 1), spot, ...corners.slice(handle.at + 1)];
}
