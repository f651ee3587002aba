/** From which zoom a layer can be read, judged by the size of its areas on the screen. */

import type { Layer, TileJson } from "../api/types";
import { familyOf } from "./families";
import { typicalWidth } from "./size";
import type { Tileset } from "./tilesets.svelte";

/** Metres a pixel covers at the equator at zoom 0, in tiles of 512 pixels. */
const METRES_A_PIXEL = 78_271.517;

/** How wide a typical area must be, in pixels, for its outline to be worth drawing. */
const OUTLINE_PX = 14;
const BLOCK_PX = 30;

/** How wide a typical area must be, in pixels, to hold its own name. */
const NAME_PX = 72;
const BLOCK_NAME_PX = 260;

/** Names and codes are in the tiles from this zoom on. */
const NAMES_FROM = 8;

/** How wide a typical area must be, in pixels, for its own colour to be seen among its neighbours'. */
const FILL_PX = 3;

/** Metres that a pixel covers at a latitude and zoom, on a Web Mercator map. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (METRES_A_PIXEL * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
}

/** The zoom from which a layer's outlines are drawn. Census blocks wait until they can be told apart. */
export function outlinesFrom(layer: Layer): number {
  if (familyOf(layer.family) === "census") return clamp(zoomAtWidth(layer, BLOCK_PX), 9, 13);
  return clamp(zoomAtWidth(layer, OUTLINE_PX), 0, 9);
}

/**
 * The zoom from which the areas of a layer are filled one by one: they can be told apart by eye, and in the tiles, by
 * their numbers or else by the codes that come with the names. A layer filled by codes takes the nearest tiles.
 */
export function fillsFrom(layer: Layer, tiles?: Tileset): number {
  const codes = tiles?.areas ? 0 : NAMES_FROM - 0.5;
  return Math.max(clamp(zoomAtWidth(layer, FILL_PX), 0, 9), codes);
}

/** The layer of a layer's tiles that has its lines. */
export type Lines = { id: string; minzoom: number };

/**
 * A shared border drawn once keeps its dashes; drawn from both sides, one fills the gaps of the other. So the borders
 * are taken where the tiles have them, else the areas.
 */
export function linesIn(layer: Layer, tiles: TileJson): Lines {
  const borders = tiles.vector_layers.find(({ id }) => id === `${layer.id}-borders`);
  return { id: borders?.id ?? layer.id, minzoom: Math.max(tiles.minzoom, borders?.minzoom ?? 0) };
}

/** The zoom from which a layer's lines are on the map: they can be told apart, and its tiles, once known, have them. */
export function linesFrom(layer: Layer, tiles?: TileJson): number {
  return Math.max(outlinesFrom(layer), tiles ? linesIn(layer, tiles).minzoom : 0);
}

/** The zoom from which the names of a layer's areas are drawn. */
export function namesFrom(layer: Layer): number {
  const pixels = familyOf(layer.family) === "census" ? BLOCK_NAME_PX : NAME_PX;
  return clamp(Math.max(outlinesFrom(layer), zoomAtWidth(layer, pixels)), NAMES_FROM, 15);
}

/** The zoom at which a typical area of the layer is so many pixels wide. */
function zoomAtWidth(layer: Layer, pixels: number): number {
  const width = typicalWidth(layer);
  if (width === 0) return 0;
  const [, south = 0, , north = 0] = layer.bounds ?? [];
  return Math.log2((pixels * metresPerPixel((south + north) / 2, 0)) / Math.max(width, 1));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value * 10) / 10));
}
