/** Coverage as the server tells of it: who is within reach of what, and who is not. */

import type { AssetSource } from "./assets";
import type { Summary } from "./types";

/** Of the people of one class of small areas, such as rural ones, how many have none within reach. */
export type ClassSplit = { class: string; total: number; without: number };

export type CoverageArea = {
  code: string;
  id: string;
  name: string;
  /** People, or square metres where no people are counted. */
  total: number;
  without: number;
  ground_m2: number;
  ground_without_m2: number;
  /** How many stand in it. */
  assets: number;
  per_10000: number | null;
  /** How far it is to the nearest for somebody there, in a straight line. */
  nearest_m: number | null;
  classes: ClassSplit[];
};

export type CoverageSummary = {
  on: string;
  headline: string;
  kinds: { id: string; name: string; plural: string }[];
  within_m: number;
  by: Summary["a"];
  within: { layer: string; code: string; name: string } | null;
  weight: string;
  unit: string;
  blocks: string | null;
  people_date: string | null;
  method: string;
  class: { name: string } | null;
  total: number;
  within_reach: number;
  without: number;
  unplaced: number;
  ground_m2: number;
  ground_without_m2: number;
  /** How many were counted, and of those how many stand outside the areas. */
  assets: number;
  assets_beyond: number;
  assets_unplaced: number;
  assets_stale: number;
  per_10000: number | null;
  /** People by how far it is to the nearest; the last band has no end. */
  bands: { up_to_m: number | null; people: number }[];
  classes: ClassSplit[];
  /** Whether every list is a register of all there are. */
  complete: boolean;
  lists: AssetSource[];
  /** Where a list stops at a border, in words. */
  edge: string | null;
  releases: Summary["releases"];
  reference: string;
  attribution: string[];
};

export type Coverage = { summary: CoverageSummary; areas: CoverageArea[] };
