/** The letters by which the map, the legend and the list mark the groups of assets: no colour has to be told apart. */

import type { KindGroup } from "../api/types";

/** A letter for each group, by its id: the first letter of its name that no group before it has. */
export function lettersOf(groups: readonly Pick<KindGroup, "id" | "name">[]): Record<string, string> {
  const letters: Record<string, string> = {};
  for (const { id, name } of groups) {
    const own = [...name.toUpperCase()].filter((letter) => /[A-Z]/.test(letter));
    letters[id] = own.find((letter) => !Object.values(letters).includes(letter)) ?? own[0] ?? "?";
  }
  return letters;
}

/** The group of a kind, or null when there is no such kind. */
export function groupOf(groups: readonly KindGroup[], kind: string): KindGroup | null {
  return groups.find(({ kinds }) => kinds.some(({ id }) => id === kind)) ?? null;
}
