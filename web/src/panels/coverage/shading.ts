/** How strongly the map fills each area: by how many people there have none within reach. */

import type { Coverage } from "../../api/types";
import type { Fill } from "../../map/picture";

export type Shading = { steps: readonly number[]; fill: Fill };

/** Where each of five steps begins, in round numbers up to about half of the largest. */
export function stepsFor(largest: number): number[] {
  if (largest < 32) return [0, 1, 2, 5, 10];
  // Two and a half times apart, so that no two become the same round number.
  return [0, ...[0.032, 0.08, 0.2, 0.5].map((part) => round(part * largest))];
}

/** The nearest of 1, 2 and 5 and their tens, as a ratio. */
function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const [first = 1] = [1, 2, 5, 10].sort((x, y) => ratio(x * power, value) - ratio(y * power, value));
  return first * power;
}

const ratio = (x: number, y: number) => Math.max(x, y) / Math.min(x, y);

export function shadingOf({ summary, areas }: Coverage, chosen: string | null): Shading {
  const steps = stepsFor(Math.max(0, ...areas.map(({ without }) => without)));
  const groups = steps.map((): string[] => []);
  for (const { code, without } of areas) {
    groups[
      Math.max(
        0,
        steps.findLastIndex((from) => without >= from),
      )
    ]?.push(code);
  }
  const focus = chosen !== null && areas.some(({ code }) => code === chosen) ? [chosen] : null;
  return { steps, fill: { layer: summary.by.layer, steps: groups, hatched: [], focus } };
}
