/** Five steps of one ramp after cividis, which the colour-blind read and grey print keeps; and the hatching beside it. */

import type { Scheme } from "./families";

type Ramp = readonly [string, string, string, string, string];

/** Palest is least where the ground is light, darkest is least where it is dark. */
export const RAMP: Record<Scheme, Ramp> = {
  light: ["#fbeeb8", "#d6c778", "#9c9778", "#5f687b", "#1f3b6d"],
  dark: ["#22345a", "#4d5a70", "#858373", "#bfb06d", "#f3e07c"],
};

export const HATCH: Record<Scheme, string> = { light: "#1f2a30", dark: "#e9ece9" };

/** Beside each line of the hatching, so that it is seen on the darkest step as on the palest. */
const BESIDE: Record<Scheme, string> = { light: "#fbfaf7", dark: "#161d21" };

/** The name under which a style asks for its hatching. */
export function hatchName(scheme: Scheme): string {
  return `hatch-${scheme}`;
}

/** A picture in four bytes a pixel. */
export type Pixels = { width: number; height: number; data: Uint8ClampedArray };

/** Rising lines that go on from one tile of the picture to the next. */
function hatching(scheme: Scheme): Pixels {
  const size = 16;
  const [line, beside] = [HATCH[scheme], BESIDE[scheme]].map((colour) =>
    [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)),
  );
  const data = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = (x + y) % 8;
      if (at < 3) data.set([...((at < 2 ? line : beside) ?? []), 170], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, data };
}

/** Every hatching that a style can ask for. */
export const HATCHINGS = (["light", "dark"] as const).map((scheme) => ({
  name: hatchName(scheme),
  pixels: hatching(scheme),
}));
