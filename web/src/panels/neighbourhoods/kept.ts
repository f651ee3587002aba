/** What this browser keeps of a drawing until it has arrived, so that a closed page or a lost connection loses nothing. */

import { type Making, NOTHING } from "./sketch";

/** A drawing that somebody has sent, and that has not arrived yet. */
export type Promised = {
  /** Under which licence; null for a draft. */
  licence: string | null;
};

export type Kept = {
  making: Making;
  /** What it is known by however often it is sent. */
  once: string;
  /** What was sent first, as text: it may have arrived although no answer came back. */
  tried: string | null;
  promised: Promised | null;
};

const KEY = "patchwork-drawing";

export function keep(kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(KEY, JSON.stringify(kept));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing can still draw.
  }
}

export function kept(): Kept | null {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<Kept> | null;
    if (!found?.making || typeof found.once !== "string" || !Array.isArray(found.making.corners)) return null;
    const { making, once, tried = null, promised = null } = found;
    return { making: { ...NOTHING, ...making }, once, tried, promised };
  } catch {
    return null;
  }
}
