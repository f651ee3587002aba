/** Everything that is said while somebody brings a list of places as a sheet. */

import type { Problem } from "../api/problem";
import type { Published, SheetLook, SheetRow } from "../api/types";
import { sentence, words } from "./en";

function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

const rows = (n: number) => count(n, "row", "rows");
const places = (n: number) => count(n, "place", "places");

const FIELDS: Record<string, string> = {
  patchwork_id: "Patchwork id (from a sheet that came from here)",
  source_id: "Your own number for it",
  name: "Name",
  kind: "Kind of place",
  address: "Address",
  postcode: "Postcode",
  lon: "Longitude",
  lat: "Latitude",
  easting: "Easting (National Grid)",
  northing: "Northing (National Grid)",
  uprn: "UPRN",
  phone: "Telephone",
  email: "E-mail",
  website: "Website",
  opening_hours: "Opening hours",
  accessibility: "Access",
  organisation: "Organisation",
  commissioner: "Commissioner",
  run_by: "Who runs it",
  can_meet_here: "Can people meet there?",
  capacity: "Room for how many",
  at: "Meets at (Patchwork id)",
  serves: "Area that it serves",
  precision: "How exactly to show it",
  last_verified: "Last verified",
  listed_until: "Listed until",
  status: "Open, closed or planned",
  notes: "Notes",
};

