/** A small invented world for tests: nothing of it reaches the page. */

import type { Area, FoundArea, Layer, Located, LocatedArea, Release } from "../api/types";

export const anEdition: Layer["editions"][number] = {
  id: "2025-05",
  from: "2025-05-01",
  until: null,
  amends: null,
  source: "Invented boundaries",
  publisher: "The cartographer",
  licence: "CC0",
  attribution: "Invented boundaries, CC0",
  extract_date: "2026-01-15",
  resolution: "full",
  clipped_to_coast: true,
  reference: "1ff704f6991f",
};

export const aRelease: Release = {
  layer: "wards",
  edition: "2025-05",
  source: "Invented boundaries",
  publisher: "The cartographer",
  licence: "CC0",
  attribution: "Invented boundaries, CC0",
  extract_date: "2026-01-15",
  reference: "1ff704f6991f",
};

export function aLayer(changes: Partial<Layer> = {}): Layer {
  return {
    id: "wards",
    title: "Wards",
    singular: "ward",
    family: "council",
    order: 1,
    description: null,
    edition: anEdition,
    editions: [anEdition],
    area_count: 90,
    bounds: [-0.5, 50.7, 0.3, 51.1],
    tiles: "/tiles/wards.json",
    ...changes,
  };
}

export function aLocatedArea(changes: Partial<LocatedArea> = {}): LocatedArea {
  return {
    layer: "wards",
    layer_title: "Wards",
    layer_singular: "ward",
    family: "council",
    id: "wards-ashford",
    code: "X05000001",
    name: "Ashford",
    from: "2025-05-01",
    until: null,
    edition: "2025-05",
    on_border: false,
    inferred: false,
    note: null,
    distance_m: 0,
    url: "/api/areas/wards/X05000001",
    ...changes,
  };
}

export function aLocated(changes: Partial<Located> = {}): Located {
  return {
    on: "2026-04-01",
    point: { lon: -0.13, lat: 50.82, easting: 531786, northing: 104216 },
    areas: [aLocatedArea()],
    nearby: [],
    replaced: [],
    absent: [],
    border_rule: "A point on a shared border counts as in the area to its south.",
    releases: [aRelease],
    attribution: ["Invented boundaries, CC0"],
    ...changes,
  };
}

export function aFoundArea(changes: Partial<FoundArea> = {}): FoundArea {
  return {
    layer: "wards",
    layer_title: "Wards",
    layer_singular: "ward",
    family: "council",
    id: "wards-ashford",
    code: "X05000001",
    name: "Ashford",
    within: "Longshire",
    bounds: [-0.2, 50.8, -0.1, 50.9],
    centre: [-0.15, 50.85],
    from: "2025-05-01",
    until: null,
    url: "/api/areas/wards/X05000001",
    ...changes,
  };
}

export function anArea(changes: Partial<Area> = {}): Area {
  return {
    on: "2026-04-01",
    layer: "wards",
    layer_title: "Wards",
    layer_singular: "ward",
    family: "council",
    id: "wards-ashford",
    code: "X05000001",
    name: "Ashford",
    edition: "2025-05",
    from: "2025-05-01",
    until: null,
    bounds: [-0.2, 50.8, -0.1, 50.9],
    centre: [-0.15, 50.85],
    area_m2: 2_589_988,
    perimeter_m: 8000,
    inferred: false,
    note: null,
    versions: [{ edition: "2025-05", code: "X05000001", name: "Ashford", from: "2025-05-01", until: null }],
    url: "/api/areas/wards/X05000001",
    method: "measured flat on the National Grid",
    geojson: "/api/areas/wards/X05000001.geojson?on=2026-04-01",
    release: aRelease,
    attribution: ["Invented boundaries, CC0"],
    ...changes,
  };
}
