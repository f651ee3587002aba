/** What the Coverage panel shows, as the address bar carries it. */

import type { Codec } from "../../lib/address.svelte";
import {
  type AreaKey,
  type Camera,
  cameraText,
  placeText,
  readCamera,
  readDate,
  readIds,
  readMetres,
  readPlace,
  tidy,
} from "../../lib/view";

export const COLUMNS = ["name", "without", "share", "rate", "nearest"] as const;
export type Column = (typeof COLUMNS)[number];
export type Sort = { column: Column; descending: boolean };

export type CoverageView = {
  /** The kinds of assets, by id; none means the ones we would choose. */
  kinds: readonly string[];
  /** How far somebody goes, in metres; null means the distance we would choose. */
  within: number | null;
  /** The layer by whose areas the answer is given; null means the one we would choose. */
  by: string | null;
  /** What is counted; null lets the server choose. */
  weight: string | null;
  /** The class of small areas that splits the answer. */
  split: string | null;
  /** The one place asked about; null means everywhere. */
  place: AreaKey | null;
  /** The date asked about, ISO 8601; null means today, which the server decides. */
  on: string | null;
  sort: Sort;
  /** Words that a row must have to be listed. */
  find: string;
  /** The chosen area, by its code. */
  area: string | null;
  mapHidden: boolean;
  camera: Camera | null;
};

/** The areas with most people without come first. */
export const FIRST_SORT: Sort = { column: "without", descending: true };

/** Whatever is longer in an address is cut. */
const LONGEST = 200;

export function readCoverage(search: string): CoverageView {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name)?.slice(0, LONGEST) || null;
  return {
    kinds: readIds(params.get("kinds")) ?? [],
    within: readMetres(params.get("within")),
    by: text("by"),
    weight: text("weight"),
    split: text("split"),
    place: readPlace(text("in")),
    on: readDate(params.get("on")),
    sort: readSort(params.get("sort")),
    find: text("find") ?? "",
    area: text("area"),
    mapHidden: params.get("hide") === "map",
    camera: readCamera(params.get("map")),
  };
}

export function writeCoverage(view: CoverageView): string {
  const parts: string[] = [];
  const put = (name: string, value: string) => parts.push(`${name}=${tidy(value)}`);
  if (view.kinds.length > 0) put("kinds", view.kinds.join(","));
  if (view.within) put("within", `${view.within}`);
  if (view.by) put("by", view.by);
  if (view.weight) put("weight", view.weight);
  if (view.split) put("split", view.split);
  if (view.place) put("in", placeText(view.place));
  if (view.on) put("on", view.on);
  if (sortText(view.sort) !== sortText(FIRST_SORT)) put("sort", sortText(view.sort));
  if (view.find) put("find", view.find);
  if (view.area) put("area", view.area);
  if (view.mapHidden) put("hide", "map");
  if (view.camera) put("map", cameraText(view.camera));
  return `?${parts.join("&")}`;
}

export const COVERAGE_CODEC: Codec<CoverageView> = { read: readCoverage, write: writeCoverage };

function sortText({ column, descending }: Sort): string {
  return descending ? `-${column}` : column;
}

function readSort(text: string | null): Sort {
  const descending = text?.startsWith("-") ?? false;
  const column = COLUMNS.find((name) => name === text?.replace(/^-/, ""));
  return column ? { column, descending } : FIRST_SORT;
}
