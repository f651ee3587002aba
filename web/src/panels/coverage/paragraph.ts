import type { Coverage } from "../../api/types";
import { longDate } from "../../lib/dates";
import { amount, capital, weightNoun } from "../../words/compare";
import { coverageWords as say } from "../../words/coverage";
import { words } from "../../words/en";

/** The answer as a paragraph to paste: what was found, of how many, when, from what, and how to ask again. */
export function paragraph({ summary }: Pick<Coverage, "summary">, address: string): string {
  const { by, within, unit } = summary;
  const lists = summary.lists.map((list) => `${list.title} (${say.know.list(list)})`);
  return [
    summary.headline,
    `${capital(weightNoun(summary))}: ${amount(summary.total, unit)} in ${by.title} (${by.areas}), ${amount(summary.without, unit)} with none recorded within reach.`,
    summary.unplaced > 0 ? say.know.unplaced(summary.unplaced) : "",
    within ? `Only in ${within.name}.` : "",
    `${capital(say.dated(summary))}. ${summary.method} ${say.straight}`,
    ...summary.notes,
    `Sources: ${words.list(lists)}. ${summary.attribution.map(closed).join(" ")}`,
    `Patchwork, reference ${summary.reference}, ${longDate(summary.on)}, ${address}`,
  ]
    .filter(Boolean)
    .join(" ");
}

function closed(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
