import { describe, expect, it } from "vitest";

import { HATCHINGS, RAMP } from "./ramp";

/** How light a colour is to the eye, 0 to 1 (WCAG's relative luminance). */
function lightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("the ramp of shares", () => {
  it("gets darker with every step on light ground, lighter on dark: so it is read in grey", () => {
    const light = RAMP.light.map(lightness);
    const dark = RAMP.dark.map(lightness);
    expect(light).toEqual([...light].sort((a, b) => b - a));
    expect(dark).toEqual([...dark].sort((a, b) => a - b));
  });

  it.each(["light", "dark"] as const)("keeps its steps apart when it is %s", (scheme) => {
    const steps = RAMP[scheme].map((colour) => lightness(colour) + 0.05);
    const ratios = steps.slice(1).map((step, at) => {
      const before = steps[at] ?? 0;
      return Math.max(step, before) / Math.min(step, before);
    });
    expect(Math.min(...ratios)).toBeGreaterThan(1.3);
  });
});

it("hatching goes on from one tile of it to the next", () => {
  for (const { pixels } of HATCHINGS) {
    const inked = (x: number, y: number) => pixels.data[(y * pixels.width + x) * 4 + 3] !== 0;
    const top = Array.from({ length: pixels.width }, (_, x) => inked(x, 0));
    const below = Array.from({ length: pixels.width }, (_, x) => inked((x + 15) % 16, 1));
    const bottom = Array.from({ length: pixels.width }, (_, x) => inked((x + 1) % 16, 15));
    expect(top).toEqual(below);
    expect(top).toEqual(bottom);
    expect(top).toContain(true);
  }
});
