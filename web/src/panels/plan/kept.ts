/** What is kept of options in this browser, and nowhere else: changes to saved ones, and one that came as a table. */

import type { Assignment, Move } from "../../api/plans";
import { movesText, readMoves } from "./view";

const OWN_KEY = "patchwork-plan-own";
const movesKey = (id: string) => `patchwork-plan-moves-${id}`;

/** An option that came as a table. */
export type OwnOption = { title: string; purpose: string; guide: number | null; assignment: Assignment };

/** Storage that may be full, or switched off: then nothing is kept, and nothing breaks. */
function tried<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

export function keepMoves(id: string, moves: readonly Move[]): void {
  tried(() => {
    if (moves.length > 0) localStorage.setItem(movesKey(id), movesText(moves));
    else localStorage.removeItem(movesKey(id));
  }, undefined);
}

export function keptMoves(id: string): Move[] {
  return tried(() => readMoves(localStorage.getItem(movesKey(id))), []);
}

/** Keeps an option; false when there is no room for it. */
export function keepOwn(own: OwnOption): boolean {
  return tried(() => {
    localStorage.setItem(OWN_KEY, JSON.stringify(own));
    return true;
  }, false);
}

export function keptOwn(): OwnOption | null {
  return tried(() => readOwn(localStorage.getItem(OWN_KEY)), null);
}

/** An option from text, if it is one. */
export function readOwn(text: string | null): OwnOption | null {
  if (text === null) return null;
  const own = JSON.parse(text) as Partial<OwnOption> | null;
  const areas = own?.assignment?.areas;
  const parts = own?.assignment?.components;
  if (!own || !Array.isArray(areas) || !Array.isArray(parts)) return null;
  return {
    title: typeof own.title === "string" ? own.title : "",
    purpose: typeof own.purpose === "string" ? own.purpose : "other",
    guide: typeof own.guide === "number" ? own.guide : null,
    assignment: { areas, components: parts },
  };
}