export const sheetWords = {
  column: (number: number) => `Column ${number}`,
  heading: "Bring your list of places",
  lead: "A spreadsheet of venues, groups or services becomes places on the map. Nothing is kept until you publish it.",
  contributors: {
    heading: "For contributors",
    out: "To bring a list, sign in with a contributor’s token.",
    role: (role: string) =>
      `You are signed in, but the role ${role} does not bring lists. Ask for a token with the role of contributor.`,
    again: "You are no longer signed in. Your sheet and everything that you changed are still here.",
  },

  choose: {
    heading: "Your sheet",
    file: "Choose a CSV or XLSX file",
    other: "Choose another file",
    hint: "At most 50 MB, with the names of the columns in the first row.",
    chosen: (name: string) => `Chosen: ${name}`,
    title: "What is the list called?",
    list: "Is it a new list?",
    isNew: "Yes, a new one",
    replaces: (title: string, n: number) => `No, it takes the place of “${title}” (${places(n)})`,
    kind: "What kind of place is it, where a row does not say?",
    kindNone: "Every row says",
    kindNeeded: "No column says what kind of places these are: choose a kind here, or the column below.",
    table: "Which sheet of the workbook?",
    tableHint: "Only where it has several.",
  },
  busy: {
    sending: (share: number) => `Sending the sheet: ${Math.round(100 * share)} %`,
    look: "Looking at every row…",
    publish: "Publishing…",
    stop: "Stop",
  },
  lists: {
    heading: "Lists that came as sheets",
    download: (title: string) => `${title}: download (CSV)`,
    size: (n: number) => places(n),
    note: "With the Patchwork id of each row, its ward, neighbourhood and council, also from the day a new council takes over. Change it and bring it back: no place is doubled.",
  },

  columns: {
    heading: "What the columns hold",
    lead: "Guessed from their names. Change what is wrong.",
    column: "Column",
    holds: "Holds",
    unused: "Not used",
    such: (cells: readonly string[]) => cells.map((cell) => `“${cell}”`).join(", "),
    holdsOf: (name: string) => `What “${name}” holds`,
  },
  field: (field: string) => FIELDS[field] ?? field,

  summary: {
    heading: "What we read",
    good: (good: number, total: number) =>
      good === total
        ? `All ${rows(total)} are good.`
        : `${good.toLocaleString("en-GB")} of ${rows(total)} are good.`,
    bad: (n: number) => (n === 0 ? "" : `${rows(n)} ${n === 1 ? "has" : "have"} problems.`),
    unplaced: (n: number) => (n === 0 ? "" : `${rows(n)} ${n === 1 ? "has" : "have"} no place on the map.`),
    out: (n: number) => (n === 0 ? "" : `You left ${rows(n)} out.`),
    known: ({ good, known }: Pick<SheetLook, "good" | "known">) =>
      `${known.toLocaleString("en-GB")} known by their patchwork_id, ${(good - known).toLocaleString("en-GB")} new.`,
    replaces: (title: string) => `A list “${title}” is here already: publishing takes its place.`,
    gone: (n: number) =>
      n === 0 ? "" : `${places(n)} of that list ${n === 1 ? "is" : "are"} not in this sheet and will go.`,
  },

  problems: {
    heading: "Rows to look at",
    none: "No row has a problem.",
    kindFirst: (n: number) =>
      `${rows(n)} ${n === 1 ? "lacks" : "lack"} only a kind of place: choose it above.`,
    row: (n: number, name: string) => (name ? `Row ${n}: ${name}` : `Row ${n}`),
    cell: (name: string) => name,
    beyond: (n: number) => `Beyond the last column (${n})`,
    all: "All its cells",
    leaveOut: (n: number) => `Leave row ${n} out`,
    back: (n: number) => `Put row ${n} back`,
    outHeading: (n: number) => `Left out: ${rows(n)}`,
    swapRow: (n: number) => `Swap longitude and latitude of row ${n}`,
    swapAll: (n: number) => `Swap longitude and latitude in all ${rows(n)} where they look swapped`,
    noPlace: "It has no place on the map",
    changed: "Changed, not checked yet.",
    check: "Check again",
    checkHint: (n: number) => `${rows(n)} changed since the last check.`,
    more: (n: number) => `Show ${rows(n)} more`,
    notKind: (word: string) => `“${word}”: no kind we know`,
    kinds: "Words that are no kind",
    kindOf: (word: string, n: number) => `“${word}” (${rows(n)}) means`,
    choose: "Choose a kind",
    apart:
      "This sheet is too long, or its cells are, to be put right here. Change it in your spreadsheet program and choose it again, or publish the good rows alone.",
  },
  /** Why something is wrong, without the words of the command line. */
  reason: (reason: string) => {
    if (reason.includes("--kind")) return "It does not say what kind of place it is.";
    return sentence(reason.replace(/[:;,]?[^:;,]*--[a-z].*$/, ""));
  },

  preview: {
    heading: "How it will look",
    row: "Row",
    name: "Name",
    where: "Where",
    given: "On the map, as the sheet says",
    postcode: "On the map, at its postcode",
    nowhere: "Not on the map",
    known: "known",
    fresh: "new",
    heldBack: "Telephone or e-mail kept from the public until confirmed",
    show: (name: string) => `Show ${name} on the map`,
    more: (n: number) => `Show ${rows(n)} more`,
    where_of: (asset: NonNullable<SheetRow["asset"]>) => {
      if (asset.lon === null) return asset.note ? `Not on the map: ${asset.note}` : "Not on the map";
      return asset.placed_by === "postcode" ? "On the map, at its postcode" : "On the map, as the sheet says";
    },
  },

  publish: {
    heading: "Publish",
    who: "Who may see it?",
    public: "Everybody",
    signedIn: "Only people who are signed in",
    full: "Is it a full list?",
    partial: "No: some of what there is",
    complete: "Yes: every one that there is",
    more: "Where it comes from",
    publisher: "Who drew it up (optional)",
    licence: "Licence (optional)",
    checkFirst: "Check the rows that you changed first.",
    noTitle: "Say what the list is called first.",
    nothing: "No row can be published yet.",
    submit: (n: number, bad: number) =>
      bad === 0 ? `Publish ${places(n)}` : `Publish ${places(n)} and leave ${rows(bad)} out`,
  },
  done: {
    heading: (title: string) => `“${title}” is published`,
    sentence: ({ assets, added, removed, left_out }: Published) =>
      [
        `${places(assets)}: ${added.toLocaleString("en-GB")} new, ${(assets - added).toLocaleString("en-GB")} known before.`,
        removed > 0
          ? `${places(removed)} that ${removed === 1 ? "was" : "were"} there before ${removed === 1 ? "is" : "are"} gone.`
          : "",
        left_out > 0 ? `${rows(left_out)} left out.` : "",
      ]
        .filter(Boolean)
        .join(" "),
    download: "Download the sheet with what we know of each row (CSV)",
    explore: "See them in Explore",
    another: "Bring another sheet",
  },

  problem: (problem: Problem) => {
    const { what, advice } = words.problem(problem);
    if (problem.kind !== "refused") return { what, advice };
    return { what: sentence(what), advice: "" };
  },
  kept: "Nothing is lost: the sheet and your changes are still here.",
};
