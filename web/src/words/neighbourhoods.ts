/** What the Neighbourhoods panel says. */

import { longDate } from "../lib/dates";

const n = (value: number) => Math.round(value).toLocaleString("en-GB");
const count = (value: number, one: string, many: string) => `${n(value)} ${value === 1 ? one : many}`;

const ROUTES: Record<string, string> = {
  online: "drawn online",
  workshop: "drawn at a workshop",
  paper: "drawn on paper",
  library: "drawn with help at a library",
};

const STATES: Record<string, string> = {
  draft: "A draft: only you can see it.",
  proposed: "Sent. A moderator looks at it before anybody else can see it.",
  published: "Published: everybody can see it.",
  declined: "Declined. You may change it and send it again.",
  withdrawn: "Withdrawn: nobody can see it any more.",
};

const size = (m2: number) =>
  m2 < 100_000
    ? `${(m2 / 10_000).toLocaleString("en-GB", { maximumFractionDigits: 1 })} hectares`
    : `${(m2 / 1e6).toLocaleString("en-GB", { maximumFractionDigits: 2 })} km²`;

export const hoodWords = {
  heading: "Neighbourhoods that residents draw",
  lead: "The neighbourhoods that people recognise, in their own lines. They outlive every ward, council and health board above them.",
  list: {
    heading: "Published neighbourhoods",
    find: "Find a neighbourhood",
    count: (shown: number, all: number) =>
      shown === all
        ? count(all, "neighbourhood", "neighbourhoods")
        : `${n(shown)} of ${count(all, "neighbourhood", "neighbourhoods")}`,
    none: "No neighbourhood has been published here yet. Draw yours.",
    more: "Show more",
    drawn: "drawn by a resident",
    given: "from a published list",
  },
  size,
  route: (route: string) => ROUTES[route] ?? route,
  page: {
    back: "All neighbourhoods",
    story: "Why it is one",
    places: (all: number) => `${count(all, "place stands", "places stand")} in it`,
    noPlaces: "No place is recorded in it yet.",
    more: (rest: number) => `and ${n(rest)} more.`,
    above: (day: string) => `Who stands above it on ${longDate(day)}`,
    inTheRoom: "Whom to have in the room (5 in 100 or more)",
    share: (share: number | null) =>
      share === null
        ? "a share that is not told"
        : share >= 0.9995
          ? "all"
          : share >= 0.995
            ? "nearly all"
            : share < 0.005
              ? "less than 1 in 100"
              : `${Math.round(share * 100)} in 100`,
    of: (of: string) => (of === "people" ? "of its people" : "of its ground"),
    before: "Before and after",
    then: "On this other day",
    same: "Nothing above it is different on that day.",
    changes: (title: string, before: string, after: string) =>
      `${title}: ${before || "none"} before, ${after || "none"} after.`,
    download: "Download its shape (GeoJSON)",
    published: (day: string) => `Published on ${longDate(day)}`,
    namesakes: "Others of the same name",
    compare: "How it fits the wards",
  },
  agreement: {
    heading: "Where drawings of one name agree",
    said: (name: string, drawings: number) => `${name}: ${n(drawings)} drawings`,
    show: "Show on the map",
    level: (word: string, percent: number, least: number, drawings: number) =>
      `${word}: in at least ${percent} in 100 of the drawings (${n(least)} of ${n(drawings)})`,
    none: (least: number) =>
      `From ${n(least)} drawings of one name on, the ground that they share is shown here.`,
  },
  undrawn: {
    heading: "Where nobody has drawn yet",
    ask: "Show it",
    said: (people: number | null, by: string) =>
      people === null ? `By ${by}.` : `About ${n(people)} people live where nobody has drawn yet, by ${by}.`,
    row: (name: string, people: number | null) =>
      people === null ? `${name}: too few to tell` : `${name}: about ${n(people)} people`,
  },
  draw: {
    start: "Draw yours",
    heading: "Draw your neighbourhood",
    how: "Click the map corner by corner. Drag a corner to move it, or the small ring in the middle of a side to add one. At the keyboard: move the map with the arrow keys and press Enter for a corner at its middle; or choose areas by name; or bring a file.",
    official: "Official lines are off while you draw: they lead the hand.",
    lines: "Show official lines",
    corners: (corners: number) => count(corners, "corner", "corners"),
    snap: "Snap to the lines of small census areas",
    snapHow:
      "A corner that is put near one of their lines goes to it. Come nearer with the map until the lines show.",
    undo: "Undo",
    redo: "Redo",
    clear: "Begin again",
    move: "Move",
    onMap: {
      middle: "Corner in the middle",
      keys: "Arrows move · + − zoom · Enter: a corner here · Esc leaves",
    },
    byKeys:
      "“Move”, then the place on the map; or, with the focus on that button, the arrow keys (with Shift for longer steps).",
    moving: (at: number) => `Click the map where corner ${at} is to be, or press the arrow keys.`,
    drop: "Remove",
    corner: (at: number) => `corner ${at}`,
    list: "Corners",
    byName: "Build it from areas",
    pick: "Find a ward or a small area by name",
    placeholder: "Name or code",
    example: "Choose as many as you like: together they are your neighbourhood.",
    remove: (name: string) => `Take out ${name}`,
    file: "Bring a file (GeoJSON or KML)",
    fileFound: (shapes: number, left: number) =>
      `${count(shapes, "shape", "shapes")} found${left > 0 ? `, ${n(left)} left out` : ""}. The first is on the map.`,
    name: "What is it called?",
    why: "Why is it one neighbourhood? (one or two sentences, if you like)",
    tags: "Words for it, with commas between (if you like)",
    website: "Leave this empty",
    found: "What it is so far",
    size: (m2: number) => `About ${size(m2)}.`,
    people: (people: number | null, suppressed: boolean, date: string | null) =>
      people === null
        ? suppressed
          ? "Fewer than 50 people live here: the number is not told."
          : "How many people live here is not known."
        : `About ${n(people)} people live here${date ? ` (counted on ${longDate(date)}, not today’s number)` : ""}: an estimate from published small areas.`,
    touches: "What it lies in",
    namesakes: (named: number) =>
      `${count(named, "published drawing has", "published drawings have")} the same name. That is welcome: together they show where people agree.`,
    toDo: "Before it can be sent",
    toKnow: "A moderator will look at",
    nothingYet: "Nothing is drawn yet.",
  },
  postcodes: {
    label: "Or from postcodes",
    hint: "One or more, with commas or on lines of their own. The small census areas that they lie in are added.",
    button: "Add their areas",
    none: "There is no whole postcode in this. One looks like BN1 1AA.",
    many: (most: number) => `That is more than ${n(most)} postcodes: add them in parts.`,
    looking: (postcodes: number) => `Looking for ${count(postcodes, "postcode", "postcodes")}…`,
    added: (found: number, areas: number, missing: readonly string[], others: readonly string[]) =>
      [
        `${count(found, "postcode lies", "postcodes lie")} in ${count(areas, "small census area", "small census areas")}, which ${areas === 1 ? "is" : "are"} added.`,
        missing.length > 0 ? `Not found: ${missing.join(", ")}.` : "",
        others.length > 0 ? `No postcodes: ${others.join(", ")}.` : "",
      ]
        .filter(Boolean)
        .join(" "),
  },
  send: {
    heading: "Send it",
    publicFirst: "What will be public",
    agree: (licence: string) => `I send this under ${licence}`,
    button: "Send it to the moderators",
    draft: "Keep it as a draft",
    sending: "Sending…",
    waits: (name: string) => `${name || "Your drawing"} is waiting to be sent.`,
    lost: "The connection was lost.",
    byItself:
      "It is kept in this browser, and sent once, by itself, when that is possible again. If you close this page, it is sent when you next open it.",
    now: "Send now",
    stop: "Do not send it",
    done: "It has arrived. This is your private link. It is shown once: keep it, and you can see what became of your drawing, change it or withdraw it.",
    copy: "Copy the link",
    copied: "Copied.",
    qr: "The same link as a code for a phone",
    another: "I have kept the link: go on",
    resume: "A drawing that you began is kept in this browser.",
    resumeButton: "Go on with it",
    forget: "Forget it",
  },
  mine: {
    heading: "Your drawing",
    state: (state: string) => STATES[state] ?? state,
    waits: "A changed version waits for a moderator; until then the version before stays as it is.",
    reason: (words: string) => `The reason: ${words}`,
    corners: "Drag its corners on the map, or move them here.",
    change: "Change it",
    saved: "Your changes are kept.",
    withdraw: "Withdraw it",
    sure: "Withdraw it for good?",
    page: "Its public page",
    unknown: "There is no drawing under this link: it has been deleted, or the link is cut short.",
    stale:
      "It has been changed elsewhere since you opened this page. Load it again; what you wrote stays in the fields.",
  },
  queue: {
    heading: "Drawings that wait for a moderator",
    link: "Drawings to look at",
    none: "No drawing waits.",
    publish: "Publish",
    decline: "Decline",
    reason: "Reason",
    choose: "Choose a reason",
    group: "Count it under another spelling",
    groupButton: "Group",
    flags: "Look at",
    namesakes: (named: number) => `${count(named, "published drawing", "published drawings")} of this name`,
    show: "Show on the map",
    select: (name: string) => `Choose ${name}`,
    all: (shown: number) => `Choose all ${n(shown)} shown`,
    publishAll: (chosen: number) => `Publish ${n(chosen)} chosen`,
    declineAll: (chosen: number) => `Decline ${n(chosen)} chosen`,
    reasonForAll: "Reason for all that are chosen",
    shown: (shown: number, more: boolean) =>
      `${count(shown, "drawing", "drawings")} shown, the oldest first${more ? "; more wait" : ""}.`,
    more: "Show more",
    done: (done: number) => `${count(done, "drawing", "drawings")} decided.`,
    stale: (name: string) => `${name} has changed since you opened this list: look at it again.`,
    signIn: "Sign in as a moderator to look at drawings.",
  },
  versions: {
    heading: (all: number) => `${count(all, "version", "versions")} of it`,
    one: (number: number, at: string, published: boolean) =>
      `Version ${number}, ${longDate(at.slice(0, 10))}${published ? " (on the map)" : ""}:`,
    show: (number: number) => `Show version ${number} on the map`,
    take: (number: number) => `Take version ${number} up again`,
  },
  enter: {
    heading: "Enter drawings for others",
    lead: (licence: string) =>
      `A file with one or many drawings collected on paper, at a workshop or at a library, from people who agreed to ${licence}. Each needs a name. They join the queue above.`,
    route: "How they came",
    found: (shapes: number, left: number) =>
      `${count(shapes, "drawing", "drawings")} found${left > 0 ? `; ${n(left)} in the file ${left === 1 ? "is" : "are"} no ground, and left out` : ""}.`,
    button: (all: number) => `Keep ${all === 1 ? "it" : `all ${n(all)}`}`,
    rest: (rest: number) => `Keep only the other ${n(rest)}`,
    keeping: "Keeping…",
    kept: (kept: number, refused: number) =>
      refused === 0
        ? `${count(kept, "drawing", "drawings")} kept.`
        : `${kept === 0 ? "None is" : `${n(kept)} are`} kept yet: ${count(refused, "drawing", "drawings")} cannot be kept as ${refused === 1 ? "it is" : "they are"}.`,
    one: "Or enter it for somebody",
    oneLead: (licence: string) =>
      `As a moderator you may draw for somebody at a workshop or a library, or from their paper, if they agreed to ${licence}. It joins the queue.`,
    oneButton: "Enter it for them",
    refused: (refused: number) => `${count(refused, "drawing", "drawings")} to put right`,
    nameOf: (number: number) => `Name of drawing ${n(number)} in the file`,
  },
  sheet: "A blank sheet to draw on (A3)",
  nav: { list: "Look", draw: "Draw", queue: "Moderate" },
};
