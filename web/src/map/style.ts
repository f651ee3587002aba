/**
 * The whole map as one MapLibre style, made anew from a {@link Picture} whenever that changes; MapLibre finds
 * what differs. So the map can be read, and tested, without a map.
 */

import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";

import type { Layer } from "../api/types";
import { COLOURS } from "./colours";
import { bySize, lineOf } from "./families";
import { gapLayers } from "./gaps";
import { faded, FADED, keyIn, keysOf, oneOf } from "./keys";
import { markLayers, markSources, rowLayers, rowSource } from "./marks";
import { BOLD_FONT, FONT } from "./letters";
import { groupFills, groupNumbers, optionLines } from "./option";
import { hatchName, RAMP } from "./ramp";
import { landLayer, type Picture } from "./picture";
import type { Tileset } from "./tilesets.svelte";
import { fillsFrom, linesFrom, linesIn, namesFrom } from "./zooms";

/** Everything the viewer draws, bottom to top. What is missing here cannot be drawn. */
export const LAYER_ORDER = [
  "sea",
  "basemap",
  "land",
  "area-fill",
  "area-hatch",
  "group-fill",
  "gap",
  "boundary-casing",
  "boundary-line",
  "strong-line",
  "option-line",
  "group-number",
  "chosen-fill",
  "chosen-casing",
  "chosen-line",
  "area-name",
  "asset-mark",
  "row-mark",
  "spot",
] as const;
export type Slot = (typeof LAYER_ORDER)[number];

/** A layer on the map, with its tiles at hand. */
type Drawn = { layer: Layer; tiles: Tileset };

export function styleOf(picture: Picture): StyleSpecification {
  const { basemap } = picture;
  return {
    version: 8,
    ...(basemap?.glyphs ? { glyphs: basemap.glyphs } : {}),
    ...(basemap?.sprite ? { sprite: basemap.sprite } : {}),
    sources: sourcesOf(picture),
    layers: LAYER_ORDER.flatMap((slot) => MAKERS[slot](picture)),
  };
}

/** The ids of the layers whose tiles the picture needs, drawn or not. */
export function tilesNeeded(picture: Pick<Picture, "known" | "shown" | "basemap">): string[] {
  const land = picture.basemap ? null : landLayer(picture.known);
  const shown = picture.known.filter((layer) => layer.edition && picture.shown.includes(layer.id));
  return [...new Set([...shown.map((layer) => layer.id), ...(land ? [land] : [])])];
}

/** The map's own layer with the lines of a layer. */
export function lineLayer(layer: string): string {
  return `boundary-line/${layer}`;
}

const FILL_OPACITY = 0.85;

