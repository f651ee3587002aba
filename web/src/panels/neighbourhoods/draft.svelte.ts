import { checkSketch, newOnce } from "../../api/neighbourhoods";
import type { DrawingChecked, HoodVersion, MyDrawing } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import type { LonLat } from "../../lib/view";
import { back, forth, type History, NO_HISTORY, noted } from "./history";
import { keep, kept, type Kept, type Promised } from "./kept";
import { fetchPieces, withPieces } from "./pieces";
import { type Ground, groundFrom, type Making, NOTHING, sketchOf } from "./sketch";

/** How long nobody must have changed a drawing before it is checked, in milliseconds. */
const PAUSE_MS = 250;

/** A drawing in the making: changed step by step, kept in this browser, and checked whenever it rests. */
export class Draft {
  making: Making = $state.raw(NOTHING);
  history: History<Ground> = $state.raw(NO_HISTORY);
  /** The corner that is to be moved, by its position. */
  moved: number | null = $state(null);
  /** A drawing that was begun at another time. */
  begun: Kept | null = $state.raw(null);
  /** Set once it was sent, until it has arrived or was changed. */
  promised: Promised | null = $state.raw(null);
  tried: string | null = null;
  once = newOnce();
  readonly checked = new Answer<DrawingChecked>();

  readonly #on: () => string | null;
  readonly #isOwn: () => boolean;

  /** `on` says the day to check for; `isOwn`, whether it is a drawing of its own and not one that is changed under its link. */
  constructor(on: () => string | null, isOwn: () => boolean) {
    this.#on = on;
    this.#isOwn = isOwn;
    const found = isOwn() ? kept() : null;
    if (found?.promised) this.#take(found);
    else this.begun = found;
    $effect(() => () => this.#rest());
  }

  /** Takes a place of the map: a corner of the drawing, or where a corner is to be. */
  corner(at: LonLat): void {
    const { corners, pieces, shape } = this.making;
    if (this.moved !== null) {
      this.moveCorner(this.moved, at);
      this.moved = null;
    } else if (pieces.length === 0 && shape === null) {
      // A tap must not wipe what was put together or came from a file: that is for "Begin again".
      this.shape({ corners: [...corners, at] });
    }
  }

  moveCorner(which: number, to: LonLat): void {
    this.shape({ corners: this.making.corners.map((corner, at) => (at === which ? to : corner)) });
  }

  dropCorner(which: number): void {
    this.moved = null;
    this.shape({ corners: this.making.corners.filter((_, at) => at !== which) });
  }

  /** Changes the ground: a step that can be gone back from. */
  shape(change: Partial<Ground>): void {
    this.history = noted(this.history, groundIn(this.making));
    this.change(change);
  }

  #held: Ground | null = null;

  /** Shows the corners as they are under somebody's finger. All of it is one step, once it is let go. */
  drag(corners: LonLat[]): void {
    this.#held ??= groundIn(this.making);
    this.making = { ...this.making, corners };
  }

  letGo(): void {
    if (!this.#held) return;
    this.history = noted(this.history, this.#held);
    this.#held = null;
    this.change({});
  }

  undo(): void {
    this.#step(back(this.history, groundIn(this.making)));
  }

  redo(): void {
    this.#step(forth(this.history, groundIn(this.making)));
  }

  #step(to: { history: History<Ground>; state: Ground } | null): void {
    if (!to) return;
    this.history = to.history;
    this.moved = null;
    this.change(to.state);
  }

  change(change: Partial<Making>): void {
    this.making = { ...this.making, ...change };
    this.begun = null;
    // What goes by itself must be what somebody has sent.
    this.promised = null;
    this.keep();
    this.check();
  }

  /** What is changed under a private link is not a drawing of its own, and must never be sent as one. */
  keep(): void {
    const { making, once, tried, promised } = this;
    if (this.#isOwn()) keep({ making, once, tried, promised });
  }

  /** Goes on with a drawing of another time. */
  resume(): void {
    if (this.begun) this.#take(this.begun);
  }

  #take({ making, once, tried, promised }: Kept): void {
    Object.assign(this, { making, once, tried, promised, begun: null });
    this.check();
  }

  /** Leaves a drawing that was changed under its link: what else was begun here is found again. */
  leave(): void {
    this.#clear();
    this.begun = kept();
  }

  /** Begins with nothing: what was is forgotten, or has arrived. */
  forget(): void {
    if (this.#isOwn()) keep(null);
    this.#clear();
  }

  #clear(): void {
    Object.assign(this, { making: NOTHING, history: NO_HISTORY, moved: null, begun: null });
    Object.assign(this, { promised: null, tried: null, once: newOnce() });
    void this.checked.ask(null);
  }

  /** Adds areas to what is put together, and says how many had ground. */
  async addPieces(areas: Parameters<typeof fetchPieces>[0]): Promise<number> {
    const pieces = await fetchPieces(areas, this.#on());
    if (pieces.length > 0)
      this.shape({ pieces: withPieces(this.making.pieces, pieces), corners: [], shape: null });
    return pieces.length;
  }

  /** Puts a drawing that is kept under a private link into the fields, to be changed. */
  take(drawing: MyDrawing): void {
    this.making = makingOf(drawing);
    this.history = NO_HISTORY;
    this.check();
  }

  /** Puts what it was before into the fields: a step that can be gone back from, as far as its ground goes. */
  takeBack(version: HoodVersion): void {
    this.history = noted(this.history, groundIn(this.making));
    this.change(makingOf(version));
  }

  #timer: ReturnType<typeof setTimeout> | null = null;

  #rest(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  check(): void {
    this.#rest();
    this.#timer = setTimeout(() => {
      const sketch = sketchOf(this.making);
      void this.checked.ask((signal) => checkSketch(sketch, this.#on(), signal));
    }, PAUSE_MS);
  }
}

function groundIn({ corners, pieces, shape }: Making): Ground {
  return { corners, pieces, shape };
}

function makingOf({ name, why, tags, geometry }: HoodVersion | MyDrawing): Making {
  const ground = groundFrom(geometry as GeoJSON.Polygon | GeoJSON.MultiPolygon | null);
  return { ...NOTHING, name, why, tags: tags.join(", "), ...ground };
}
