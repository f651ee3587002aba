/** What is shown before anybody chose, and how a choice changes it. */

import type { Layer } from "../../api/types";
import { inOrder } from "../../lib/layers";
import { familyOf } from "../../map/families";

/** The layers on the map at first: the two council layers that come first, and the first that neighbours drew. */
export function firstLayers(layers: readonly Layer[]): string[] {
  const current = inOrder(layers.filter((layer) => layer.edition));
  const of = (family: string) => current.filter((layer) => familyOf(layer.family) === family);
  const chosen = [...of("council").slice(0, 2), ...of("community").slice(0, 1)];
  return (chosen.length > 0 ? chosen : current.slice(0, 1)).map((layer) => layer.id);
}

/** The layers shown after one of them is switched; the order of the list stays. */
export function switched(shown: readonly string[], layer: string, on: boolean): string[] {
  const others = shown.filter((id) => id !== layer);
  return on ? [...others, layer] : others;
}
