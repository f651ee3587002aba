/** Everything that the Coverage panel says. */

import type { CoverageList, CoverageSummary } from "../api/types";
import { longDate } from "../lib/dates";
import { kindsNoun, reach } from "./assets";
import { amount, capital, inHundred, inSentence, weightNoun } from "./compare";
import { words } from "./en";

function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

const number = (value: number) => value.toLocaleString("en-GB", { maximumFractionDigits: 1 });

/** The kinds of an answer inside a sentence. */
export function kindsOf({ kinds }: Pick<CoverageSummary, "kinds">): string {
  return kindsNoun(kinds, 2);
}

/** What somebody may have none of: "library or pharmacy". */
export function noneOf({ kinds }: Pick<CoverageSummary, "kinds">): string {
  if (kinds.length > 3) return "such place";
  const names = kinds.map(({ name }) => inSentence(name));
  const last = names.at(-1) ?? "place";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

/** Of a list that may not have everything, none is only known not to be recorded. */
function none({ complete }: Pick<CoverageSummary, "complete">): string {
  return complete ? "none" : "none recorded";
}

export const coverageWords = {
  counted: (summary: CoverageSummary) => {
    const { by, total, without, unit, complete } = summary;
    const recorded = complete ? "" : " recorded";
    return `${capital(weightNoun(summary))}: ${amount(total, unit)} in ${by.title} (${by.areas}), ${amount(without, unit)} with none${recorded} within reach.`;
  },
  heading: "Who is within reach of what?",
  pageTitle: (kinds: string) => `Within reach of ${kinds}`,

  controls: {
    heading: "What to look for",
    kinds: "Within reach of",
    within: "How far",
    own: "Another distance",
    ownLabel: "Distance in metres",
    by: "In each of the",
    more: (counted: string, place: string, date: string) => `${capital(counted)}; ${place}; ${date}`,
    weight: "Counted",
    weightDefault: "People, where known",
    split: "Split by",
    splitNone: "no class of small areas",
    asLinked: (asked: string) => `${asked} (as the link says)`,
  },

  noAssets: "No assets have been loaded on this server yet, so there is nothing to be within reach of.",
  nothing: "There is no layer of areas here to give the answer by.",
  noAreas: "No area of this layer lies in the place that was asked about. Choose another place or layer.",
  groundOnly: "No people are loaded for this place, so this counts ground, not people.",
  straight: "Distances are in a straight line: a river or a railway may make the way longer.",
  dated: (summary: CoverageSummary) =>
    [
      summary.unit === "people" && summary.people_date
        ? `${capital(summary.weight)} of ${longDate(summary.people_date)}`
        : "",
      `${summary.unit === "people" ? "boundaries" : "Boundaries"} on ${longDate(summary.on)}`,
    ]
      .filter(Boolean)
      .join(" · "),

  figures: {
    heading: "The figures",
    without: (summary: CoverageSummary) =>
      summary.unit === "people" ? `${capital(none(summary))} within reach` : "Ground with none within reach",
    ofAll: (summary: CoverageSummary) =>
      `${weightNoun(summary)} of ${amount(summary.total, summary.unit)}: ${inHundred(summary.total > 0 ? summary.without / summary.total : 0)}`,
    counted: (summary: CoverageSummary) => `${capital(kindsOf(summary))} recorded`,
    beyond: (n: number) => `${count(n, "more stands", "more stand")} just outside and count too`,
    rate: "For every 10,000 people",
    ground: "Ground with none within reach",
    ofGround: (all: number) => `of ${amount(all, "m2")}`,
    unplaced: "People we could not put on the map",
    bands: "How far to the nearest",
    band: (from: number, to: number | null) => {
      if (to === null) return `over ${reach(from)}`;
      return from === 0 ? `up to ${reach(to)}` : `${reach(from)} to ${reach(to)}`;
    },
    classes: (name: string) => `By ${name}`,
    class: "Class",
    people: "People",
    none: "None in reach",
    share: "Share",
  },

  table: {
    caption: (title: string) => `Each of the ${inSentence(title)}`,
    find: "Find in the table",
    shown: (shown: number, all: number) =>
      shown === all
        ? count(all, "area", "areas")
        : `${shown.toLocaleString("en-GB")} of ${count(all, "area", "areas")}`,
    none: "No area in the table matches. Use fewer letters.",
    clear: "Show all",
    more: (n: number) => `Show ${n.toLocaleString("en-GB")} more`,
    rest: (n: number) =>
      `${count(n, "more area is", "more areas are")} not shown here; the CSV has all of them.`,
    name: (singular: string) => capital(singular),
    without: (summary: CoverageSummary) => (summary.unit === "people" ? "People without" : "Ground without"),
    share: "Share",
    rate: "Per 10,000",
    nearest: "Nearest, km",
    rateOf: (rate: number | null) => (rate === null ? "–" : number(rate)),
    nearestOf: (metres: number | null) =>
      metres === null
        ? "–"
        : (metres / 1000).toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    unknown: "not known",
  },

  chosen: {
    close: "Close",
    sentence: (
      name: string,
      without: string,
      total: string,
      summary: Pick<CoverageSummary, "kinds" | "within_m" | "unit" | "weight" | "complete">,
    ) =>
      `In ${name}, ${without} of ${total} ${weightNoun(summary)} ${summary.unit === "people" ? "have" : "has"} no ${noneOf(summary)}${summary.complete ? "" : " recorded"} within ${reach(summary.within_m)} in a straight line.`,
    assets: (n: number, summary: Pick<CoverageSummary, "kinds">) =>
      `${n.toLocaleString("en-GB")} ${kindsNoun(summary.kinds, n)} ${n === 1 ? "stands" : "stand"} in it.`,
    explore: "List them in Explore",
    missing: (code: string) => `No area with the code ${code} is in this answer.`,
    shapeMissing: "Its outline could not be loaded, so it is not on the map.",
  },

  map: {
    shaded: (summary: CoverageSummary) =>
      summary.unit === "people"
        ? `People with ${none(summary)} within reach`
        : "Ground with none within reach",
    step: (from: number, to: number | undefined, unit: string) => {
      if (to === undefined) return `${amount(from, unit)} or more`;
      return from === 0 ? `under ${amount(to, unit)}` : `${amount(from, unit)} to ${amount(to, unit)}`;
    },
    gap: (summary: CoverageSummary) => `${none(summary)} within ${reach(summary.within_m)}`,
    gapsComing: "Drawing the ground that nothing reaches…",
    gapsFailed: "The ground that nothing reaches could not be drawn.",
    zoomIn: "Zoom in to see the shading; from this far the map shows the lines alone.",
    nothingThere: "None of these areas is there.",
  },

  take: {
    heading: "Take it with you",
    csv: "Areas (CSV)",
    geojson: "Gaps (GeoJSON)",
    print: "Print",
  },

  know: {
    heading: "How we know",
    lists: (n: number) => count(n, "list used", "lists used"),
    list: (list: CoverageList) =>
      [
        list.complete ? "a register of all there are" : "a partial list: what is missing may still be there",
        list.publisher ?? "",
        list.extract_date ? words.sources.taken(list.extract_date) : "",
        list.licence ? words.sources.licence(list.licence) : "",
        list.share_alike ? "its licence asks that what is made with it be shared alike" : "",
      ]
        .filter(Boolean)
        .join(", "),
    closed: "Only what is open that day counts: what has closed or is planned does not.",
    beyond: "What stands just beyond the edge of the place counts for those inside.",
    unplaced: (n: number) => `${amount(n, "people")} people could not be put on the map.`,
    releases: (n: number) => count(n, "release used", "releases used"),
    reference: "Reference",
    referenceNote: "It brings this very answer back, even after newer releases are loaded.",
  },
};
