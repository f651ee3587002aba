/** Assets as the server tells of them. */

import type { LocatedArea } from "./types";

/** A kind of asset; `assets` is how many this visitor can see. */
export type Kind = {
  id: string;
  name: string;
  plural: string;
  icon: string;
  place_to_be: boolean;
  assets: number;
};

export type KindGroup = { id: string; name: string; kinds: Kind[] };

export type KindList = { groups: KindGroup[] };

export type Asset = {
  id: string;
  name: string;
  kind: string;
  kind_name: string;
  /** Null where nobody knows where it is, or it has no place of its own. */
  lon: number | null;
  lat: number | null;
  precision: string;
  /** With a point asked about: how far it is in a straight line. */
  distance_m?: number | null;
  address: string | null;
  postcode: string | null;
  organisation: string | null;
  run_by: string | null;
  can_meet_here: string;
  capacity: number | null;
  opening_hours: string | null;
  status: string;
  last_verified: string | null;
  /** Whether nobody has verified it for two years. */
  stale: boolean;
  /** The id of its list. */
  list: string;
};

export type AssetSource = {
  id: string;
  title: string;
  /** Whether it is a register of all there are: of any other list "none recorded" is not "none". */
  complete: boolean;
  share_alike: boolean;
  licence: string | null;
  publisher: string | null;
  attribution: string | null;
  source: string | null;
  extract_date: string | null;
  edition: string;
  assets: number;
};

export type AssetPage = {
  on: string;
  total: number;
  assets: Asset[];
  next_cursor: string | null;
  lists: AssetSource[];
  attribution: string[];
  notes: string[];
};

/** How to reach the organisation behind an asset, as far as it may be shown. */
export type Contact = { phone: string | null; email: string | null; website: string | null };

/** Another record that may be of the same place, and why. */
export type Twin = { id: string; name: string; list: string; evidence: string };

export type AssetDetail = {
  asset: Asset;
  contact: Contact;
  accessibility: string | null;
  notes: string | null;
  list: AssetSource;
  areas: LocatedArea[];
  twins: Twin[];
  attribution: string[];
};
