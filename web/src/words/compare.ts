/** Everything that the Compare panel says. */

import type { Summary } from "../api/types";
import { longDate } from "../lib/dates";
import { ground } from "../lib/measure";

/** What words need to know of an answer. */
type Counted = Pick<Summary, "unit" | "weight">;

/** People as a whole number, ground in square kilometres. */
export function amount(value: number | null, unit: string): string {
  // People on ground that residents drew are not told under 50.
  if (value === null) return "under 50";
  if (unit !== "people") {
    if (value !== 0 && value < 50_000) return `${Math.round(value).toLocaleString("en-GB")} m²`;
    return `${(value / 1e6).toLocaleString("en-GB", { maximumFractionDigits: 1 })} km²`;
  }
  return value > 0 && value < 0.5 ? "under 1" : Math.round(value).toLocaleString("en-GB");
}

/** A share as people say it; never "all" or "none" when it is not quite. */
export function inHundred(share: number | null): string {
  if (share === null) return "not told";
  if (share <= 0) return "none";
  if (share >= 1 - 1e-9) return "all";
  if (share < 0.01) return "under 1 in 100";
  if (share > 0.99) return "over 99 in 100";
  return `${Math.round(share * 100)} in 100`;
}

/** A layer's title inside a sentence: names in capitals stay. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** What is counted, as a heading: "Patients", "Ground". */
export function weightTitle({ unit, weight }: Counted): string {
  return unit === "people" ? capital(weight) : "Ground";
}

/** What is counted, inside a sentence. */
export function weightNoun({ unit, weight }: Counted): string {
  return unit === "people" ? weight : "ground";
}

