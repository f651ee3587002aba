/** Distances and areas as people say them. The words themselves are in `words/en.ts`. */

export const METRES_A_MILE = 1609.344;
export const METRES_A_YARD = 0.9144;
const SQUARE_METRES_A_SQUARE_MILE = METRES_A_MILE ** 2;
const SQUARE_METRES_AN_ACRE = 4046.8564224;

/** An amount with the unit to say it in. */
export type Amount = { value: string; unit: "metre" | "kilometre" | "yard" | "mile" };

/** A distance in metres, first in metric units and then in yards or miles. */
export function distance(metres: number): [Amount, Amount] {
  const metric: Amount =
    metres < 1000
      ? { value: whole(metres), unit: "metre" }
      : { value: figures(metres / 1000), unit: "kilometre" };
  const miles = metres / METRES_A_MILE;
  const imperial: Amount =
    miles < 0.1
      ? { value: whole(metres / METRES_A_YARD), unit: "yard" }
      : { value: figures(miles), unit: "mile" };
  return [metric, imperial];
}

/** An area in square metres as numbers: small ground in hectares and acres, the rest in squares of km and miles. */
export function ground(
  squareMetres: number,
): { small: true; hectares: string; acres: string } | { small: false; km2: string; miles2: string } {
  if (squareMetres < 100_000) {
    return {
      small: true,
      hectares: figures(squareMetres / 10_000),
      acres: figures(squareMetres / SQUARE_METRES_AN_ACRE),
    };
  }
  return {
    small: false,
    km2: figures(squareMetres / 1e6),
    miles2: figures(squareMetres / SQUARE_METRES_A_SQUARE_MILE),
  };
}

// Two significant figures below ten, then whole numbers: what somebody can picture, not what was measured.
function figures(value: number): string {
  if (value >= 9.95) return whole(value);
  return String(Number(value.toPrecision(2)));
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}
