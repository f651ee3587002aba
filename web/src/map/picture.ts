import type { Feature, FeatureCollection } from "geojson";

import type { Layer } from "../api/types";
import type { LonLat } from "../lib/view";
import type { Basemap } from "./basemap";
import { familyOf, type Scheme } from "./families";
import type { AssetMarks, RowMark } from "./marks";
import type { Tileset } from "./tilesets.svelte";

/** Areas of one layer filled in steps of a ramp, palest first. */
export type Fill = {
  layer: string;
  /** The codes of the areas in each step. */
  steps: readonly (readonly string[])[];
  /** The codes of those that are hatched as well. */
  hatched: readonly string[];
  /** The codes of those that stand out while the rest fades; null when all are alike. */
  focus: readonly string[] | null;
};

/** A layer whose lines are stronger than the others, on top of them. */
export type Strong = {
  layer: string;
  /** The codes of the areas that stand out while the rest fades; null when all are alike. */
  focus: readonly string[] | null;
};

/** Areas that are put together from parts: every part in the colour of the area that it goes to. */
export type Groups = readonly {
  /** The layer of the parts, as the server names it. */
  layer: string;
  /** For each area its colour, its number, and the codes of its parts. */
  colours: readonly { colour: string; mark: string; codes: readonly string[] }[];
}[];

/** Everything that the map shows, apart from where it looks. */
export type Picture = {
  /** All the layers there are, from which each takes its rank and so its width. */
  known: readonly Layer[];
  /** The layers with outlines and names on the map, by id. */
  shown: readonly string[];
  /** Where the tiles of each layer are, as far as that is known yet. */
  tilesets: Readonly<Record<string, Tileset>>;
  /** The ground of the chosen area. */
  outline: Feature | null;
  spot: LonLat | null;
  basemap: Basemap | null;
  scheme: Scheme;
  fill?: Fill | null;
  strong?: Strong | null;
  assets?: AssetMarks | null;
  /** Rows of a sheet, by their numbers. */
  rows?: readonly RowMark[] | null;
  /** Areas put together from parts. */
  groups?: Groups | null;
  /** The layer of an option's areas, whose lines are double. */
  option?: string | null;
  /** Ground that is hatched, with a line around it. */
  gaps?: FeatureCollection | null;
};

/**
 * The layer whose ground is drawn as land when there is no background map: of those cut at the coast and as
 * wide as any, a council's if there is one, and of several the one with the fewest areas. Null when none is cut there.
 */
export function landLayer(layers: readonly Layer[]): string | null {
  const candidates = layers
    .filter((layer) => layer.edition?.clipped_to_coast === true && layer.bounds?.length === 4)
    .map((layer) => ({ layer, box: boxSize(layer), others: familyOf(layer.family) === "council" ? 0 : 1 }));
  const widest = Math.max(...candidates.map((candidate) => candidate.box));
  // Two layers of one place rarely share their box to the last digit.
  const wide = candidates.filter((candidate) => candidate.box >= 0.98 * widest);
  // Councils leave no ground out; the layers of other services may.
  wide.sort((a, b) => a.others - b.others || a.layer.area_count - b.layer.area_count);
  return wide[0]?.layer.id ?? null;
}

function boxSize(layer: Layer): number {
  const [west = 0, south = 0, east = 0, north = 0] = layer.bounds ?? [];
  return (east - west) * (north - south);
}
