/** What the Plan panel says. */

import { longDate } from "../lib/dates";
import { inSentence } from "./compare";

const n = (value: number) => Math.round(value).toLocaleString("en-GB");
const areas = (count: number, one = "area", many = "areas") => `${n(count)} ${count === 1 ? one : many}`;

const STATUS: Record<string, string> = {
  working: "Being worked on",
  submitted: "Submitted",
  consulted: "Consulted on",
  decided: "Decided",
  "order-laid": "Order laid before Parliament",
  "order-made": "Order made",
  vested: "In force",
  rejected: "Rejected",
  withdrawn: "Withdrawn",
};

const PURPOSE: Record<string, string> = {
  council: "councils",
  "neighbourhood-team": "neighbourhood teams",
  place: "places",
  other: "areas",
};

export const planWords = {
  heading: "Plan: ways to divide the ground",
  pageTitle: (title: string | null) => title ?? "Plan",
  lead: "Options for new councils, neighbourhood teams and places, side by side with the partnerships that they would cross. Nothing here is called best.",
  asking: "Working it out…",
  none: "There are no options here yet.",
  noneAdvice: "Bring a table of two columns below, and see what it would mean.",
  against: "Held against",
  sorted: (title: string) =>
    `In order of the people who would live across a line of their ${inSentence(title)}, fewest first.`,
  status: (status: string, date: string | null, known: boolean) =>
    [`${STATUS[status] ?? status}${date ? `, ${date}` : ""}`, known ? "" : "outcome not in our sources"]
      .filter(Boolean)
      .join("; "),
  vesting: (day: string, expected: boolean) =>
    `${expected ? "Expected to take over" : "Takes over"} on ${longDate(day)}`,
  purpose: (purpose: string) => PURPOSE[purpose] ?? purpose,
  open: "Open",
  picture: (title: string) => `Small map of ${title}`,
  noPicture: "No picture: this option is not drawn.",
  sizes: (count: number, smallest: number | null, largest: number | null) =>
    smallest === null || largest === null
      ? areas(count)
      : `${areas(count)}, from ${n(smallest)} to ${n(largest)} residents`,
  peopleDate: (day: string | null) =>
    day ? `Residents as counted on ${longDate(day)}: not today’s number.` : "",
  across: (people: number, title: string, crossing: number, of: number) =>
    `${n(people)} people across a line; ${n(crossing)} of ${n(of)} ${inSentence(title)} cross`,
  leftOut: (people: number | null) =>
    people === null ? "Leaves ground out" : `Leaves out ground with ${n(people)} residents`,
  signedIn: "Only for people who have signed in",

  back: "All options",
  sentence: (title: string, count: number, across: number | null, partners: string) =>
    across === null
      ? `${title}: ${areas(count)}.`
      : `${title}: ${areas(count)}. ${n(across)} people on the lists of these ${inSentence(partners)} would live across a line from most of their fellows.`,
  before: {
    heading: "Before and after",
    before: (day: string) => `Before: councils on ${day}`,
    after: "After: this option",
    areas: "The councils that are there",
    how: (purpose: string, day: string) =>
      purpose === "council"
        ? `The same ground as it is divided on ${day}: counties, and councils that are in none.`
        : `The same ground as the councils of ${day} divide it.`,
    sentence: (title: string, day: string, count: number, across: number | null, partners: string) =>
      `Where “${title}” would be, ${count === 1 ? "one council stands" : `${n(count)} councils stand`} on ${day}.${
        across === null
          ? ""
          : ` ${n(across)} people on the lists of these ${inSentence(partners)} live across a line from most of their fellows.`
      }`,
  },
  edited: (moves: number) =>
    `With ${moves === 1 ? "one change" : `${n(moves)} changes`} of your own, kept in this browser and in the address.`,
  notes: "What its source says",
  table: {
    heading: "Its areas",
    area: "Area",
    residents: "Residents",
    registered: "Registered",
    guide: "Against the guide",
    made: "Made of",
    share: (share: number | null) => (share === null ? "no guide" : `${Math.round(share * 100)} in 100`),
    guideSaid: (people: number) => `The guide of this option: about ${n(people)} people an area.`,
    inferred: "partly inferred, not stated by its source",
    number: (value: number | null) => (value === null ? "not known" : n(value)),
    components: (count: number) => areas(count, "part", "parts"),
    balance: (smallest: number, largest: number) =>
      `The largest has ${smallest > 0 ? `${(largest / smallest).toFixed(1)} times` : "all"} the residents of the smallest.`,
  },
  problems: {
    heading: "What is not as it should be",
    leftOut: (name: string, code: string, people: number | null) =>
      `${name} (${code}) goes to no area${people === null ? "" : `: ${n(people)} residents`}.`,
    notDrawn: (name: string, reason: string) => `${name} is not drawn: ${reason}.`,
    unknown: (code: string, reason: string) => `${code}: ${reason}.`,
    more: (count: number) => `and ${n(count)} more.`,
  },
  crossings: {
    heading: "What crosses its lines",
    summary: (people: number, unit: string, crossing: number, of: number, title: string) =>
      `${unit === "people" ? `${n(people)} people` : `${(people / 1e6).toLocaleString("en-GB", { maximumFractionDigits: 1 })} km²`} across a line; ${n(crossing)} of ${n(of)} ${inSentence(title)} cross.`,
    beyond: (people: number, crossing: number) =>
      `${n(people)} more live beyond the ground of this option, or where it leaves ground out; counting its outer border, ${n(crossing)} cross.`,
    back: (crossing: number, of: number, title: string) =>
      `${n(crossing)} of its ${areas(of)} ${crossing === 1 ? "lies" : "lie"} in more than one of these ${inSentence(title)}.`,
    dated: (weight: string, day: string | null, method: string) =>
      `Counted in ${weight}${day ? `, ${longDate(day)}` : ""}. ${method}`,
    estimated:
      "An estimate: what two lists share is worked out as if membership were independent in each small area.",
    name: "Area",
    best: "Most of it in",
    outside: "Across a line",
    room: "Whom to have in the room",
    crosses: "crosses",
    none: "None of them crosses a line.",
    all: (count: number) => `Show all ${n(count)}`,
    fewer: "Show only those that cross",
    share: (share: number) => (share >= 0.9995 ? "all" : `${Math.round(share * 100)} in 100`),
  },
  moves: {
    heading: "What moves",
    lead: "Everything whose council this option changes: the council that it is in now, and the one that it would be in.",
    what: "Show",
    assets: "Places",
    name: "Name",
    before: "Now in",
    after: "Then in",
    people: "People",
    shown: (shown: number, all: number) =>
      shown === all ? `All ${n(all)} are shown.` : `${n(shown)} of ${n(all)} are shown.`,
    more: "Show more",
    none: "Nothing of these lies in this option.",
    day: (day: string) => `Now: as on ${longDate(day)}.`,
    share: (share: number) => (share >= 0.9995 ? "" : ` (${Math.round(share * 100)} in 100)`),
  },
  move: {
    heading: "Move a part to another area",
    hint: "Click the map, or press Enter over its middle, to choose what is there; or find it in the list below. Every figure answers at once.",
    find: "Find a part",
    what: "Part",
    where: "Goes to",
    nowhere: "no area",
    newArea: "A new area…",
    newName: "Name of the new area",
    make: "Make it",
    chosen: (name: string, area: string) => `${name} is in ${area}.`,
    shown: (shown: number, all: number) =>
      shown === all ? `${areas(all, "part", "parts")}` : `${n(shown)} of ${areas(all, "part", "parts")}`,
    more: "Show more",
    undo: "Undo",
    redo: "Redo",
    reset: "As it was",
    undone: "Undone.",
    redone: "Done again.",
    moved: (name: string, area: string) => `${name} goes to ${area}.`,
    resume: (moves: number) =>
      `You changed this option before: ${n(moves)} ${moves === 1 ? "change" : "changes"} are kept in this browser.`,
    resumeButton: "Go on with them",
    forget: "Forget them",
    full: "That is as much as an address can hold. Save it, or start again.",
    nothingThere: "No part of this option lies there.",
    at: "Here",
  },
  take: {
    heading: "Take it along",
    print: "Print",
    csv: "Table of its parts (CSV)",
    geojson: "Shapes (GeoJSON)",
    asSaved: "as saved, without your changes",
    share: "Copy the address",
    shared: "The address is on the clipboard: whoever opens it sees this, with your changes.",
    shareLong: "This is too much for an address. Save it, and share that.",
    shareRefused: "Your browser does not allow it: copy the address from the bar above.",
  },
  save: {
    heading: "Save it for others",
    why: "Saved options are for people who have signed in until somebody says that they are public.",
    title: "Name",
    purpose: "What its areas are for",
    guide: "About how many people an area should have",
    public: "Everybody may see it",
    copy: "Save as a new option",
    over: "Save over this option",
    saving: "Saving…",
    saved: (title: string) => `Saved as ${title}.`,
    stale:
      "Somebody else has changed this option since you opened it. Nothing of yours is lost: save it as a new option, or load theirs.",
    load: "Load theirs",
    signIn: "Sign in as a planner to save it.",
    noTitle: "Give it a name first.",
  },
  own: {
    heading: "New options",
    lead: "Bring a table of two columns: the code of a ward, district or small census area, and the name of the area that it goes to. It stays in this browser until you save or share it.",
    file: "Table (CSV or Excel)",
    looking: "Reading it…",
    read: (components: number, count: number, levels: string) =>
      `${areas(components, "row", "rows")} read: ${areas(count)}, made of ${levels}.`,
    columns: (code: string, area: string) => `Codes from the column ${code}, areas from the column ${area}.`,
    problems: (count: number) => `${n(count)} ${count === 1 ? "row is" : "rows are"} not as it should be:`,
    row: (row: number | null, text: string) => (row === null ? text : `Row ${n(row)}: ${text}`),
    open: "See what it would mean",
    title: "Your option",
    gone: "This option is not in this browser. Ask whoever sent you here for its whole address, or bring the table again.",
    private: "Only in this browser.",
  },
  know: {
    heading: "How we know",
    residents: (blocks: string | null, day: string | null) =>
      `Residents${blocks ? ` of ${blocks}` : ""}${day ? `, counted on ${longDate(day)}` : ""}: not today’s number.`,
    on: (day: string) => `Other layers as on ${longDate(day)}.`,
    crossing:
      "An area crosses a line when more than 5 in 100 of its people and more than 500 of them live outside the area that has most of it. Whom to have in the room: every area with at least 5 in 100 of its people.",
  },
  map: {
    legend: "Areas of this option",
    lines: "Lines of the option as saved",
    far: "Come nearer to see its parts.",
  },
  paragraph: (
    title: string,
    status: string,
    sizes: string,
    crossings: readonly string[],
    date: string,
    sources: string,
    address: string,
  ) =>
    [`${title} (${status}): ${sizes}.`, ...crossings, date, sources, `Patchwork, ${address}`]
      .filter(Boolean)
      .join(" "),
};
