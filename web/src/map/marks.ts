/** How assets stand on the map: many close together as one mark with their number, each alone with its group's letter. */

import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";

import type { Asset, KindGroup } from "../api/assets";
import { groupOf, lettersOf } from "../lib/marks";
import { COLOURS } from "./colours";
import type { Scheme } from "./families";
import type { Tileset } from "./tilesets.svelte";

/** The id of the tiles of all assets, and of their switch. */
export const ASSETS = "assets";

/** Assets on the map: all of them from tiles, or those listed. */
export type AssetMarks = {
  groups: readonly KindGroup[];
  tiles: Tileset | null;
  listed: readonly Asset[];
};

/** What of all this can be picked. */
export const MARK_LAYERS = ["asset-cluster", "asset-mark"] as const;

/** From this zoom on every asset of a list stands alone, as it does in the tiles. */
const ALONE_FROM = 13;
const NAMES_FROM = 14.5;
const FONT = ["Names Bold"];

/** How many assets a mark stands for; nothing when it stands for one. */
const COUNT: ExpressionSpecification = ["coalesce", ["get", "point_count"], ["get", "count"]];
const MANY: ExpressionSpecification = ["any", ["has", "point_count"], ["has", "count"]];
const ALONE: ExpressionSpecification = ["!", MANY];

export function markSources({ groups, tiles, listed }: AssetMarks): Record<string, SourceSpecification> {
  if (tiles) {
    const { tiles: addresses, minzoom, maxzoom } = tiles;
    return { assets: { type: "vector", tiles: addresses, minzoom, maxzoom } };
  }
  return {
    assets: {
      type: "geojson",
      cluster: true,
      clusterMaxZoom: ALONE_FROM - 1,
      clusterRadius: 40,
      data: {
        type: "FeatureCollection",
        features: listed.flatMap(({ id, name, kind, lon, lat }) => {
          if (lon === null || lat === null) return [];
          const properties = { id, name, kind, group: groupOf(groups, kind)?.id ?? "" };
          return [{ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } }];
        }),
      },
    },
  };
}

export function markLayers({ groups, tiles }: AssetMarks, scheme: Scheme): LayerSpecification[] {
  const { accent, paper, ink } = COLOURS[scheme];
  const from = tiles
    ? { source: "assets", "source-layer": tiles.vector_layers[0]?.id ?? ASSETS }
    : { source: "assets" };
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
