import type { Coverage } from "../../api/types";
import { longDate } from "../../lib/dates";
import { capital, compareWords } from "../../words/compare";
import { coverageWords as say } from "../../words/coverage";
import { words } from "../../words/en";

const { within: onlyIn, sources, reference } = compareWords.paragraph;

/** The answer as a paragraph to paste: what was found, of how many, when, from what, and how to ask again. */
export function paragraph({ summary }: Pick<Coverage, "summary">, address: string): string {
  const { within } = summary;
  const lists = summary.lists.map((list) => `${list.title} (${say.know.list(list)})`);
  return [
    summary.headline,
    say.counted(summary),
    summary.unplaced > 0 ? say.know.unplaced(summary.unplaced) : "",
    within ? onlyIn(within.name) : "",
    `${capital(say.dated(summary))}. ${summary.method} ${say.straight}`,
    ...summary.notes,
    sources(words.list(lists)),
    ...summary.attribution.map(closed),
    reference([summary.reference, longDate(summary.on), address]),
  ]
    .filter(Boolean)
    .join(" ");
}

function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
