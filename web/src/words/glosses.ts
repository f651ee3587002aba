/** What the words of councils and the NHS mean. A text that uses one, a release's own note included, is explained beside it. */

export type Gloss = { term: string; meaning: string };

type Entry = Gloss & { pattern: RegExp };

const ENTRIES: readonly Entry[] = [
  {
    term: "primary care network (PCN)",
    pattern: /\b(primary care networks?|PCNs?)\b/i,
    meaning: "a group of GP practices that work together.",
  },
  {
    term: "integrated care board (ICB)",
    pattern: /\b(integrated care boards?|ICBs?)\b/i,
    meaning: "the NHS body that plans and pays for health services in a large area.",
  },
  {
    term: "lower layer super output area (LSOA)",
    pattern: /\b(lower[- ]layer super output areas?|LSOAs?)\b/i,
    meaning: "a small census area of about 1,600 people.",
  },
  {
    term: "unitary",
    pattern: /\b(unitary|unitaries)\b/i,
    meaning:
      "a council that runs every council service in its area. Elsewhere a county and a district share them.",
  },
  {
    term: "vesting day",
    pattern: /\bvesting days?\b/i,
    meaning: "the day on which a new council takes over.",
  },
  {
    term: "coterminous",
    pattern: /\b(coterminous|coterminosity)\b/i,
    meaning: "sharing the same border.",
  },
];

/** The terms that a text uses, each once, in the order in which they come. */
export function glossesIn(text: string): Gloss[] {
  return ENTRIES.map((entry) => ({ entry, at: text.search(entry.pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ entry: { term, meaning } }) => ({ term, meaning }));
}
