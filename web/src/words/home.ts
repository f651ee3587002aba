/** What the first page says to somebody who has chosen nothing yet. */

import { inSentence } from "./compare";

export const homeWords = {
  what: "Patchwork shows which council, NHS area and neighbourhood a place lies in, and how well their lines fit each other.",
  heading: "Or start from a question",
  asking: "Looking for an example…",
  unknown: "An example could not be had just now.",
  example: "Example:",
  compare: {
    name: "Compare two kinds of area",
    what: "Do the boundaries line up? Two kinds of area side by side, counted in the people who live across a line.",
    example: (a: string, b: string) => `how ${inSentence(a)} fit ${inSentence(b)}`,
    none: "No two kinds of area are loaded here for this day. With two, this is where you see which of them cross.",
  },
  plan: {
    name: "Plan another council map",
    what: "What would another council map change? Options side by side, with whom each would have in the room.",
    example: (title: string) => title,
    none: "No option has been put here yet. With one, this is where you see its areas, their people and what it would cut across.",
  },
  draw: {
    name: "Draw your neighbourhood",
    what: "Which neighbourhood do you live in? Draw it as you know it; it outlives every ward and council above it.",
    example: (name: string, drawn: boolean) =>
      `${name}, ${drawn ? "drawn by a resident" : "from a published list"}`,
    none: "No neighbourhood has been published here yet. With one, this is where its page is. Yours could be the first.",
  },
};
