/** An embedded map as one MapLibre style: the hues and patterns of the viewer, and no more than was asked for. */

import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

import { COLOURS } from "../map/colours";
import { PATTERNS, familyOf, type Scheme } from "../map/families";
import { layersOf, sourceLayer, type Shown, type ShownLayer } from "./shown";

/** The addresses of tiles, by the id of the layer; `assets` for marks. */
export type Tiles = Record<string, { tiles: string[]; minzoom: number; maxzoom: number }>;

/** Letters are drawn by the browser from its own fonts, so no font server is called. */
const FONT = ["sans-serif"];

const SCENARIO: Record<Scheme, string> = { light: "#6b3fa0", dark: "#c3a1ee" };

export function styleOf(
  shown: Shown,
  tiles: Tiles,
  chosen: GeoJSON.Feature | null,
  scheme: Scheme,
): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {};
  for (const [id, tileset] of Object.entries(tiles)) sources[id] = { type: "vector", ...tileset };
  if (chosen) sources.chosen = { type: "geojson", data: chosen };
  const { paper, ink, accent } = COLOURS[scheme];
  const [ground, lines] = layersOf(shown);
  const layers: LayerSpecification[] = [
    { id: "paper", type: "background", paint: { "background-color": paper } },
    ...(ground && tiles[ground.id] ? groundOf(ground, shown.colour, scheme) : []),
    ...(lines && tiles[lines.id] ? linesOf(lines, scheme) : []),
    ...(chosen ? chosenOf(shown, scheme) : []),
    ...(ground && tiles[ground.id] ? [namesOf(ground, scheme)] : []),
  ];
  if (tiles.assets) {
    layers.push({
      id: "assets",
      type: "circle",
      source: "assets",
      "source-layer": "assets",
      paint: {
        "circle-radius": ["case", [">", ["to-number", ["get", "count"], 1], 1], 9, 5],
        "circle-color": accent,
        "circle-stroke-color": paper,
        "circle-stroke-width": 1.5,
      },
    });
    layers.push({
      id: "asset-count",
      type: "symbol",
      source: "assets",
      "source-layer": "assets",
      filter: [">", ["to-number", ["get", "count"], 1], 1],
      layout: { "text-field": ["to-string", ["get", "count"]], "text-font": FONT, "text-size": 11 },
      paint: { "text-color": scheme === "light" ? "#ffffff" : ink },
    });
  }
  return { version: 8, sources, layers };
}

function colourOf(layer: ShownLayer, scheme: Scheme): string {
  return layer.scenario ? SCENARIO[scheme] : PATTERNS[familyOf(layer.family)].colours[scheme];
}

function groundOf(layer: ShownLayer, colour: string | null, scheme: Scheme): LayerSpecification[] {
  const paint = { "fill-color": colour ?? colourOf(layer, scheme), "fill-opacity": 0.16 };
  const fill: LayerSpecification = {
    id: "ground",
    type: "fill",
    source: layer.id,
    "source-layer": sourceLayer(layer),
    filter: ["==", ["geometry-type"], "Polygon"],
    paint,
  };
  return [fill, ...linesOf(layer, scheme)];
}

/** Borders, each once; a scenario's are double. */
function linesOf(layer: ShownLayer, scheme: Scheme): LayerSpecification[] {
  const { dashes, width, dotted } = PATTERNS[familyOf(layer.family)];
  const wide = layer.scenario ? 3.6 : dotted ? width * 1.6 : width;
  const line = (id: string, colour: string, wide: number, dashes: readonly number[]): LayerSpecification => ({
    id: `${id}-${layer.id}`,
    type: "line",
    source: layer.id,
    "source-layer": `${sourceLayer(layer)}-borders`,
    layout: { "line-join": "round" },
    paint: {
      "line-color": colour,
      "line-width": ["interpolate", ["linear"], ["zoom"], 6, wide * 0.6, 11, wide, 15, wide * 2],
      ...(dashes.length > 0 ? { "line-dasharray": [...dashes] } : {}),
    },
  });
  const own = line("line", colourOf(layer, scheme), wide, layer.scenario ? [] : dotted ? [1, 1.2] : dashes);
  return layer.scenario ? [own, line("split", COLOURS[scheme].paper, 1.4, [])] : [own];
}

function chosenOf({ layer, colour }: Shown, scheme: Scheme): LayerSpecification[] {
  const hue = colour ?? COLOURS[scheme].accent;
  const fill: LayerSpecification = {
    id: "chosen-ground",
    type: "fill",
    source: "chosen",
    paint: { "fill-color": hue, "fill-opacity": 0.3 },
  };
  const line: LayerSpecification = {
    id: "chosen-line",
    type: "line",
    source: "chosen",
    paint: { "line-color": hue, "line-width": 3 },
  };
  return layer ? [line] : [fill, line];
}

function namesOf(layer: ShownLayer, scheme: Scheme): LayerSpecification {
  const { paper, ink } = COLOURS[scheme];
  return {
    id: "names",
    type: "symbol",
    source: layer.id,
    "source-layer": `${sourceLayer(layer)}-labels`,
    layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 13, "text-max-width": 8 },
    paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.5 },
  };
}
