/** What can be written of an asset, as text in fields, and what of it is sent. */

import type { AssetDetail, EditBody } from "../../../api/types";
import { readCoordinates } from "../../../lib/coordinates";
import { isGrid, isPostcode, type LonLat, type Spot } from "../../../lib/view";

/** The fields of the form, each as text; what nobody has said is empty. */
export type Fields = {
  name: string;
  kind: string;
  /** Coordinates or a postcode, as somebody types them. */
  place: string;
  address: string;
  postcode: string;
  opening_hours: string;
  can_meet_here: string;
  capacity: string;
  accessibility: string;
  run_by: string;
  organisation: string;
  website: string;
  phone: string;
  email: string;
  notes: string;
};

export const FIELDS = [
  "name",
  "kind",
  "place",
  "address",
  "postcode",
  "opening_hours",
  "can_meet_here",
  "capacity",
  "accessibility",
  "run_by",
  "organisation",
  "website",
  "phone",
  "email",
  "notes",
] as const satisfies readonly (keyof Fields)[];
export type Field = (typeof FIELDS)[number];

export const MEETING = ["unknown", "free", "low-cost", "hire", "no"] as const;
export const RUNNERS = ["community", "faith", "council", "nhs", "school", "business"] as const;

/** Why a form cannot be sent yet; the words for each are in `words/edit.ts`. */
export type Fault = "no-name" | "no-kind" | "no-place" | "bad-place" | "bad-capacity";

/** A form of nothing yet, at a place if one is chosen. */
export function blank(spot: { lon: number; lat: number } | null): Fields {
  const empty = Object.fromEntries(FIELDS.map((field) => [field, ""])) as Fields;
  return { ...empty, can_meet_here: "unknown", place: spot ? placeOf(spot.lon, spot.lat) : "" };
}

/** What is known of an asset, as the form has it. */
export function fieldsOf(asset: AssetDetail): Fields {
  const { contact } = asset;
  return {
    name: asset.name,
    kind: asset.kind,
    place: asset.lon === null || asset.lat === null ? "" : placeOf(asset.lon, asset.lat),
    address: asset.address ?? "",
    postcode: asset.postcode ?? "",
    opening_hours: asset.opening_hours ?? "",
    can_meet_here: asset.can_meet_here.replaceAll("_", "-"),
    capacity: asset.capacity === null ? "" : `${asset.capacity}`,
    accessibility: asset.accessibility ?? "",
    run_by: asset.run_by ?? "",
    organisation: asset.organisation ?? "",
    website: contact.website ?? "",
    phone: contact.phone ?? "",
    email: contact.email ?? "",
    notes: asset.notes ?? "",
  };
}

/** The fields that somebody has changed. */
export function changedOf(before: Fields, now: Fields): Field[] {
  return FIELDS.filter((field) => before[field].trim() !== now[field].trim());
}

/** The same changes made to a newer state of the asset. */
export function rebased(before: Fields, now: Fields, newer: Fields): Fields {
  const kept = Object.fromEntries(changedOf(before, now).map((field) => [field, now[field]]));
  return { ...newer, ...kept };
}

/** Everything that keeps a form from being sent. */
export function faultsOf(fields: Fields, isNew: boolean): Fault[] {
  const faults: Fault[] = [];
  if (fields.name.trim() === "") faults.push("no-name");
  if (fields.kind === "") faults.push("no-kind");
  const place = fields.place.trim();
  if (isNew && place === "" && fields.postcode.trim() === "") faults.push("no-place");
  if (place !== "" && !spotOf(fields)) faults.push("bad-place");
  const capacity = fields.capacity.trim();
  if (capacity !== "" && !/^\d{1,6}$/.test(capacity)) faults.push("bad-capacity");
  return faults;
}

/** The place that is written, however it is written; null where there is none that can be read. */
export function spotOf({ place }: Fields): Spot | null {
  const typed = readCoordinates(place);
  return typed.kind === "spot" ? typed.spot : null;
}

/** A place in degrees needs nobody to be asked; one on the grid or by its postcode does. */
export function degreesOf(spot: Spot | null): LonLat | null {
  return spot && !isGrid(spot) && !isPostcode(spot) ? spot : null;
}

/**
 * What is sent: for a new asset all that is filled in, else only what has changed; null takes a value away.
 * `at` is the written place in degrees.
 */
export function bodyOf(before: Fields | null, now: Fields, at: LonLat | null): EditBody {
  const changed = before
    ? changedOf(before, now)
    : FIELDS.filter((field) => now[field].trim() !== "" && now[field] !== "unknown");
  const body: EditBody = {};
  for (const field of changed) {
    const text = now[field].trim();
    if (field === "place") Object.assign(body, at ? { lon: at.lon, lat: at.lat } : { lon: null, lat: null });
    else if (field === "capacity") body.capacity = text === "" ? null : Number(text);
    else if (field === "name" || field === "kind" || field === "can_meet_here") body[field] = text;
    else body[field] = text === "" ? null : text;
  }
  return body;
}

function placeOf(lon: number, lat: number): string {
  return `${lon.toFixed(6)}, ${lat.toFixed(6)}`;
}
