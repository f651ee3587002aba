/**
 * How the lines of each family of layers look, on the map and in the legend alike.
 *
 * A family has a hue and a pattern, so that it never depends on colour alone; within a family, layers of
 * larger areas have the wider line.
 */

import type { Layer } from "../api/types";
import { typicalWidth } from "./size";

export const FAMILIES = ["council", "community", "nhs", "other-public", "census"] as const;
export type Family = (typeof FAMILIES)[number];

/** What a layer's rank in its family depends on. */
type Ranked = Pick<Layer, "id" | "family" | "area_count" | "bounds">;

export type Scheme = "light" | "dark";

/** A line as it is drawn: width in pixels at zoom 11, dashes in multiples of that width (empty for solid). */
export type Line = {
  colour: string;
  width: number;
  dashes: readonly number[];
  /** 0 for the smallest areas of the family, 1 for the largest. */
  rank: number;
  /** A wider dotted line underneath, or none. */
  casing: { colour: string; width: number; dashes: readonly number[] } | null;
};

type Pattern = { colours: Record<Scheme, string>; dashes: readonly number[]; width: number; dotted: boolean };

export const PATTERNS: Record<Family, Pattern> = {
  council: { colours: { light: "#3b4a54", dark: "#a3b4bf" }, dashes: [], width: 1.4, dotted: false },
  community: { colours: { light: "#a5451c", dark: "#ee9a6e" }, dashes: [], width: 1.4, dotted: true },
  nhs: { colours: { light: "#1d5ca6", dark: "#82b6ee" }, dashes: [6, 2.5], width: 1.8, dotted: false },
  "other-public": {
    colours: { light: "#626b14", dark: "#c3cb72" },
    dashes: [5, 2, 1, 2],
    width: 1.8,
    dotted: false,
  },
  census: { colours: { light: "#6d767a", dark: "#909b9f" }, dashes: [], width: 0.8, dotted: false },
};

/** How many times wider the widest line of a family may be than its narrowest. */
const WIDEST = 2.2;

/** The family a layer belongs to; one that we do not know yet looks like a public service. */
export function familyOf(name: string): Family {
  return FAMILIES.find((family) => family === name) ?? "other-public";
}

/** The line of `layer`, given all the layers that it has to be told apart from. */
export function lineOf(layer: Ranked, layers: readonly Ranked[], scheme: Scheme): Line {
  const family = familyOf(layer.family);
  const { colours, dashes, width, dotted } = PATTERNS[family];
  const colour = colours[scheme];
  const rank = rankInFamily(layer, layers);
  const own = width * (1 + (WIDEST - 1) * rank);
  const casing = dotted ? { colour, width: own * 4, dashes: [0.3, 0.9] } : null;
  return { colour, width: own, dashes, rank, casing };
}

/** 0 for the layer of the smallest areas in its family, 1 for the one of the largest, in even steps between. */
function rankInFamily(layer: Ranked, layers: readonly Ranked[]): number {
  const family = layers.filter((other) => familyOf(other.family) === familyOf(layer.family));
  if (family.length < 2) return 0;
  return family.filter((other) => bySize(other, layer) < 0).length / (family.length - 1);
}

/** Sorts layers by how large their areas are, smallest first; the id decides between equals. */
export function bySize(a: Ranked, b: Ranked): number {
  return typicalWidth(a) - typicalWidth(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
