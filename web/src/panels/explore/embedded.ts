/** What Explore shows, as another page can show it: one place, one layer with the lines of a second, kinds of place. */

import type { Layer } from "../../api/types";
import type { Asked } from "../../embed/code";
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
