import { expect, it } from "vitest";

import { canDrawMap } from "./support";

const canvas = (getContext: () => unknown) => ({ getContext }) as unknown as HTMLCanvasElement;

it("finds a browser without WebGL", () => {
  expect(canDrawMap(() => canvas(() => null))).toBe(false);
});

it("finds a browser whose WebGL is forbidden", () => {
  const forbidden = () => {
    throw new Error("blocked");
  };
  expect(canDrawMap(() => canvas(forbidden))).toBe(false);
});

it("gives back the context that it tried", () => {
  let lost = 0;
  const context = { getExtension: () => ({ loseContext: () => (lost += 1) }) };
  expect(canDrawMap(() => canvas(() => context))).toBe(true);
  expect(lost).toBe(1);
});
