/**
 * Coordinates as people type them, in any of five ways:
 *
 * - latitude, longitude in degrees, as maps on the web give them: `50.82, -0.13`
 * - longitude, latitude in degrees, as data files give them: `-0.13,50.82`
 * - easting, northing in metres on the British National Grid: `530000 105000`
 * - a whole postcode: `BN1 1AA`
 * - an Ordnance Survey grid reference, whose centre is taken: `TQ 30 05`
 */

import { readPostcode, type Spot } from "./view";

/** What the typed text is; `elsewhere` are numbers that lie outside the British National Grid. */
export type Typed = { kind: "words" } | { kind: "elsewhere" } | { kind: "spot"; spot: Spot };

const WORDS: Typed = { kind: "words" };
const ELSEWHERE: Typed = { kind: "elsewhere" };

/** The British National Grid in metres: 700 km east, 1,300 km north. */
const GRID = { easting: 700_000, northing: 1_300_000 };

export function readCoordinates(text: string): Typed {
  const postcode = readPostcode(text);
  if (postcode) return { kind: "spot", spot: postcode };
  const letters = readGridReference(text);
  if (letters) return letters;
  const match = /^\s*([-+−]?\d+(?:\.\d+)?)\s*°?\s*(?:[,;\s])\s*([-+−]?\d+(?:\.\d+)?)\s*°?\s*$/.exec(text);
  if (!match?.[1] || !match[2]) return WORDS;
  const [first, second] = [number(match[1]), number(match[2])];
  if (inBritain(second, first)) return { kind: "spot", spot: { lon: second, lat: first } };
  if (inBritain(first, second)) return { kind: "spot", spot: { lon: first, lat: second } };
  if (onGrid(first, second)) return { kind: "spot", spot: { easting: first, northing: second } };
  return ELSEWHERE;
}

function number(text: string): number {
  return Number(text.replace("−", "-"));
}

// The two ranges of degrees do not meet, so their order can be told from the numbers alone.
function inBritain(lon: number, lat: number): boolean {
  return lat >= 49 && lat <= 61.5 && lon >= -10 && lon <= 4;
}

// Nothing within a kilometre of the grid's origin is land: small numbers there are mistaken degrees.
function onGrid(easting: number, northing: number): boolean {
  return easting >= 1000 && easting <= GRID.easting && northing >= 1000 && northing <= GRID.northing;
}

/**
 * A grid reference of two letters and 2 to 10 digits. Letters name squares of 500 km and then 100 km,
 * five a row from the north-west, without I ("A guide to coordinate systems in Great Britain", section 7).
 */
function readGridReference(text: string): Typed | null {
  const match = /^\s*([hnstoj])([a-hj-z])\s*(\d{1,5})\s*(\d{1,5})\s*$/i.exec(text);
  if (!match?.[1] || !match[2] || !match[3] || !match[4]) return null;
  const [east, north] = halves(match[3], match[4], /\s/.test(text.trim().slice(2).trim()));
  if (east.length !== north.length) return null;
  const [big, small] = [square(match[1]), square(match[2])];
  const size = 10 ** (5 - east.length);
  const easting = (big.column - 2) * 500_000 + small.column * 100_000 + (Number(east) + 0.5) * size;
  const northing = (3 - big.row) * 500_000 + (4 - small.row) * 100_000 + (Number(north) + 0.5) * size;
  return onGrid(easting, northing) ? { kind: "spot", spot: { easting, northing } } : ELSEWHERE;
}

function halves(first: string, second: string, spaced: boolean): [string, string] {
  const digits = first + second;
  if (spaced || digits.length % 2 === 1) return [first, second];
  return [digits.slice(0, digits.length / 2), digits.slice(digits.length / 2)];
}

function square(letter: string): { column: number; row: number } {
  const index = "ABCDEFGHJKLMNOPQRSTUVWXYZ".indexOf(letter.toUpperCase());
  return { column: index % 5, row: Math.floor(index / 5) };
}
