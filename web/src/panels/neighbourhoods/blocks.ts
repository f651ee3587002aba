import type { Layer } from "../../api/types";
import { bySize, familyOf } from "../../map/families";

/** The layer of the small census areas: of those in force, the one with the smallest. Null where there is none. */
export function blockLayer(layers: readonly Layer[]): string | null {
  const blocks = layers.filter((layer) => layer.edition && familyOf(layer.family) === "census");
  return [...blocks].sort(bySize)[0]?.id ?? null;
}
