import { expect, it } from "vitest";

import { readCoordinates } from "./coordinates";

it.each([
  ["50.82, -0.13", { lon: -0.13, lat: 50.82 }],
  ["50.82 -0.13", { lon: -0.13, lat: 50.82 }],
  ["-0.13,50.82", { lon: -0.13, lat: 50.82 }],
  ["−0.13, 50.82", { lon: -0.13, lat: 50.82 }],
  ["  51° , 1.5° ", { lon: 1.5, lat: 51 }],
  ["530000 105000", { easting: 530000, northing: 105000 }],
  ["530000.5,105000", { easting: 530000.5, northing: 105000 }],
  // The corner of TQ 30 05 is 530000, 105000; the square of a kilometre has its centre 500 m further.
  ["TQ 30 05", { easting: 530500, northing: 105500 }],
  ["TQ3005", { easting: 530500, northing: 105500 }],
  ["tq 30000 05000", { easting: 530000.5, northing: 105000.5 }],
  ["SV 88 08", { easting: 88500, northing: 8500 }],
  ["HP 60 15", { easting: 460500, northing: 1215500 }],
  ["bn1 1aa", { postcode: "BN1 1AA" }],
  [" EC1A1BB ", { postcode: "EC1A 1BB" }],
])("%s is a place", (text, spot) => {
  expect(readCoordinates(text)).toEqual({ kind: "spot", spot });
});

it.each(["Hove", "", "BN3", "X05000001", "50.82", "TQ 300 05", "12 High Street"])("“%s” is words", (text) => {
  expect(readCoordinates(text).kind).toBe("words");
});

it.each(["48.85, 2.35", "0, 0", "900000 105000", "200 300"])("%s is somewhere else", (text) => {
  expect(readCoordinates(text).kind).toBe("elsewhere");
});
