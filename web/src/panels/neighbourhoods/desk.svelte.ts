import type { Feature } from "geojson";

import { decide, type Decision, fetchQueue } from "../../api/neighbourhoods";
import type { Problem } from "../../api/problem";
import type { Decided, HoodQueue } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { hoodWords } from "../../words/neighbourhoods";

export type Waiting = HoodQueue["drawings"][number];

/** The most decisions that the server takes at once. */
const MOST_DECISIONS = 200;

/** A moderator's desk: the drawings that wait, page by page, and what is decided about those that were shown. */
export class Desk {
  readonly page = new Answer<HoodQueue>();
  readonly decided = new Answer<Decided>();
  /** Those that were shown, oldest first; null before the first page has come. */
  drawings: Waiting[] | null = $state.raw(null);
  next: number | null = $state(null);
  /** Those that are chosen, by their ids. */
  chosen: Record<string, boolean> = $state({});
  /** The drawing that is on the map. */
  looked: Feature | null = $state.raw(null);
  said = $state("");

  readonly picked: Waiting[] = $derived.by(() =>
    (this.drawings ?? []).filter(({ drawing }) => this.chosen[drawing.id]),
  );

  get problem(): Problem | null {
    return this.page.problem ?? this.decided.problem;
  }

  /** Opens the desk with its first page, or closes it. */
  async open(open: boolean): Promise<void> {
    this.drawings = this.next = this.looked = null;
    this.chosen = {};
    if (open) await this.#turn(null);
    else await this.page.ask(null);
  }

  /** Shows the next page below what is shown. */
  async more(): Promise<void> {
    if (this.next !== null) await this.#turn(this.next);
  }

  async #turn(cursor: number | null): Promise<void> {
    await this.page.ask((signal) => fetchQueue(cursor, signal));
    const { value } = this.page;
    if (!value) return;
    // One that changed between two pages may be on both.
    const shown = (cursor === null ? [] : (this.drawings ?? [])).filter(
      ({ drawing }) => !value.drawings.some((one) => one.drawing.id === drawing.id),
    );
    this.drawings = [...shown, ...value.drawings];
    this.next = value.next_cursor;
  }

  chooseAll(): void {
    this.chosen = Object.fromEntries((this.drawings ?? []).map(({ drawing }) => [drawing.id, true]));
  }

  look(geometry: unknown): void {
    this.looked = geometry
      ? { type: "Feature", properties: {}, geometry: geometry as GeoJSON.Geometry }
      : null;
  }

  /** Does the same to several drawings, each on the revision that was shown. */
  async act(to: readonly Waiting[], what: Omit<Decision, "id" | "revision">): Promise<void> {
    const decisions = to.map(({ drawing: { id, revision } }) => ({ id, revision, ...what }));
    let done = 0;
    const stale: string[] = [];
    this.said = "";
    for (let at = 0; at < decisions.length; at += MOST_DECISIONS) {
      await this.decided.ask((signal) => decide(decisions.slice(at, at + MOST_DECISIONS), signal));
      const { value } = this.decided;
      if (!value) break;
      done += value.done;
      stale.push(...this.#settle(value, what.do === "group"));
    }
    this.chosen = {};
    this.looked = null;
    this.said = [hoodWords.queue.done(done), ...stale.map(hoodWords.queue.stale)].join(" ");
    if (this.drawings?.length === 0) await this.#turn(null);
  }

  /** Takes what was decided off the desk; what has changed since it was shown stays, as it is now. Gives the names of those. */
  #settle({ decided }: Decided, stays: boolean): string[] {
    const stale: string[] = [];
    for (const { id, outcome, drawing } of decided) {
      const here = drawing && (outcome === "stale" || (outcome === "done" && stays));
      if (outcome === "stale") stale.push(drawing?.name ?? id);
      this.drawings = (this.drawings ?? []).flatMap((one) =>
        one.drawing.id !== id ? [one] : here && drawing.waits ? [{ ...one, drawing }] : [],
      );
    }
    return stale;
  }
}
