/** Postcodes as people list them: with commas, on lines of their own, or with nothing but spaces between. */

import { readPostcode } from "../../lib/view";

/** More than these are a file, and not a list that somebody typed. */
export const MOST_POSTCODES = 200;

const ONE = /(?<![A-Z\d])[A-Z]{1,2}\d[A-Z\d]?[^\S\r\n]*\d[A-Z]{2}(?![A-Z\d])/gi;

/** The postcodes in a text, each once, and what in it is none. */
export function readPostcodes(text: string): { postcodes: string[]; others: string[] } {
  const found = (text.match(ONE) ?? []).flatMap((one) => readPostcode(one)?.postcode ?? []);
  const others = text.replaceAll(ONE, ",").split(/[,;\n]/);
  return {
    postcodes: found.filter((one, at) => found.indexOf(one) === at),
    others: others.map((one) => one.trim()).filter(Boolean),
  };
}
