/** A small invented comparison for tests: nothing of it reaches the page. */

import type { AreaScores, Comparison, Pair, Summary } from "../../api/types";

type Matrix = Record<string, Record<string, number>>;

/** Patients by list and council, as in `docs/measures.md`. */
export const PATIENTS: Matrix = {
  Harbour: { Northshire: 60_000, Midvale: 2_000 },
  Mill: { Midvale: 45_000, Northshire: 3_000, Southcombe: 1_000 },
  Downs: { Southcombe: 38_500, Midvale: 500 },
};

export function aComparison(matrix: Matrix = PATIENTS, changes: Partial<Summary> = {}): Comparison {
  const totals = new Map<string, number>();
  for (const row of Object.values(matrix)) {
    for (const [b, shared] of Object.entries(row)) totals.set(b, (totals.get(b) ?? 0) + shared);
  }
  const pairs = Object.entries(matrix).flatMap(([a, row]) =>
    Object.entries(row).map(([b, shared]) => aPair(a, b, shared, sum(row), totals.get(b) ?? 0)),
  );
  return {
    summary: { ...SUMMARY, ...changes },
    areas_a: Object.entries(matrix).map(([name, row]) => scored(name, row)),
    areas_b: [...totals].map(([name, total]) => scored(name, { "": total })),
    pairs,
    next_cursor: null,
  };
}

const sum = (row: Record<string, number>) => Object.values(row).reduce((all, one) => all + one, 0);

function aPair(a: string, b: string, overlap: number, ofA: number, ofB: number): Pair {
  return {
    ...{ a_code: `X-${a}`, a_name: a, b_code: `X-${b}`, b_name: b, weight: "patients", overlap },
    ...{
      share_of_a: overlap / ofA,
      share_of_b: overlap / ofB,
      iou: overlap / (ofA + ofB - overlap),
      relation: null,
    },
  };
}

function scored(name: string, row: Record<string, number>): AreaScores {
  const total = sum(row);
  const [best, second] = Object.entries(row).sort(([, x], [, y]) => y - x);
  const outside = total - (best?.[1] ?? 0);
  const room = Object.entries(row).filter(([, shared]) => shared >= 0.05 * total);
  return {
    ...{
      code: `X-${name}`,
      id: `pcns-${name}`,
      name,
      total,
      uncovered: 0,
      mutual: true,
      effective_partners: 1,
    },
    ...{ best_fit: best ? `X-${best[0]}` : null, best_share: best ? best[1] / total : null },
    ...{ runner_up: second ? `X-${second[0]}` : null, runner_up_share: second ? second[1] / total : null },
    in_the_room: room.map(([code]) => `X-${code}`),
    outside_best_fit: outside,
    crosses: outside > 0.05 * total && outside > 500,
  };
}

const SUMMARY: Summary = {
  on: "2026-04-01",
  headline:
    "96 in 100 patients of these primary care networks live in their network’s main council; 6,500 live across a line.",
  headline_back: "96 in 100 patients of these councils live in their council’s main primary care network.",
  a: {
    layer: "pcns",
    asked: "pcns",
    title: "Primary care networks",
    singular: "primary care network",
    kind: "membership",
    areas: 3,
  },
  b: {
    layer: "councils",
    asked: "councils",
    title: "Councils",
    singular: "council",
    kind: "ground",
    areas: 3,
  },
  within: null,
  weight: "patients",
  unit: "people",
  blocks: "blocks",
  people_date: "2025-10-01",
  scope: null,
  method: "Each block’s patients are spread evenly over its postcodes.",
  placement: null,
  releases: [
    {
      ...{
        of: "pcns",
        edition: "2025-10",
        from: "2025-10-01",
        source: "Invented lists",
        publisher: "The clerk",
      },
      ...{ licence: "CC0", attribution: "Invented lists, CC0", reference: "1ff704f6991f" },
    },
  ],
  reference: "pw1~a:pcns:1ff704f6~b:councils:8e00ade5~2026-04-01",
  attribution: ["Invented lists, CC0"],
  ...{ tau: 0.01, sliver_share: 0.001, sliver_area_m2: 10_000, sliver_width_m: 10 },
  ...{ cross_share: 0.05, cross_people: 500, room_share: 0.05 },
  ...{
    total_a: 150_000,
    total_b: 150_000,
    common: 150_000,
    uncovered_a: 0,
    uncovered_b: 0,
    double_a: 0,
    double_b: 0,
  },
  unplaced: 214,
  slivers: { count: 0, overlap: 0 },
  ...{
    dominant_share_a: 143_500 / 150_000,
    dominant_share_b: 143_500 / 150_000,
    across_a: 6500,
    across_b: 6500,
  },
  ...{ homogeneity: 0.829, completeness: 0.83, v_measure: 0.829, vi_bits: 0.533 },
  ...{
    border_agreement_a: null,
    border_agreement_b: null,
    border_distance_m: 50,
    crossing_a: 1,
    crossing_b: 2,
  },
  edge: null,
};
