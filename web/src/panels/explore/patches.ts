/** How the patches at a point are told apart for reading. */

import type { LocatedArea } from "../../api/types";
import { familyOf } from "../../map/families";

export type Split = { first: LocatedArea[]; rest: LocatedArea[] };

/** What people ask for first: ward, council and neighbourhood. The rest comes behind "more", unless it is all there is. */
export function splitFirst(areas: readonly LocatedArea[]): Split {
  const first = areas.filter((area) => ["council", "community"].includes(familyOf(area.family)));
  const rest = areas.filter((area) => !first.includes(area));
  return first.length === 0 ? { first: rest, rest: [] } : { first, rest };
}

/** The areas that a sentence about the point names. */
export function headline(areas: readonly LocatedArea[]): { name: string; kind: string }[] {
  const { first } = splitFirst(areas);
  return first.map((area) => ({ name: area.name, kind: area.layer_singular }));
}

/** The names of the areas on whose border the point lies. */
export function onBorder(areas: readonly LocatedArea[]): string[] {
  return areas.filter((area) => area.on_border).map((area) => area.name);
}
