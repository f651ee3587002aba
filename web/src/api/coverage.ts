/** Coverage as the server tells of it: who is within reach of what, and who is not. */

import type { AssetSource, Summary } from "./types";

/** Of the people of one class of small areas, such as rural ones, how many have none within reach. */
export type ClassSplit = { class: string; total: number; without: number };

/** People by how far it is to the nearest; the last band has no end. */
export type Band = { up_to_m: number | null; people: number };

/** What an area and all of them together have. */
type Figures = {
  /** People, or square metres where no people are counted. */
  total: number;
  within_reach: number;
  without: number;
  /** Null for lists of people, which have no ground. */
  ground_m2: number | null;
  ground_without_m2: number | null;
  per_10000: number | null;
  /** People's mean distance to the nearest, in a straight line. */
  nearest_m: number | null;
  bands: Band[];
  classes: ClassSplit[];
};

export type CoverageArea = Figures & {
  code: string;
  id: string;
  name: string;
  /** How many stand in it; null for a list of people. */
  assets: number | null;
};

/** A list of assets that was used, or left out. */
export type CoverageList = Pick<
  AssetSource,
  | "id"
  | "title"
  | "complete"
  | "share_alike"
  | "edition"
  | "publisher"
  | "licence"
  | "attribution"
  | "extract_date"
>;

export type CoverageSummary = Figures & {
  on: string;
  headline: string;
  /** What a reader has to know besides, in sentences. */
  notes: string[];
  kinds: { id: string; name: string; plural: string }[];
  within_m: number;
  by: Summary["a"];
  within: Summary["within"];
  weight: string;
  unit: string;
  blocks: string | null;
  people_date: string | null;
  method: string;
  class: { name: string } | null;
  unplaced: number;
  /** How many count; of those, how many stand outside the areas and reach into them. */
  assets: number;
  assets_beyond: number | null;
  /** Whether every list is a register of all there are. */
  complete: boolean;
  lists: CoverageList[];
  lists_left_out: CoverageList[];
  releases: Summary["releases"];
  reference: string;
  attribution: string[];
};

export type Coverage = { summary: CoverageSummary; areas: CoverageArea[] };
