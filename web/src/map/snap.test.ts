import { expect, it } from "vitest";

import { linesOf, snapped } from "./snap";

const bent = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
];

it("a place near a bend goes to the bend", () => {
  expect(snapped({ x: 97, y: 4 }, [bent])).toEqual({ x: 100, y: 0 });
});

it("a place near a line goes to its nearest point", () => {
  expect(snapped({ x: 40, y: 11 }, [bent])).toEqual({ x: 40, y: 0 });
  expect(snapped({ x: 109, y: 60 }, [bent])).toEqual({ x: 100, y: 60 });
});

it("a place that is near no line stays", () => {
  expect(snapped({ x: 40, y: 13 }, [bent])).toBeNull();
  expect(snapped({ x: -13, y: 0 }, [bent])).toBeNull();
  expect(snapped({ x: 40, y: 0 }, [])).toBeNull();
});

it("of two lines the nearer one counts, and a line of no length is a point", () => {
  const other = [
    { x: 0, y: 15 },
    { x: 100, y: 15 },
  ];
  expect(snapped({ x: 30, y: 8 }, [bent, other])).toEqual({ x: 30, y: 15 });
  const point = { x: 5, y: 5 };
  expect(snapped({ x: 5, y: 15 }, [[point, point]])).toEqual(point);
});

it("rings are lines, and points are none", () => {
  const ring = [
    [0, 0],
    [1, 0],
    [0, 0],
  ];
  expect(linesOf({ type: "MultiPolygon", coordinates: [[ring], [ring, ring]] })).toEqual([ring, ring, ring]);
  expect(linesOf({ type: "LineString", coordinates: ring })).toEqual([ring]);
  expect(linesOf({ type: "Point", coordinates: [0, 0] })).toEqual([]);
});