const MAKERS: Record<Slot, (picture: Picture) => LayerSpecification[]> = {
  sea: (picture) => {
    if (picture.basemap) return [];
    const colours = COLOURS[picture.scheme];
    // With no layer cut at the coast nobody knows what is sea, and everything is paper.
    const ground = landLayer(picture.known) ? colours.sea : colours.paper;
    return [{ id: "sea", type: "background", paint: { "background-color": ground } }];
  },

  basemap: (picture) => picture.basemap?.layers ?? [],

  land: (picture) => {
    const land = picture.basemap ? null : landLayer(picture.known);
    if (!land || !picture.tilesets[land]) return [];
    const paint = { "fill-color": COLOURS[picture.scheme].paper };
    return [{ id: "land", type: "fill", source: land, "source-layer": land, paint }];
  },

  "area-fill": (picture) => {
    const { fill, scheme } = picture;
    const of = filled(picture);
    if (!fill || !of) return [];
    const steps = fill.steps
      .map((codes, at) => ({ keys: keysOf(codes, of.tiles), colour: RAMP[scheme][at] ?? RAMP[scheme][0] }))
      .filter(({ keys }) => keys.length > 0);
    if (steps.length === 0) return [];
    const colour = [
      "match",
      keyIn(of.tiles),
      ...steps.flatMap(({ keys, colour }) => [keys, colour]),
      "rgba(0,0,0,0)",
    ] as unknown as ExpressionSpecification;
    const paint = { "fill-color": colour, "fill-opacity": faded(fill.focus, of.tiles, FILL_OPACITY) };
    return [{ id: "area-fill", type: "fill", ...whereFilled(of), paint }];
  },

  "area-hatch": (picture) => {
    const { fill, scheme } = picture;
    const of = filled(picture);
    if (!fill || !of || fill.hatched.length === 0) return [];
    return [
      {
        id: "area-hatch",
        type: "fill",
        ...whereFilled(of),
        filter: oneOf(fill.hatched, of.tiles, true, false),
        paint: { "fill-pattern": hatchName(scheme), "fill-opacity": faded(fill.focus, of.tiles, 1) },
      },
    ];
  },

  "group-fill": groupFills,

  "group-number": groupNumbers,

  "option-line": optionLines,

  gap: gapLayers,

  // Where one layer is to be strong, the rest is a whisper of it.
  "strong-line": (picture) => {
    const { strong, scheme } = picture;
    const layer = drawn(picture).find(({ layer }) => layer.id === strong?.layer);
    if (!strong || !layer) return [];
    const own = lineOf(layer.layer, picture.known, scheme);
    const line = { ...own, width: Math.max(own.width * 1.3, 2.2) };
    const halo = { colour: COLOURS[scheme].paper, width: line.width + 2.5, dashes: [] };
    const base = strong.focus === null ? 1 : FADED;
    const all = [
      boundary("strong-line", layer.layer, layer.tiles, halo, 0.75 * base, "halo"),
      boundary("strong-line", layer.layer, layer.tiles, line, base, "all"),
    ];
    if (!strong.focus || strong.focus.length === 0) return all;
    const only = boundary("strong-line", layer.layer, layer.tiles, line, 1, "focus");
    return [
      ...all,
      {
        ...only,
        "source-layer": layer.layer.id,
        filter: oneOf(strong.focus, layer.tiles, true, false),
      } as LayerSpecification,
    ];
  },

  "boundary-casing": (picture) =>
    drawn(picture).flatMap(({ layer, tiles }) => {
      const { casing } = lineOf(layer, picture.known, picture.scheme);
      return casing ? [boundary("boundary-casing", layer, tiles, casing, 0.55)] : [];
    }),

  "boundary-line": (picture) =>
    drawn(picture)
      .filter(({ layer }) => layer.id !== picture.strong?.layer)
      .map(({ layer, tiles }) => {
        const opacity = picture.fill?.layer === layer.id && picture.fill.focus !== null ? FADED : 1;
        return boundary("boundary-line", layer, tiles, lineOf(layer, picture.known, picture.scheme), opacity);
      }),

  "chosen-fill": (picture) =>
    chosen(picture, (colours) => ({
      id: "chosen-fill",
      type: "fill",
      source: "chosen",
      paint: { "fill-color": colours.accent, "fill-opacity": 0.14 },
    })),

  "chosen-casing": (picture) =>
    chosen(picture, (colours) => ({
      id: "chosen-casing",
      type: "line",
      source: "chosen",
      layout: { "line-join": "round" },
      paint: { "line-color": colours.paper, "line-width": 7 },
    })),

  "chosen-line": (picture) =>
    chosen(picture, (colours) => ({
      id: "chosen-line",
      type: "line",
      source: "chosen",
      layout: { "line-join": "round" },
      paint: { "line-color": colours.accent, "line-width": 3.5 },
    })),

  "area-name": (picture) => drawn(picture).flatMap(({ layer }) => names(layer, picture)),

  "asset-mark": ({ assets, scheme }) => (assets ? markLayers(assets, scheme) : []),

  "row-mark": ({ rows, scheme }) => (rows ? rowLayers(scheme) : []),

  spot: (picture) => {
    if (!picture.spot) return [];
    const colours = COLOURS[picture.scheme];
    const ring = { "circle-radius": 11, "circle-color": colours.paper, "circle-stroke-color": colours.ink };
    return [
      { id: "spot-ring", type: "circle", source: "spot", paint: { ...ring, "circle-stroke-width": 1.5 } },
      {
        id: "spot-dot",
        type: "circle",
        source: "spot",
        paint: { "circle-radius": 6, "circle-color": colours.accent },
      },
    ];
  },
};

