/** What was before, to go back to, and what was gone back from. */
export type History<T> = { past: readonly T[]; future: readonly T[] };

export const NO_HISTORY: History<never> = { past: [], future: [] };

/** Nobody goes back further than this, and a browser need not keep more. */
const MOST = 200;

/** Something is about to change from `state`. */
export function noted<T>({ past }: History<T>, state: T): History<T> {
  return { past: [...past, state].slice(-MOST), future: [] };
}

/** One step back from `now`; null when there is nothing before it. */
export function back<T>({ past, future }: History<T>, now: T): { history: History<T>; state: T } | null {
  const state = past.at(-1);
  if (state === undefined) return null;
  return { history: { past: past.slice(0, -1), future: [now, ...future] }, state };
}

/** One step forth again from `now`. */
export function forth<T>({ past, future }: History<T>, now: T): { history: History<T>; state: T } | null {
  const [state, ...rest] = future;
  if (state === undefined) return null;
  return { history: { past: [...past, now], future: rest }, state };
}
