/** The areas of A as GeoJSON with their figures: shapes come one by one, so only for a modest number. */

import type { Feature, FeatureCollection } from "geojson";

import type { Comparison } from "../../api/types";
import type { Row } from "./rows";

/** The most areas whose shapes are gathered for one file. */
export const MOST_SHAPES = 300;

/** How many shapes are asked for at a time: the server has other visitors. */
const AT_ONCE = 3;

/** Null when one of the shapes could not be had, or when it was given up. */
export async function gather(
  rows: readonly Row[],
  { summary }: Pick<Comparison, "summary">,
  shapeOf: (code: string) => Promise<Feature | null>,
  progress: (done: number) => void,
): Promise<FeatureCollection | null> {
  const features: Feature[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = rows.slice(from, from + AT_ONCE);
    const shapes = await Promise.all(some.map(({ code }) => shapeOf(code)));
    for (const [at, shape] of shapes.entries()) {
      const row = some[at];
      if (!shape || !row) return null;
      features.push({ ...shape, properties: figuresOf(row) });
    }
    progress(features.length);
  }
  const { headline, reference, attribution, weight, unit, on } = summary;
  return Object.assign(
    { type: "FeatureCollection" as const, features },
    { headline, reference, attribution, weight, unit, on },
  );
}

function figuresOf(row: Row) {
  const { code, name, total, uncovered, best_fit, best_share, runner_up, runner_up_share } = row;
  const { mutual, effective_partners, in_the_room, outside_best_fit, crosses, bestName, runnerUpName } = row;
  return {
    ...{ code, name, total, uncovered },
    ...{ best_fit, best_fit_name: bestName, best_share },
    ...{ runner_up, runner_up_name: runnerUpName, runner_up_share },
    ...{ mutual, effective_partners, in_the_room: in_the_room.join(" "), outside_best_fit, crosses },
  };
}
