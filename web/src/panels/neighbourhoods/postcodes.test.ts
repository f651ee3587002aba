import { expect, it } from "vitest";

import { readPostcodes } from "./postcodes";

it("reads postcodes with commas, lines or spaces between, each once, in any case", () => {
  expect(readPostcodes("qx1 0aa, QX10AB;\nBN1  1AA bn11ab QX1 0AA")).toEqual({
    postcodes: ["QX1 0AA", "QX1 0AB", "BN1 1AA", "BN1 1AB"],
    others: [],
  });
});

it("says what is no postcode, and takes none from the middle of a word", () => {
  expect(readPostcodes("QX1 0AA, BN1, the mill; XBN1 1AAQ")).toEqual({
    postcodes: ["QX1 0AA"],
    others: ["BN1", "the mill", "XBN1 1AAQ"],
  });
  expect(readPostcodes("  \n ,")).toEqual({ postcodes: [], others: [] });
});

it("a postcode is never put together from two lines", () => {
  expect(readPostcodes("BN1\n1AA").postcodes).toEqual([]);
});
