import { expect, it } from "vitest";

import { aLocatedArea } from "../../lib/examples";
import { headline, onBorder, splitFirst } from "./patches";

const ward = aLocatedArea();
const icb = aLocatedArea({ layer: "icbs", family: "nhs", name: "NHS Longshire" });
const drawing = aLocatedArea({ layer: "neighbourhoods", family: "community", name: "The Lanes" });

it("puts ward, council and neighbourhood first", () => {
  expect(splitFirst([ward, icb, drawing])).toEqual({ first: [ward, drawing], rest: [icb] });
});

it("hides nothing behind “more” when there is nothing else", () => {
  expect(splitFirst([icb])).toEqual({ first: [icb], rest: [] });
});

it("names in its sentence what comes first", () => {
  expect(headline([ward, icb, drawing]).map((part) => part.name)).toEqual(["Ashford", "The Lanes"]);
});

it("notices a point on a border", () => {
  expect(onBorder([ward, aLocatedArea({ name: "Beckley", on_border: true })])).toEqual(["Beckley"]);
});
