/** What Explore shows, as another page can show it: one place, one layer with the lines of a second, kinds of place. */

import type { Layer } from "../../api/types";
import { type Asked, asQuery } from "../../embed/code";
import { placeText, type View } from "../../lib/view";
import { ASSETS } from "../../map/marks";

/** Null when nothing is on the map that another page could show. */
export function embedded(
  { area, kinds }: Pick<View, "area" | "kinds">,
  shown: readonly string[],
  known: readonly Layer[],
): Asked | null {
  const [first, second] = known.filter(({ id, edition }) => edition && shown.includes(id));
  if (!area && !first) return null;
  return {
    layer: first?.id,
    // What lies in a place is clearer without the lines of a second layer.
    with: area ? null : second?.id,
    area: area && placeText(area),
    kinds: shown.includes(ASSETS) ? kinds.join(",") : "",
  };
}

/** The sides that the server draws a picture with, in pixels, and the steps that they go in: most windows then share their pictures. */
const [LEAST, MOST, STEP] = [160, 2000, 40];

/** Where the server has a picture of the map alone that fits into a room of so many pixels. */
export function stillAddress(
  asked: Asked,
  on: string | null,
  room: readonly number[],
  density: number,
): string {
  const [width, height] = room.map((side) => Math.max(LEAST, Math.min(MOST, Math.floor(side / STEP) * STEP)));
  const size = { width: String(width), height: String(height), scale: density > 1 ? "2" : "1" };
  return `/embed.png?${asQuery({ ...asked, on, bare: "yes", ...size })}`;
}
