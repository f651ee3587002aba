import { untrack } from "svelte";

import { changeMine, sendSketch, type Sketch } from "../../api/neighbourhoods";
import type { Reply } from "../../api/problem";
import type { KeptDrawing } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import type { Draft } from "./draft.svelte";
import { sketchOf } from "./sketch";

/** The wait before a second attempt, doubled with each one after, up to the most: milliseconds. */
const FIRST_WAIT_MS = 5_000;
const MOST_WAIT_MS = 300_000;

/** Sending a drawing: once, however often it takes. What cannot be sent now waits, and goes by itself. */
export class Sending {
  readonly answer = new Answer<KeptDrawing>();
  /** What has arrived, until the next one is begun. */
  arrived: KeptDrawing | null = $state.raw(null);

  readonly #draft: Draft;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(draft: Draft) {
    this.#draft = draft;
    $effect(() => {
      const now = () => void this.now();
      addEventListener("online", now);
      // One that was sent before this page was opened.
      untrack(now);
      return () => {
        removeEventListener("online", now);
        this.#rest();
      };
    });
  }

  /** Whether a drawing waits for a connection, or for a server that has room. */
  get waits(): boolean {
    return this.#draft.promised !== null && this.answer.problem !== null;
  }

  /** Sends the drawing, under a licence or as a draft. */
  async send(licence: string | null): Promise<void> {
    const draft = this.#draft;
    this.#attempts = 0;
    draft.promised = { licence };
    draft.tried ??= textOf(sketchOf(draft.making), licence);
    draft.keep();
    await this.now();
  }

  /** Tries at once to send what waits. */
  async now(): Promise<void> {
    const { making, once, tried, promised } = this.#draft;
    if (!promised || this.answer.busy) return;
    this.#rest();
    const { licence } = promised;
    await this.answer.ask((signal) => deliver(sketchOf(making), licence, once, tried, signal));
    const { value, problem } = this.answer;
    if (value) {
      // What was changed while it was under way stays, to be sent as a change.
      if (this.#draft.promised === null) return;
      this.arrived = value;
      this.#draft.forget();
    } else if (problem?.kind === "unreachable" || problem?.kind === "busy" || problem?.kind === "often") {
      const asked = "retryAfterSeconds" in problem ? (problem.retryAfterSeconds ?? 0) * 1000 : 0;
      const wait = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#attempts);
      this.#attempts += 1;
      this.#timer = setTimeout(() => void this.now(), Math.max(wait, asked));
    } else this.stop();
  }

  /** Keeps the drawing here, and sends it no more by itself. */
  stop(): void {
    this.#rest();
    this.#draft.promised = null;
    this.#draft.keep();
  }

  #rest(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function textOf(sketch: Sketch, licence: string | null): string {
  return JSON.stringify({ sketch, licence });
}

/** Sends a drawing; what had arrived before, its answer lost, and was changed since, is changed under its link. */
async function deliver(
  sketch: Sketch,
  licence: string | null,
  once: string,
  tried: string | null,
  signal: AbortSignal,
): Promise<Reply<KeptDrawing> | null> {
  const sent = await sendSketch(sketch, licence, once, signal);
  if (!sent?.ok || !sent.value.already || tried === textOf(sketch, licence)) return sent;
  const { edit_token: token, drawing } = sent.value;
  const changed = await changeMine(token, drawing.revision, sketch, licence, signal);
  return changed?.ok ? { ok: true, value: { ...sent.value, drawing: changed.value } } : changed;
}
