import { expect, it } from "vitest";

import { aLayer } from "./examples";
import { wholeExtent } from "./layers";

const wards = aLayer({ id: "wards", order: 1 });

it("looks at the whole place, at all that there is, or at England", () => {
  expect(wholeExtent([0, 50, 1, 51], [wards])).toEqual([0, 50, 1, 51]);
  const north = aLayer({ bounds: [-0.1, 51, 0.9, 52] });
  expect(wholeExtent(null, [wards, north])).toEqual([-0.5, 50.7, 0.9, 52]);
  expect(wholeExtent(null, [aLayer({ bounds: null })])).toEqual([-6.5, 49.8, 1.9, 55.9]);
});