/** The text with a capital first. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

const percent = (share: number) => `${Number((share * 100).toPrecision(3))} in 100`;

export const compareWords = {
  iou: "IoU",
  /** The parts of the paragraph to paste. */
  paragraph: {
    counted: (summary: Summary) => {
      const { a, b, unit, people_date } = summary;
      const date = people_date ? `, ${longDate(people_date)}` : "";
      return `${weightTitle(summary)}${date}: ${amount(summary.total_a, unit)} in ${a.title} (${a.areas}), ${amount(summary.total_b, unit)} in ${b.title} (${b.areas}).`;
    },
    unplaced: (n: number, unit: string) => `${amount(n, unit)} people could not be put on the map.`,
    within: (name: string) => `Only in ${name}.`,
    boundaries: (on: string) => `Boundaries as on ${longDate(on)}.`,
    sources: (sources: string) => `Sources: ${sources}.`,
    reference: (parts: readonly string[]) => `Patchwork, reference ${parts.join(", ")}`,
  },
  heading: "Do the boundaries line up?",
  term: "coterminosity",
  pageTitle: (a: string, b: string) => `${a} and ${b}`,

  controls: {
    heading: "What to compare",
    a: "Compare",
    b: "with",
    more: (counted: string, place: string, date: string) => `${capital(counted)}; ${place}; ${date}`,
    ground: "Areas on the ground",
    lists: "Patient lists",
    otherRelease: (asked: string) => `${asked} (as the link says)`,
    weight: "Counted",
    weightDefault: "People, where known",
    area: "Ground (area)",
    weightName: (name: string, date: string | null, blocks: string | null) =>
      [capital(name), date ? `of ${longDate(date)}` : "", blocks ? `(${blocks})` : ""]
        .filter(Boolean)
        .join(" "),
    swap: "Swap sides",
    today: "today",
    placeSearch: {
      label: "Only in one place",
      placeholder: "Everywhere",
      example: "A council, an NHS area or any other area, by name or code.",
    },
    everywhere: "everywhere",
    placeNone: (text: string) => `No area here is called “${text}”.`,
    placeNow: (name: string) => `Only in ${name}`,
    placeClear: "Show everywhere",
  },

  asking: "Working it out…",
  leave: "Stop",
  left: "You stopped this question, so there is no answer.",
  leftAdvice: "Ask again, or choose other layers.",
  askAgain: "Ask again",
  nothingToCompare: "There are not two layers here to compare yet.",
  itself: (title: string) =>
    `This compares ${inSentence(title)} with themselves, so every area is the same as itself. Choose another layer on one side.`,
  notMeeting: "These layers do not meet, so there is nothing to score. Choose another layer, place or date.",
  theOtherWay: "The other way round:",
  dated: ({ people_date, unit, on, weight }: Summary) =>
    [
      unit === "people" && people_date ? `${capital(weight)} of ${longDate(people_date)}` : "",
      `${unit === "people" ? "boundaries" : "Boundaries"} on ${longDate(on)}`,
    ]
      .filter(Boolean)
      .join(" · "),

  figures: {
    heading: "The figures",
    across: (summary: Summary) => (summary.unit === "people" ? "Live across a line" : "Lies across a line"),
    ofCounted: (summary: Summary) =>
      `of ${amount(summary.total_a - summary.uncovered_a, summary.unit)} ${weightNoun(summary)} in both`,
    cross: (title: string) => `${title} that cross`,
    ofAreas: (n: number) => `of ${n.toLocaleString("en-GB")}`,
    room: (title: string) => `${title} to have in the room`,
    roomFigure: (median: number, most: number) =>
      median === most ? `${median}` : `${median} usually, ${most} at most`,
    roomAt: (name: string) => `most: ${name}`,
    uncovered: (title: string) => `In none of these ${inSentence(title)}`,
    noise: "Map noise along edges",
    noiseFigure: (n: number) => count(n, "place", "places"),
    noiseHolds: (held: number, summary: Counted) =>
      `with ${amount(held, summary.unit)} ${weightNoun(summary)}`,
    unplaced: "People we could not put on the map",
    ofAll: (total: number, unit = "people") => `of ${amount(total, unit)}`,
  },

  table: {
    caption: (title: string) => `Each of the ${inSentence(title)}`,
    find: "Find in the table",
    onlyCrossing: "Only those that cross",
    shown: (shown: number, all: number) =>
      shown === all
        ? count(all, "area", "areas")
        : `${shown.toLocaleString("en-GB")} of ${count(all, "area", "areas")}`,
    none: "No area in the table matches.",
    noneAdvice: "Use fewer letters, or show those that do not cross as well.",
    clear: "Show all",
    more: (n: number) => `Show ${n.toLocaleString("en-GB")} more`,
    rest: (n: number) =>
      `${count(n, "more area is", "more areas are")} not shown here; the CSV has all of them.`,
    columns: {
      name: (singular: string) => capital(singular),
      total: (summary: Counted) => weightTitle(summary),
      best: "Best fit",
      outside: "Outside it",
      room: "In the room",
    },
    crosses: "Crosses",
    doesNot: "Does not cross",
    noFit: "none",
    then: (name: string, share: number) => `then ${name}, ${inHundred(share)}`,
  },

  chosen: {
    close: "Close",
    sentence: (name: string, best: string, share: number, summary: Counted) =>
      `${capital(inHundred(share))} ${summary.unit === "people" ? summary.weight : "of the ground"} of ${name} ${summary.unit === "people" ? "live" : "lies"} in ${best}.`,
    alone: (name: string, title: string) => `${name} shares nothing with these ${inSentence(title)}.`,
    crosses: "It crosses.",
    doesNot: "It does not cross.",
    room: (names: string) => `To have in the room: ${names}.`,
    uncovered: (text: string, title: string) => `${text} lie in none of these ${inSentence(title)}.`,
    partners: (name: string) => `Partners of ${name}`,
    partner: "Partner",
    shared: (summary: Counted) => `${weightTitle(summary)} shared`,
    ofA: (name: string) => `of ${name}`,
    ofB: "of the partner",
    shape: "Download its shape (GeoJSON)",
    missing: (code: string) => `No area with the code ${code} is in this answer.`,
    loading: "Looking up its partners…",
    shapeMissing: "Its outline could not be loaded, so it is not on the map.",
    notDrawn: "A patient list has no outline of its own: the map shows where its people live.",
    fewer: (n: number) => `and ${count(n, "more partner", "more partners")} with less`,
  },

  relation: {
    same: "same as",
    inside: "fits inside",
    contains: "holds",
    sliver: "only touches: map noise",
    overlaps: "crosses",
  } as Record<string, string>,

  map: {
    outside: (summary: Counted) => `Share of each area’s ${weightNoun(summary)} outside its best fit`,
    elsewhere: (summary: Counted, singular: string) =>
      `Share of each area’s ${weightNoun(summary)} on lists that are mainly another ${singular}’s`,
    part: (summary: Counted, name: string) =>
      `Where the ${weightNoun(summary)} of ${name} live: share in each area`,
    step: (from: number, to: number | undefined) => {
      const hundred = (share: number) => Math.round(share * 100);
      if (to === undefined) return `${hundred(from)} or more`;
      return from === 0 ? `under ${hundred(to)}` : `${hundred(from)} to ${hundred(to)}`;
    },
    unit: "in 100",
    zoomIn: "Zoom in to see the shading; from this far the map shows the lines alone.",
    hatched: "crosses",
    notDrawn: "Neither layer can be drawn: patient lists have no ground. The table has the whole answer.",
    listClicked: "A patient list cannot be picked on the map. Choose one in the table.",
    nothingThere: "None of these areas is there.",
  },

  analysts: {
    heading: "For analysts",
    lead: "Scores of the two layers as wholes. None of them is the answer by itself.",
    measure: "Measure",
    value: "Value",
    bits: (value: number) => `${value.toFixed(3)} bits`,
    none: "no score",
    both: (forth: string, back: string) => `${forth}; the other way ${back}`,
    thresholds: "Thresholds used",
    partnersOf: (name: string) => `${name} and its partners`,
    effective: (value: string) => `Effective partners: ${value}.`,
    mutual: "The best fit is mutual.",
    notMutual: "The best fit is not mutual.",
    choose: "Choose an area in the table to see its IoU with each partner and its effective partners.",
  },

  explain: {
    ask: (name: string) => `What is ${name}?`,
    formula: "Formula:",
    source: "Source:",
    misleads: "Misleads:",
  },

  take: {
    heading: "Take it with you",
    copy: "Copy paragraph",
    copied: "Copied: the sentence with its figures, sources and reference.",
    refused: "This browser did not let us copy. The text is selected below: copy it with Ctrl+C, or ⌘C.",
    text: "The paragraph to copy",
    csv: "Pairs (CSV)",
    geojson: "Shapes with figures (GeoJSON)",
    gathering: (done: number, all: number) => `Gathering shapes: ${done} of ${all}`,
    gatherFailed: "Not every shape could be had, so nothing was saved. Try again in a moment.",
    saved: "Saved.",
    print: "Print",
  },

  know: {
    heading: "How we know",
    people: ({ weight, people_date }: Pick<Summary, "weight" | "people_date">, title: string) =>
      people_date ? `${capital(weight)} of ${longDate(people_date)}, counted in ${inSentence(title)}.` : "",
    releases: (n: number) => count(n, "release used", "releases used"),
    since: (date: string) => `of ${longDate(date)}`,
    unplaced: "People we could not put on the map",
    causes: {
      out_of_country: "living in Wales, Scotland or Northern Ireland",
      unknown_block: "in a small area that is not known here",
      not_in_rows: "on a list’s stated total, but in none of its rows",
    },
    nobody: "Everybody in the tables is on the map.",
    cover: (title: string, share: number) =>
      `People are counted on ${inHundred(share)} of the ground of ${inSentence(title)}.`,
    thin: (n: number, of: number) =>
      `In ${n.toLocaleString("en-GB")} of ${count(of, "small area", "small areas")} these lists hold under 90 in 100 of the residents: others have patients there.`,
    edge: (name: string) => `Cut at the edge of ${name}`,
    edgeNone: "No area was cut at the edge of the place.",
    edgeArea: (name: string, share: number) => `${name}: ${inHundred(share)} of its ground is inside`,
    edgeMore: (n: number) => `and ${n.toLocaleString("en-GB")} more`,
    leftOut: (n: number) =>
      `${count(n, "area only touches", "areas only touch")} the place and ${n === 1 ? "is" : "are"} left out.`,
    thresholds: (s: Summary) => [
      s.unit === "people"
        ? `An area crosses when more than ${percent(s.cross_share)} of its people, and more than ${amount(s.cross_people, "people")}, live outside its best fit.`
        : `An area crosses when more than ${percent(s.tau)} of its ground lies outside its best fit.`,
      `In the room: whoever holds at least ${percent(s.room_share)}.`,
      `Same as, fits inside, holds: up to ${percent(s.tau)} of the ground may differ.`,
      `Map noise: under ${percent(s.sliver_share)} of both areas, and under ${hectares(s.sliver_area_m2)} or thinner than ${s.sliver_width_m} metres.`,
      `Borders run together within ${s.border_distance_m} metres.`,
    ],
    reference: "Reference",
    referenceNote: "It brings this very answer back, even after newer releases are loaded.",
  },
};

function hectares(squareMetres: number): string {
  const size = ground(squareMetres);
  if (!size.small) return `${size.km2} km²`;
  return `${size.hectares} ${size.hectares === "1" ? "hectare" : "hectares"}`;
}
