import { expect, it } from "vitest";

import { mayDrawMap } from "./support";

it("finds a browser that knows no WebGL 2", () => {
  expect(mayDrawMap({})).toBe(false);
  expect(mayDrawMap({ WebGL2RenderingContext: Object })).toBe(true);
});