/** The layers that can be drawn now, those of the smallest areas first, so that wide lines lie above thin ones. */
function drawn(picture: Picture): Drawn[] {
  return picture.known
    .filter((layer) => layer.edition && picture.shown.includes(layer.id))
    .sort(bySize)
    .flatMap((layer) => {
      const tiles = picture.tilesets[layer.id];
      return tiles ? [{ layer, tiles }] : [];
    });
}

/** The layer that is filled, once its tiles are known. */
function filled({ fill, known, tilesets }: Picture): Drawn | null {
  const layer = known.find(({ id }) => id === fill?.layer);
  const tiles = layer && tilesets[layer.id];
  return tiles ? { layer, tiles } : null;
}

function whereFilled({ layer, tiles }: Drawn) {
  return { source: layer.id, "source-layer": layer.id, minzoom: fillsFrom(layer, tiles) };
}

function boundary(
  slot: "boundary-casing" | "boundary-line" | "strong-line",
  layer: Layer,
  tiles: Tileset,
  line: { colour: string; width: number; dashes: readonly number[] },
  opacity: number,
  part?: string,
): LayerSpecification {
  const thickness = (factor: number) => Math.round(line.width * factor * 100) / 100;
  return {
    id: [slot, layer.id, part].filter(Boolean).join("/"),
    type: "line",
    source: layer.id,
    "source-layer": linesIn(layer, tiles).id,
    minzoom: linesFrom(layer, tiles),
    layout: { "line-join": "round" },
    paint: {
      "line-color": line.colour,
      "line-opacity": opacity,
      "line-width": [
        "interpolate",
        ["linear"],
        ["zoom"],
        6,
        thickness(0.5),
        11,
        thickness(1),
        16,
        thickness(1.8),
      ],
      ...(line.dashes.length > 0 ? { "line-dasharray": [...line.dashes] } : {}),
    },
  };
}

function names(layer: Layer, picture: Picture): LayerSpecification[] {
  const known = picture.tilesets[layer.id]?.vector_layers ?? [];
  if (!known.some(({ id }) => id === `${layer.id}-labels`)) return [];
  const line = lineOf(layer, picture.known, picture.scheme);
  const size = 12.5 + 2.5 * line.rank;
  return [
    {
      id: `area-name/${layer.id}`,
      type: "symbol",
      source: layer.id,
      "source-layer": `${layer.id}-labels`,
      minzoom: namesFrom(layer),
      layout: {
        "text-field": ["get", "name"],
        "text-font": line.rank > 0.4 ? BOLD_FONT : FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 9, size, 14, size + 3],
        "text-max-width": 8,
        "text-padding": 6,
      },
      paint: {
        "text-color": line.colour,
        "text-halo-color": COLOURS[picture.scheme].paper,
        "text-halo-width": 1.8,
      },
    },
  ];
}

function chosen(
  picture: Picture,
  make: (colours: (typeof COLOURS)["light"]) => LayerSpecification,
): LayerSpecification[] {
  return picture.outline ? [make(COLOURS[picture.scheme])] : [];
}

function sourcesOf(picture: Picture): Record<string, SourceSpecification> {
  const sources: Record<string, SourceSpecification> = { ...picture.basemap?.sources };
  const besides = [
    ...(picture.groups ?? []).map(({ layer }) => layer),
    ...(picture.option ? [picture.option] : []),
  ];
  for (const id of new Set([...tilesNeeded(picture), ...besides])) {
    const tiles = picture.tilesets[id];
    if (!tiles) continue;
    sources[id] = {
      type: "vector",
      tiles: tiles.tiles,
      minzoom: tiles.minzoom,
      maxzoom: tiles.maxzoom,
      ...(tiles.bounds?.length === 4 ? { bounds: tiles.bounds as [number, number, number, number] } : {}),
    };
  }
  if (picture.gaps) sources.gaps = { type: "geojson", data: picture.gaps };
  if (picture.assets) Object.assign(sources, markSources(picture.assets));
  if (picture.rows) sources.rows = rowSource(picture.rows);
  if (picture.outline) sources.chosen = { type: "geojson", data: picture.outline };
  if (picture.spot) {
    const { lon, lat } = picture.spot;
    sources.spot = { type: "geojson", data: { type: "Point", coordinates: [lon, lat] } };
  }
  return sources;
}
