/** The layers of a place: their order, and the ground that they cover together. */

import { type Bounds, type Layer, toBounds } from "../api/types";

/** Layers in the order in which they are listed. */
export function inOrder<T extends Pick<Layer, "order" | "id">>(layers: readonly T[]): T[] {
  return [...layers].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
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
