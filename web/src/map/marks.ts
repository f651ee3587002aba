/** How assets stand on the map: many close together as one mark with their number, each alone with its group's letter. */

import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";

import type { KindGroup, TileJson } from "../api/types";
import { lettersOf } from "../lib/marks";
import type { LonLat } from "../lib/view";
import { COLOURS } from "./colours";
import type { Scheme } from "./families";

/** The switch of the assets among those of the layers. */
export const ASSETS = "assets";

/** Assets on the map, of the kinds that their tiles were asked for. */
export type AssetMarks = { groups: readonly KindGroup[]; tiles: TileJson };

/** A row of a sheet that has a place. */
export type RowMark = LonLat & { number: number };

/** What of all this can be picked. */
export const MARK_LAYERS = ["asset-cluster", "asset-mark", "row-mark"] as const;

const NAMES_FROM = 14.5;
const FONT = ["Names Bold"];

/** How many assets a mark stands for. */
const COUNT: ExpressionSpecification = ["to-number", ["get", "count"], 1];
const MANY: ExpressionSpecification = [">", COUNT, 1];
const ALONE: ExpressionSpecification = ["!", MANY];

export function markSources({ tiles }: AssetMarks): Record<string, SourceSpecification> {
  const { tiles: addresses, minzoom, maxzoom } = tiles;
  return { assets: { type: "vector", tiles: addresses, minzoom, maxzoom } };
}

export function markLayers({ groups, tiles }: AssetMarks, scheme: Scheme): LayerSpecification[] {
  const { accent, paper, ink } = COLOURS[scheme];
  const from = { source: "assets", "source-layer": tiles.vector_layers[0]?.id ?? ASSETS };
  const filled = placesToBe(groups);
  const letter = byGroup(
    groups,
    groups.map(({ id }) => lettersOf(groups)[id] ?? "?"),
  );
  const ring = { "circle-stroke-color": accent, "circle-stroke-width": 2 };
  return [
    {
      id: "asset-cluster",
      type: "circle",
      ...from,
      filter: MANY,
      paint: {
        ...ring,
        "circle-radius": ["interpolate", ["linear"], ["log10", COUNT], 0, 11, 4, 24],
        "circle-color": paper,
      },
    },
    {
      id: "asset-count",
      type: "symbol",
      ...from,
      filter: MANY,
      layout: {
        "text-field": ["number-format", COUNT, { locale: "en-GB" }],
        "text-font": FONT,
        "text-size": 12,
        "text-allow-overlap": true,
        // Names make room for the whole mark.
        "text-padding": 7,
      },
      paint: { "text-color": ink },
    },
    {
      id: "asset-mark",
      type: "circle",
      ...from,
      filter: ALONE,
      paint: {
        ...ring,
        "circle-radius": 9,
        "circle-color": ["match", ["get", "kind"], filled, accent, paper],
      },
    },
    {
      id: "asset-letter",
      type: "symbol",
      ...from,
      filter: ALONE,
      layout: {
        "text-field": letter,
        "text-font": FONT,
        "text-size": 11,
        "text-allow-overlap": true,
        // Names make room for the whole mark.
        "text-padding": 7,
      },
      paint: { "text-color": ["match", ["get", "kind"], filled, paper, ink] },
    },
    {
      id: "asset-name",
      type: "symbol",
      ...from,
      filter: ALONE,
      minzoom: NAMES_FROM,
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 12,
        "text-max-width": 9,
        "text-anchor": "top",
        "text-offset": [0, 1],
      },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 },
    },
  ];
}

export function rowSource(rows: readonly RowMark[]): SourceSpecification {
  const features = rows.map(({ number, lon, lat }) => ({
    type: "Feature" as const,
    properties: { id: `${number}` },
    geometry: { type: "Point" as const, coordinates: [lon, lat] },
  }));
  return { type: "geojson", data: { type: "FeatureCollection", features } };
}

/** Each row as a mark, with its number where there is room for it. */
export function rowLayers(scheme: Scheme): LayerSpecification[] {
  const { accent, paper, ink } = COLOURS[scheme];
  return [
    {
      id: "row-mark",
      type: "circle",
      source: "rows",
      paint: {
        "circle-radius": 7,
        "circle-color": paper,
        "circle-stroke-color": accent,
        "circle-stroke-width": 2.5,
      },
    },
    {
      id: "row-number",
      type: "symbol",
      source: "rows",
      layout: {
        "text-field": ["get", "id"],
        "text-font": FONT,
        "text-size": 12,
        "text-anchor": "left",
        "text-offset": [0.9, 0],
      },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 },
    },
  ];
}

/** The kinds that are places to be; a style cannot ask about none. */
function placesToBe(groups: readonly KindGroup[]): string[] {
  const ids = groups.flatMap(({ kinds }) =>
    kinds.filter(({ place_to_be }) => place_to_be).map(({ id }) => id),
  );
  return ids.length > 0 ? ids : [""];
}

function byGroup(groups: readonly KindGroup[], letters: readonly string[]): ExpressionSpecification | string {
  if (groups.length === 0) return "";
  const cases = groups.flatMap(({ id }, at) => [id, letters[at] ?? "?"]);
  return ["match", ["get", "group"], ...cases, "?"] as unknown as ExpressionSpecification;
}
