/** What the Compare panel shows, as the address bar carries it. */

import type { Codec } from "../../lib/address.svelte";
import {
  type AreaKey,
  type Camera,
  cameraText,
  placeText,
  readCamera,
  readDate,
  readPlace,
  tidy,
} from "../../lib/view";

export const COLUMNS = ["name", "total", "best", "outside", "room"] as const;
export type Column = (typeof COLUMNS)[number];
export type Sort = { column: Column; descending: boolean };

export type CompareView = {
  /** The layers, `LAYER` or `LAYER@EDITION`; null means the ones we would choose. */
  a: string | null;
  b: string | null;
  /** What is counted; null lets the server choose. */
  weight: string | null;
  /** The one place asked about; null means everywhere. */
  place: AreaKey | null;
  /** The date asked about, ISO 8601; null means today, which the server decides. */
  on: string | null;
  sort: Sort;
  /** Words that a row must have to be listed. */
  find: string;
  crossingOnly: boolean;
  /** The chosen area of A, by its code. */
  area: string | null;
  mapHidden: boolean;
  camera: Camera | null;
};

/** The areas that most people live outside the best fit of come first. */
export const FIRST_SORT: Sort = { column: "outside", descending: true };

/** Whatever is longer in an address is cut. */
const LONGEST = 200;

export function readCompare(search: string): CompareView {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name)?.slice(0, LONGEST) || null;
  return {
    a: text("a"),
    b: text("b"),
    weight: text("weight"),
    place: readPlace(text("in")),
    on: readDate(params.get("on")),
    sort: readSort(params.get("sort")),
    find: text("find") ?? "",
    crossingOnly: params.get("only") === "crossing",
    area: text("area"),
    mapHidden: params.get("hide") === "map",
    camera: readCamera(params.get("map")),
  };
}

export function writeCompare(view: CompareView): string {
  const parts: string[] = [];
  const put = (name: string, value: string) => parts.push(`${name}=${tidy(value)}`);
  if (view.a) put("a", view.a);
  if (view.b) put("b", view.b);
  if (view.weight) put("weight", view.weight);
  if (view.place) put("in", placeText(view.place));
  if (view.on) put("on", view.on);
  if (sortText(view.sort) !== sortText(FIRST_SORT)) put("sort", sortText(view.sort));
  if (view.find) put("find", view.find);
  if (view.crossingOnly) put("only", "crossing");
  if (view.area) put("area", view.area);
  if (view.mapHidden) put("hide", "map");
  if (view.camera) put("map", cameraText(view.camera));
  return `?${parts.join("&")}`;
}

export const COMPARE_CODEC: Codec<CompareView> = { read: readCompare, write: writeCompare };

function sortText({ column, descending }: Sort): string {
  return descending ? `-${column}` : column;
}

function readSort(text: string | null): Sort {
  const descending = text?.startsWith("-") ?? false;
  const column = COLUMNS.find((name) => name === text?.replace(/^-/, ""));
  return column ? { column, descending } : FIRST_SORT;
}
