import { expect, it } from "vitest";

import { glossesIn } from "./glosses";

const terms = (text: string) => glossesIn(text).map((gloss) => gloss.term);

it("explains each term once, in the order of the text", () => {
  expect(terms("On vesting day the new unitaries begin; vesting day is in April.")).toEqual([
    "vesting day",
    "unitary",
  ]);
});

it.each(["Integrated care boards", "NHS Longshire ICB", "ICBs"])("knows what %s are", (text) => {
  expect(terms(text)).toEqual(["integrated care board (ICB)"]);
});

it("takes no part of a longer word for a term", () => {
  expect(terms("Communitarian PCNX")).toEqual([]);
});
