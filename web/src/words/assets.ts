/** Everything that is said of assets: the places and services that stand somewhere. */

import type { Asset, AssetDetail, Kind } from "../api/types";
import { longDate } from "../lib/dates";
import { distance } from "../lib/measure";
import { inSentence } from "./compare";
import { words } from "./en";

function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

/** A distance to be asked about, as people say it. */
export function reach(metres: number): string {
  if (metres === 1600) return "1.6 km (about a mile)";
  const [metric, imperial] = distance(metres);
  const said = ({ value, unit }: typeof metric) => {
    if (unit === "kilometre") return `${value} km`;
    return `${value} ${unit}${value === "1" ? "" : "s"}`;
  };
  return `${said(metric)} (${said(imperial)})`;
}

/** Kinds inside a sentence, "libraries and pharmacies"; every kind is "places". */
export function kindsNoun(kinds: readonly Pick<Kind, "name" | "plural">[], n: number): string {
  const [only] = kinds;
  if (!only || kinds.length > 3) return n === 1 ? "place" : "places";
  if (kinds.length === 1) return inSentence(n === 1 ? only.name : only.plural);
  return words.list(kinds.map(({ plural }) => inSentence(plural)));
}

const MEET: Record<string, string> = {
  free: "People can meet here, free",
  low_cost: "People can meet here, at low cost",
  hire: "People can meet here, for hire",
  no: "No room to meet here",
};

const RUN_BY: Record<string, string> = {
  community: "Community",
  faith: "Faith group",
  council: "Council",
  nhs: "NHS",
  school: "School",
  business: "Business",
};

function apart(metres: number): string {
  return metres < 0.5 ? "at the same spot" : `${Math.round(metres).toLocaleString("en-GB")} metres apart`;
}

/** One of the server's own words: `low-cost` and `low_cost` are the same. */
const fold = (word: string) => word.toLowerCase().replaceAll("-", "_");

export const assetWords = {
  heading: "Places and services",
  gloss: "Assets: libraries, halls, pharmacies, parks and whatever else people can go to or meet in.",

  filter: {
    all: "Every kind of place",
    some: (names: readonly string[]) => words.list(names),
    meet: "Only where people can meet",
    within: "Within",
    own: (metres: number) => `${reach(metres)}, as the link says`,
    clear: "Show every kind",
    count: (n: number) => n.toLocaleString("en-GB"),
  },

  sentence: (n: number, noun: string, where: string, meet: boolean) => {
    const what = meet ? `${noun} where people can meet` : noun;
    return n === 0
      ? `No ${what} recorded ${where}.`
      : `${n.toLocaleString("en-GB")} ${what} recorded ${where}.`;
  },
  where: {
    near: (metres: number) => `within ${reach(metres)} of this point, in a straight line`,
    inside: (name: string) => `in ${name}`,
    everywhere: "here in all",
  },
  choose: "Choose a kind, a point or an area to list them.",
  noneAdvice: "Choose other kinds, a longer distance or another place.",
  notLoaded: "No assets have been loaded on this server yet.",
  unrecorded: "What is not recorded may still be there.",
  asking: "Looking them up…",

  list: "Places and services listed",
  more: (n: number) => `Show ${n.toLocaleString("en-GB")} more`,
  away: (metres: number) => {
    if (metres < 0.5) return "right here";
    const [metric, imperial] = distance(metres);
    const said = ({ value, unit }: typeof metric) => `${value} ${unit}${value === "1" ? "" : "s"}`;
    return `${said(metric)} (${said(imperial)}) away`;
  },
  meet: (word: string) => MEET[fold(word)] ?? null,
  canMeet: (word: string) => ["free", "low_cost", "hire"].includes(fold(word)),
  verified: (asset: Pick<Asset, "last_verified" | "stale">) => {
    if (!asset.last_verified)
      return asset.stale ? "Not verified for two years" : "Its list does not say when it was verified";
    const day = longDate(asset.last_verified);
    return asset.stale ? `Not verified since ${day}` : `Verified ${day}`;
  },
  planned: "Planned, not open yet",
  files: { csv: "This list (CSV)", geojson: "This list (GeoJSON)" },

  card: {
    close: "Close",
    missing: "There is no such place on the lists of that day.",
    address: "Address",
    open: "Open",
    meeting: "Meeting",
    capacity: "Room for",
    people: (n: number) => count(n, "person", "people"),
    accessibility: "Access",
    runBy: "Run by",
    runners: (word: string) => RUN_BY[fold(word)] ?? word,
    contact: "Contact",
    notes: "Notes",
    verified: "Verified",
    source: "Source",
    list: (title: string, edition: string) => `${title}, release ${edition}`,
    complete: "a register of all there are",
    partial: "a partial list",
    square: "Shown in the middle of its square kilometre; the exact place is not published.",
    noPlace: "Nobody has said where it is, so it is not on the map.",
    unknown: (names: readonly string[]) => `Not known: ${words.list(names)}.`,
    unknowns: {
      address: "address",
      opening_hours: "opening hours",
      accessibility: "access",
      can_meet_here: "whether people can meet there",
      run_by: "who runs it",
    },
    areas: "It stands in",
    twins: "May be the same",
    twin: (twin: AssetDetail["twins"][number]) =>
      [
        twin.same_reference ? "the same number in both lists" : "",
        twin.same_postcode ? "the same postcode" : "",
        twin.name_likeness >= 0.8 ? "nearly the same name" : "",
        twin.distance_m === null ? "" : apart(twin.distance_m),
      ]
        .filter(Boolean)
        .join(", "),
  },

  legend: {
    switch: "Places and services",
    note: "A number is so many places close together: zoom in to part them. Filled marks are places to be.",
  },
};
