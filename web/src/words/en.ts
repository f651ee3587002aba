/** Everything that the viewer says. Names, notes and attributions come from the server as they are. */

import type { Problem } from "../api/problem";
import type { Bar } from "../map/scale";
import { longDate } from "../lib/dates";
import { type Amount, distance, ground } from "../lib/measure";

function amount({ value, unit }: Amount): string {
  return `${value} ${plural(value, unit)}`;
}

function plural(value: string, one: string): string {
  return value === "1" ? one : `${one}s`;
}

function list(items: readonly string[]): string {
  const last = items.at(-1);
  return items.length < 2 ? (last ?? "") : `${items.slice(0, -1).join(", ")} and ${last}`;
}

function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

/** What the server says inside a sentence, as a sentence. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

export const words = {
  title: "Patchwork",
  pageTitle: (what: string | null) => (what ? `${what} · Patchwork` : "Patchwork"),
  panels: {
    label: "Panels",
    explore: "Explore",
    compare: "Compare",
    coverage: "Coverage",
    plan: "Plan",
    neighbourhoods: "Neighbourhoods",
    sheets: "Your list",
  },
  skipToAnswer: "Skip to the answer",
  skipToMap: "Skip to the map",
  loading: "Loading…",
  tryAgain: "Try again",
  list,

  gloss: {
    about: (title: string) => `What are these: ${title}?`,
    ask: (terms: readonly string[]) => `What does ${list(terms)} mean?`,
    term: (term: string) => `${term.charAt(0).toUpperCase()}${term.slice(1)}:`,
  },

  welcome: {
    heading: "What patches am I in?",
    steps: [
      "Search by name or postcode, or type coordinates such as 50.82, -0.13 or TQ 30 05.",
      "Or click the map. At the keyboard: move it with the arrow keys, then press Enter.",
    ],
  },

  search: {
    label: "Search for an area or a place",
    placeholder: "Name, postcode or code",
    example: "A name, a postcode, a code, or coordinates such as 50.82, -0.13 or TQ 30 05.",
    submit: "Search",
    clear: "Clear the search",
    suggestions: "Suggestions",
    point: (text: string) => `What is at ${text}?`,
    elsewhere:
      "These coordinates lie outside Great Britain. Latitude comes first in 50.82, -0.13; longitude first works too.",
    heading: (query: string) => `Areas found for “${query}”`,
    found: (areas: number, postcodes = 0) => {
      const parts = [
        areas > 0 ? count(areas, "area", "areas") : "",
        postcodes > 0 ? count(postcodes, "postcode", "postcodes") : "",
      ].filter(Boolean);
      return parts.length === 0 ? "Nothing found." : `${parts.join(" and ")} found.`;
    },
    postcode: { live: "postcode", terminated: "postcode no longer in use", unknown: "postcode" } as Record<
      string,
      string
    >,
    morePostcodes: (shown: number, all: number) =>
      `${shown} of ${count(all, "postcode", "postcodes")} that begin so are shown. Type more of it to find others.`,
    choose: (n: number) => `${count(n, "suggestion", "suggestions")}. Use the arrow keys to choose.`,
    none: (query: string) => `No area here is called “${query}”.`,
    noneAdvice:
      "Try fewer letters, the name of a ward or a council, or coordinates. Or click the map where you mean.",
    within: (name: string) => `in ${name}`,
    limited: (n: number) => `The ${n} best matches are shown. Add a word to find others.`,
  },

  date: {
    label: "Date",
    today: "Today",
    show: "Show",
    notable: "Dates when things change",
    starts: (titles: readonly string[]) => `${list(titles)}: a new release begins`,
    stops: (titles: readonly string[]) => `${list(titles)}: the last release ends`,
    none: "No layer changes on a known date.",
  },

  place: {
    heading: "Patches at this point",
    sentence: (parts: readonly { name: string; kind: string }[], postcode?: string) =>
      parts.length === 0
        ? `No ward, council or neighbourhood that we hold covers ${postcode ?? "this point"}.`
        : `${postcode ?? "This point"} is in ${list(parts.map(({ name, kind }) => `${name} (${kind})`))}.`,
    postcode: {
      live: (postcode: string) => `${postcode} is in use.`,
      terminated: (postcode: string, day: string | null) =>
        day ? `${postcode} ended on ${longDate(day)}.` : `${postcode} is no longer in use.`,
      unknown: (postcode: string) => `Whether ${postcode} is still in use is not known here.`,
    },
    postcodePoint: "A postcode is placed at one point: some of its homes may lie across a line.",
    nothing: "No area that we hold covers this point.",
    nothingAdvice:
      "It may lie at sea or beyond the places loaded here. Choose another point, or another date.",
    kind: (singular: string) => singular.charAt(0).toUpperCase() + singular.slice(1),
    at: (lon: number, lat: number) => `Latitude ${lat.toFixed(5)}, longitude ${lon.toFixed(5)}`,
    grid: (easting: number, northing: number) =>
      `National Grid ${Math.round(easting)}, ${Math.round(northing)}`,
    on: (date: string) => `On ${longDate(date)}`,
    total: (n: number) => `${count(n, "area", "areas")} in all.`,
    more: (n: number) => `More: NHS, census and other services (${n})`,
    nearbyHeading: "Just across the line",
    nearbyMore: (n: number) => `More just across the line (${n})`,
    away: (metres: number) => {
      if (metres === 0) return "this point is on its border";
      const [metric, imperial] = distance(metres);
      return `${amount(metric)} (${amount(imperial)}) away`;
    },
    border: (names: readonly string[], rule: string) =>
      `This point is on the very border of ${list(names)}. ${rule}`.trim(),
    absent: {
      "no-area-here": (title: string) => `${title}: no area here.`,
      "no-edition-on-date": (title: string, date: string) => `${title}: no release covers ${longDate(date)}.`,
    },
    absentHeading: "Not here",
    clear: "Clear this point",
  },

  area: {
    none: "No such area",
    backToPoint: "Back to the patches at this point",
    backToResults: "Back to the areas found",
    close: "Close",
    code: "Code",
    noCode: "no code",
    size: "Size",
    ground: (squareMetres: number) => {
      const size = ground(squareMetres);
      return size.small
        ? `${size.hectares} ${plural(size.hectares, "hectare")} (${size.acres} ${plural(size.acres, "acre")})`
        : `${size.km2} km² (${size.miles2} ${plural(size.miles2, "square mile")})`;
    },
    groundNote: "measured flat on the National Grid",
    inForce: "In force",
    release: "Release",
    versions: "Other releases",
    version: (name: string, edition: string) => `${name}, release ${edition}`,
    geojson: "Download its shape (GeoJSON)",
    where: "What else is in the middle of it?",
    shapeMissing: "Its outline could not be loaded, so it is not on the map.",
    period: (from: string | null, until: string | null) => {
      if (from && until) return `from ${longDate(from)} until ${longDate(until)}`;
      if (from) return `since ${longDate(from)}`;
      if (until) return `until ${longDate(until)}`;
      return "no dates given";
    },
    inferred: "Worked out from other areas, not published as such.",
  },

  layers: {
    heading: "On the map",
    note: (date: string) => `Lines as on ${longDate(date)}`,
    zoomIn: "zoom in to see",
    noRelease: "no release that day",
    count: (n: number) => count(n, "area", "areas"),
    families: {
      council: "Councils",
      community: "Neighbourhoods",
      nhs: "NHS",
      "other-public": "Other public services",
      census: "Census",
    },
    none: "No layers have been loaded on this server yet.",
    tilesMissing: "not drawn: no tiles",
    sea: "Tinted ground: sea, or land that no layer here covers.",
  },

  sources: {
    heading: "How we know",
    lead: "Each layer comes from a release with a date and a licence. Areas are drawn as published; the map simplifies lines, the answers do not.",
    releases: (n: number) => count(n, "release used", "releases used"),
    edition: (edition: string) => `release ${edition}`,
    release: (title: string, edition: string) => `${title}, release ${edition}`,
    from: (source: string, publisher: string | null) =>
      publisher && !source.includes(publisher) ? `${source} (${publisher})` : source,
    taken: (date: string) => `taken ${longDate(date)}`,
    licence: (licence: string) => `licence: ${licence}`,
    reference: (reference: string) => `reference ${reference}`,
  },

  map: {
    name: "Map. Arrow keys move it, plus and minus zoom, Enter asks what is at the crosshair, Escape leaves.",
    heading: "Map",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "Show the whole place",
    middle: "What is in the middle?",
    hide: "Hide the map",
    show: "Show the map",
    unsupported: "This browser cannot draw the map (it needs WebGL 2). Search and the lists work without it.",
    hidden: "The map is hidden. Search and the lists work without it.",
    holes: "Parts of the map did not load.",
    keys: "Arrows move · + − zoom · Enter: what is here? · Esc leaves",
    scale: ([metric, imperial]: readonly [Bar, Bar]) =>
      `Scale: ${metric.amount} ${metric.unit}, ${imperial.amount} ${imperial.unit}`,
    bar: (bar: Bar) => `${bar.amount.toLocaleString("en-GB")} ${bar.unit}`,
    attribution: "Sources of the map",
    sources: (count: number) => `Sources of the map (${count})`,
  },

  problem: (problem: Problem): { what: string; advice: string } => {
    switch (problem.kind) {
      case "unreachable":
        return {
          what: "The server cannot be reached.",
          advice: "Check your connection, then try again.",
        };
      case "busy":
        return {
          what: "The server is busy with other questions.",
          advice:
            problem.retryAfterSeconds === null
              ? "Wait a moment, then try again."
              : `Try again in ${count(problem.retryAfterSeconds, "second", "seconds")}.`,
        };
      case "often":
        return {
          what: "That was as often as one visitor may for now.",
          advice:
            problem.retryAfterSeconds === null
              ? "Try again later."
              : `Try again in ${count(Math.ceil(problem.retryAfterSeconds / 60), "minute", "minutes")}.`,
        };
      case "signed-out":
        return {
          what: problem.detail ? sentence(problem.detail) : "You are not signed in.",
          advice: "Sign in, then try again.",
        };
      case "refused":
        return {
          what: problem.detail ?? "The server did not understand this question.",
          advice: "Change the place or the date, then try again.",
        };
      case "missing":
        return {
          what: problem.detail ?? "There is nothing at this address.",
          advice: "Choose another date, or search for it.",
        };
      case "stale":
        return {
          what: "Somebody else has changed this since you read it.",
          advice: "Look at it again, then try once more.",
        };
      case "failed":
        return { what: "The server could not answer.", advice: "Try again in a moment." };
    }
  },
};
