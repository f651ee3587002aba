/** What coverage is asked about before anybody chose, and what can be chosen. */

import type { KindGroup, Layer, LayerList } from "../../api/types";
import { familyOf } from "../../map/families";

/** The layers by whose areas the answer can be given: those on the ground on that day. */
export function layersFor(layers: readonly Layer[]): Layer[] {
  return layers.filter((layer) => layer.edition);
}

/** The layer at first: the councils above the smallest council areas, else whatever there is. */
export function firstLayer(layers: readonly Layer[]): string | null {
  const there = layersFor(layers);
  const councils = there.filter((layer) => familyOf(layer.family) === "council");
  return (councils[1] ?? councils[0] ?? there[0])?.id ?? null;
}

/** The kind at first: the first place to be of which there is one, else the first of anything. */
export function firstKind(groups: readonly KindGroup[]): string | null {
  const there = groups.flatMap(({ kinds }) => kinds).filter(({ assets }) => assets > 0);
  return (there.find(({ place_to_be }) => place_to_be) ?? there[0])?.id ?? null;
}

/** The classes of small areas that are loaded, each once. */
export function classesOf(list: Pick<LayerList, "classes"> | null): string[] {
  return [...new Set((list?.classes ?? []).map(({ name }) => name))];
}
