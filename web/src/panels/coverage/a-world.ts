/** A small invented answer for tests: nothing of it reaches the page. */

import type { Coverage, CoverageArea, CoverageSummary } from "../../api/types";
import { aSource } from "../../lib/an-asset";

/** People by area, and of those how many have no library within reach. */
const PEOPLE: Record<string, readonly [number, number]> = {
  Ashford: [40_000, 3_000],
  Beckley: [10_000, 9_000],
  Crowdean: [20_000, 0],
};

export function aCoverage(changes: Partial<CoverageSummary> = {}): Coverage {
  const areas = Object.entries(PEOPLE).map(([name, [total, without]], at) =>
    anArea(name, total, without, at),
  );
  return { summary: { ...SUMMARY, ...changes }, areas, next_cursor: null };
}

function anArea(name: string, total: number, without: number, assets: number): CoverageArea {
  return {
    ...{ code: `X-${name}`, id: `districts-${name.toLowerCase()}`, name, total, without },
    ...{ share_within: 1 - without / total },
    ...{
      ground_m2: 5e7,
      ground_within_m2: 3e7,
      ground_without_m2: 2e7,
      assets,
      per_10000: (assets / total) * 10_000,
    },
    ...{ within_reach: total - without, nearest_m: 500 + without, bands: [] },
    classes: [
      { class: "Rural", total: total / 2, without: without / 2 },
      { class: "Urban", total: total / 2, without: without / 2 },
    ],
  };
}

const SUMMARY: CoverageSummary = {
  ...{ on: "2026-11-22", within_m: 1600, kinds: [{ id: "library", name: "Library", plural: "Libraries" }] },
  headline:
    "12,000 people in these districts have no library recorded within 1.6 km (a mile) in a straight line.",
  by: {
    ...{ layer: "districts", asked: "districts", title: "Districts", singular: "district" },
    ...{ kind: "ground", areas: 3 },
  },
  within: null,
  ...{ weight: "residents", unit: "people", blocks: "lsoa21", people_date: "2021-03-21" },
  method: "Each block’s people are spread evenly over its postcodes.",
  class: { name: "rural or urban", values: ["Rural", "Urban"] },
  ...{ total: 70_000, within_reach: 58_000, without: 12_000, unplaced: 14 },
  ...{ placed: 70_000, share_within: 58 / 70, distance: "straight line", scope: null },
  ...{ ground_m2: 1.5e8, ground_within_m2: 9e7, ground_without_m2: 6e7 },
  ...{ assets: 5, assets_inside: 3, assets_beyond: 2, assets_unplaced: 0, assets_closed: 0 },
  ...{ assets_planned: 0, assets_stale: 0, assets_never_verified: 0, oldest_verified: null },
  ...{ edge: null, edge_areas: null, per_10000: 0.43, nearest_m: 1400 },
  notes: ["Invented libraries may not have everything: “none recorded” is not “none”."],
  bands: [
    { up_to_m: 800, people: 40_000 },
    { up_to_m: 1600, people: 18_000 },
    { up_to_m: null, people: 12_000 },
  ],
  classes: [
    { class: "Rural", total: 35_000, without: 6000 },
    { class: "Urban", total: 35_000, without: 6000 },
  ],
  complete: false,
  lists: [aSource],
  lists_left_out: [],
  releases: [
    {
      ...{ of: "districts", edition: "2025", from: "2025-05-01", source: "Invented lines" },
      ...{ publisher: "The clerk", licence: "CC0", attribution: "Invented lines, CC0", reference: "8e00" },
    },
  ],
  reference: "pw1~coverage:1ff704f6~2026-11-22",
  attribution: ["Invented lines, CC0"],
};
