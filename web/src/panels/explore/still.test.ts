import { expect, it } from "vitest";

import { aLayer } from "../../lib/examples";
import type { Room } from "../../map/fit";
import { stillAddress } from "./still";

const county = { bounds: [0.8, 53.3, 1.4, 53.7] };
const known = [
  aLayer({ ...county, id: "wards", area_count: 90 }),
  aLayer({ ...county, id: "districts", area_count: 6 }),
  aLayer({ ...county, id: "old", edition: null }),
];
const room: Room = { bounds: [0.8, 53.3, 1.4, 53.7], size: [859.4, 700], density: 1 };
const of = (address: string | null): Record<string, string> =>
  Object.fromEntries(new URL(address ?? "", "http://localhost").searchParams);

it("is of two layers, of the map's own size and box", () => {
  expect(of(stillAddress(["wards", "districts", "old"], known, null, room))).toEqual({
    layer: "wards",
    with: "districts",
    bare: "land",
    bbox: "0.8,53.3,1.4,53.7",
    width: "859",
    height: "700",
    scale: "1",
  });
});

it("has the day that was chosen, a size that the server draws, and pixels for a dense screen", () => {
  const dense: Room = { ...room, size: [90, 5000], density: 1.5 };
  expect(of(stillAddress(["districts"], known, "2026-04-01", dense))).toMatchObject({
    on: "2026-04-01",
    width: "160",
    height: "2000",
    scale: "2",
  });
});

it("leaves out what the map leaves out from afar, and is none where nothing is left", () => {
  const country: Room = { ...room, bounds: [-6.5, 49.8, 1.9, 55.9] };
  const dense = aLayer({ id: "wards", bounds: [-6.4, 49.9, 1.8, 55.8], area_count: 6826 });
  const wide = aLayer({ id: "districts", bounds: [-6.4, 49.9, 1.8, 55.8], area_count: 296 });
  const far = of(stillAddress(["wards", "districts"], [dense, wide], null, country));
  expect([far.layer, far.with]).toEqual(["districts", undefined]);
  expect(stillAddress(["wards"], [dense], null, country)).toBeNull();
});
