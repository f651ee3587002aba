import type { Comparison } from "../../api/types";
import { longDate } from "../../lib/dates";
import { words } from "../../words/en";
import { amount, weightTitle } from "../../words/compare";

/** The answer as a paragraph to paste: what was found, of how many, when, from what, and how to ask again. */
export function paragraph({ summary }: Pick<Comparison, "summary">, address: string): string {
  const { a, b, within } = summary;
  const date = summary.people_date ? `, ${longDate(summary.people_date)}` : "";
  const counted = `${weightTitle(summary)}${date}: ${amount(summary.total_a, summary.unit)} in ${a.title} (${a.areas}), ${amount(summary.total_b, summary.unit)} in ${b.title} (${b.areas})`;
  const unplaced =
    summary.unplaced > 0
      ? ` ${amount(summary.unplaced, summary.unit)} people could not be put on the map.`
      : "";
  const releases = summary.releases.map(({ of, edition, source, publisher }) =>
    source
      ? `${words.sources.release(of, edition)}: ${words.sources.from(source, publisher ?? null)}`
      : words.sources.release(of, edition),
  );
  return [
    summary.headline,
    summary.headline_back,
    `${counted}.${unplaced}`,
    within ? `Only in ${within.name}.` : "",
    `Boundaries as on ${longDate(summary.on)}. ${summary.method}`,
    `Sources: ${[...new Set(releases)].join("; ")}. ${summary.attribution.map(closed).join(" ")}`,
    `Patchwork, reference ${summary.reference}, ${address}`,
  ]
    .filter(Boolean)
    .join(" ");
}

function closed(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
