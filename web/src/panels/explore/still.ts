/** The picture that the map begins with, until somebody does anything. */

import type { Layer } from "../../api/types";
import { asQuery } from "../../embed/code";
import { fitZoom, type Room } from "../../map/fit";
import { linesFrom } from "../../map/zooms";

/** The sides that the server draws a picture with, in pixels. */
const [LEAST, MOST] = [160, 2000];

/** Where the server has a picture of the same that the map will show there; null where the map will show no lines yet. */
export function stillAddress(
  shown: readonly string[],
  known: readonly Layer[],
  on: string | null,
  { bounds, size, density }: Room,
): string | null {
  const zoom = fitZoom(bounds, size);
  const seen = known.filter((layer) => layer.edition && shown.includes(layer.id) && linesFrom(layer) <= zoom);
  const [first, second] = seen;
  if (!first) return null;
  const [width, height] = size.map((side) => String(Math.max(LEAST, Math.min(MOST, Math.round(side)))));
  const asked = { layer: first.id, with: second?.id, on, bare: "land", bbox: bounds.join(",") };
  return `/embed.png?${asQuery({ ...asked, width, height, scale: density > 1 ? "2" : "1" })}`;
}
