/** What is shown before anybody chose, and how a choice changes it. */

import { type Bounds, type Layer, toBounds } from "../../api/types";
import { familyOf } from "../../map/families";

/** The layers on the map at first: the two council layers that come first, and the first that neighbours drew. */
export function firstLayers(layers: readonly Layer[]): string[] {
  const current = inOrder(layers.filter((layer) => layer.edition));
  const of = (family: string) => current.filter((layer) => familyOf(layer.family) === family);
  const chosen = [...of("council").slice(0, 2), ...of("community").slice(0, 1)];
  return (chosen.length > 0 ? chosen : current.slice(0, 1)).map((layer) => layer.id);
}

/** Layers in the order in which they are listed. */
export function inOrder<T extends Pick<Layer, "order" | "id">>(layers: readonly T[]): T[] {
  return [...layers].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

/** The layers shown after one of them is switched; the order of the list stays. */
export function switched(shown: readonly string[], layer: string, on: boolean): string[] {
  const others = shown.filter((id) => id !== layer);
  return on ? [...others, layer] : others;
}

/** Around England: where a map starts that has nothing to show. */
const ENGLAND: Bounds = [-6.5, 49.8, 1.9, 55.9];

/** The box to start from: the place's own, else the one around every layer, else England. */
export function wholeExtent(extent: readonly number[] | null | undefined, layers: readonly Layer[]): Bounds {
  const own = toBounds(extent);
  if (own) return own;
  const boxes = layers.flatMap((layer) => toBounds(layer.bounds) ?? []);
  const [wests, souths, easts, norths] = [0, 1, 2, 3].map((side) =>
    boxes.filter((_, index) => index % 4 === side),
  );
  if (!wests?.length || !souths || !easts || !norths) return ENGLAND;
  return [Math.min(...wests), Math.min(...souths), Math.max(...easts), Math.max(...norths)];
}
