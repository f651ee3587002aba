/** A scale bar: the longest round distance that fits, in metres and in miles. */

import { METRES_A_MILE, METRES_A_YARD } from "../lib/measure";

export type Bar = { amount: number; unit: "m" | "km" | "yd" | "mi"; pixels: number };

/** Below this many miles the imperial bar is in yards. */
const FEW_MILES = 0.1;

/** The metric and the imperial bar for a map where a pixel covers `metresAPixel`; neither is longer than `longest` pixels. */
export function scaleBars(metresAPixel: number, longest: number): [Bar, Bar] {
  const metres = metresAPixel * longest;
  const metric = metres < 1000 ? bar(metres, 1, "m") : bar(metres, 1000, "km");
  const imperial =
    metres < FEW_MILES * METRES_A_MILE ? bar(metres, METRES_A_YARD, "yd") : bar(metres, METRES_A_MILE, "mi");
  return [metric, imperial];

  function bar(available: number, unitMetres: number, unit: Bar["unit"]): Bar {
    const amount = roundDown(available / unitMetres);
    return { amount, unit, pixels: (amount * unitMetres) / metresAPixel };
  }
}

/** The largest of 1, 2, 3, 5 times a power of ten that is not above `value`. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  const whole = lead >= 5 ? 5 : lead >= 3 ? 3 : lead >= 2 ? 2 : 1;
  return Number((whole * power).toPrecision(1));
}
