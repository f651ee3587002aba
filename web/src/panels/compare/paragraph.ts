import type { Comparison } from "../../api/types";
import { compareWords } from "../../words/compare";
import { words } from "../../words/en";

const say = compareWords.paragraph;

/** The answer as a paragraph to paste: what was found, of how many, when, from what, and how to ask again. */
export function paragraph({ summary }: Pick<Comparison, "summary">, address: string): string {
  const { within } = summary;
  const releases = summary.releases.map(({ of, edition, source, publisher }) =>
    source
      ? `${words.sources.release(of, edition)}: ${words.sources.from(source, publisher ?? null)}`
      : words.sources.release(of, edition),
  );
  return [
    summary.headline,
    summary.headline_back,
    say.counted(summary),
    summary.unplaced > 0 ? say.unplaced(summary.unplaced, summary.unit) : "",
    within ? say.within(within.name) : "",
    say.boundaries(summary.on),
    summary.method,
    say.sources([...new Set(releases)].join("; ")),
    ...summary.attribution.map(closed),
    say.reference([summary.reference, address]),
  ]
    .filter(Boolean)
    .join(" ");
}

function closed(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
