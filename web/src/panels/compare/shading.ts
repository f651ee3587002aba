/** What the map fills, and how strongly. */

import type { Comparison } from "../../api/types";
import type { Fill } from "../../map/picture";
import { outsideShare, partnersOf } from "./rows";

/** Where each step begins, as a share: for what lies outside a best fit… */
export const OUTSIDE_STEPS = [0, 0.01, 0.05, 0.1, 0.25] as const;
/** …and for how much of one area is in each of the others. */
export const PART_STEPS = [0, 0.05, 0.25, 0.5, 0.75] as const;

export type Shading = {
  /** `outside`: A's areas. `elsewhere`: B's, by people whose list is mainly another's. `part`: B's, by their share of a list. */
  what: "outside" | "elsewhere" | "part";
  steps: readonly number[];
  fill: Fill;
  /** B's areas to be drawn stronger than the rest. */
  partners: readonly string[];
};

/** The step that a share falls in, from 0. */
export function stepOf(share: number, steps: readonly number[]): number {
  return Math.max(
    0,
    steps.findLastIndex((from) => share >= from - 1e-12),
  );
}

/** What to fill, with one of A's areas chosen or none; null when neither layer has ground or not all pairs are at hand. */
export function shadingOf(comparison: Comparison, chosen: string | null): Shading | null {
  const { a, b } = comparison.summary;
  const room = comparison.areas_a.find(({ code }) => code === chosen)?.in_the_room ?? [];
  if (a.kind === "ground") {
    const shares = comparison.areas_a.map((area) => [area.code, outsideShare(area)] as const);
    const hatched = comparison.areas_a.filter(({ crosses }) => crosses).map(({ code }) => code);
    const fill = { layer: a.layer, steps: grouped(shares, OUTSIDE_STEPS), hatched };
    return {
      what: "outside",
      steps: OUTSIDE_STEPS,
      fill: { ...fill, focus: chosen === null ? null : [chosen] },
      partners: b.kind === "ground" ? room : [],
    };
  }
  if (b.kind !== "ground") return null;
  if (chosen !== null) {
    const shared = new Map(
      partnersOf(comparison.pairs, chosen).map((pair) => [pair.b_code, pair.share_of_a]),
    );
    const shares = comparison.areas_b.map(({ code }) => [code, shared.get(code) ?? 0] as const);
    const fill = { layer: b.layer, steps: grouped(shares, PART_STEPS), hatched: [], focus: null };
    return { what: "part", steps: PART_STEPS, fill, partners: room };
  }
  if (comparison.next_cursor !== null && comparison.next_cursor !== undefined) return null;
  const fill = {
    layer: b.layer,
    steps: grouped(elsewhere(comparison), OUTSIDE_STEPS),
    hatched: [],
    focus: null,
  };
  return { what: "elsewhere", steps: OUTSIDE_STEPS, fill, partners: [] };
}

/** Of everybody in each of B's areas, the share on lists whose best fit is another of B's areas. */
export function elsewhere({ areas_a, areas_b, pairs }: Comparison): [string, number][] {
  const home = new Map(areas_a.map(({ code, best_fit }) => [code, best_fit]));
  const sums = new Map<string, number>();
  for (const { a_code, b_code, overlap } of pairs) {
    if (home.get(a_code) !== b_code) sums.set(b_code, (sums.get(b_code) ?? 0) + overlap);
  }
  return areas_b.map(({ code, total }) => [code, total > 0 ? (sums.get(code) ?? 0) / total : 0]);
}

function grouped(shares: readonly (readonly [string, number])[], steps: readonly number[]): string[][] {
  const groups = steps.map((): string[] => []);
  for (const [code, share] of shares) groups[stepOf(share, steps)]?.push(code);
  return groups;
}
