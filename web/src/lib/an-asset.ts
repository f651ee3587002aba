/** Small invented assets for tests: nothing of them reaches the page. */

import type { Asset, AssetDetail, AssetPage, AssetSource, KindGroup } from "../api/types";

const kind = (id: string, name: string, plural: string, place_to_be: boolean, assets = 3) => ({
  ...{ id, name, plural, icon: id, place_to_be, assets },
});

export const someGroups: KindGroup[] = [
  {
    id: "places-to-be",
    name: "Places to be",
    kinds: [
      kind("library", "Library", "Libraries", true),
      kind("village-hall", "Village hall", "Village halls", true, 0),
    ],
  },
  { id: "health", name: "Health", kinds: [kind("gp", "GP surgery", "GP surgeries", false)] },
];

export const aSource: AssetSource = {
  ...{ id: "libraries", title: "Invented libraries", complete: false, share_alike: false },
  ...{ licence: "CC0", publisher: "The clerk", attribution: "Invented libraries, CC0", source: null },
  ...{ extract_date: "2026-01-15", edition: "2026", reference: "1ff7", assets: 3 },
};

export function anAsset(changes: Partial<Asset> = {}): Asset {
  return {
    ...{ id: "libraries:old", name: "Old Library", kind: "library", kind_name: "Library" },
    ...{ lon: -0.13, lat: 50.82, precision: "exact", distance_m: 350 },
    ...{ address: "1 High Street", postcode: "BN1 1AA", organisation: null, run_by: "council" },
    ...{ can_meet_here: "free", capacity: 40, opening_hours: "Weekdays 9 to 5", status: "open" },
    placed_by: "given",
    ...{ last_verified: "2026-05-02", stale: false, list: "libraries" },
    ...changes,
  };
}

export function aPage(changes: Partial<AssetPage> = {}): AssetPage {
  return {
    ...{ on: "2026-11-22", total: 1, assets: [anAsset()], next_cursor: null, lists: [aSource] },
    ...{ attribution: ["Invented libraries, CC0"], notes: [] },
    ...changes,
  };
}

export function aDetail(changes: Partial<AssetDetail> = {}): AssetDetail {
  return {
    ...anAsset(),
    ...{ on: "2026-11-22", source_id: null, uprn: null, accessibility: null, at: null, serves: null },
    contact: { phone: null, email: null, website: null, held_back: null },
    ...{
      listed_until: null,
      notes: null,
      geometry: null,
      areas: [],
      releases: [],
      source: aSource,
      twins: [],
    },
    attribution: ["Invented libraries, CC0"],
    ...changes,
  };
}
