/** What nobody has said of an asset, and what may be followed of what they did. */

import type { AssetDetail } from "../../api/types";

export const MAY_BE_UNKNOWN = [
  "address",
  "opening_hours",
  "accessibility",
  "can_meet_here",
  "run_by",
] as const;
export type Unknown = (typeof MAY_BE_UNKNOWN)[number];

/** Of what people ask about a place, what its list does not say. */
export function unknownOf(asset: AssetDetail): Unknown[] {
  const known: Record<Unknown, boolean> = {
    address: Boolean(asset.address ?? asset.postcode),
    opening_hours: Boolean(asset.opening_hours),
    accessibility: Boolean(asset.accessibility),
    can_meet_here: asset.can_meet_here !== "unknown",
    run_by: Boolean(asset.run_by ?? asset.organisation),
  };
  return MAY_BE_UNKNOWN.filter((one) => !known[one]);
}

/** A website as an address that may be linked to: of the web, and nothing that would run here. */
export function webAddress(text: string | null): string | null {
  if (!text) return null;
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(whole);
    return /^https?:$/.test(url.protocol) && url.hostname.includes(".") ? url.href : null;
  } catch {
    return null;
  }
}
