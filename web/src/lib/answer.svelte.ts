import type { Problem, Reply } from "../api/problem";

/** A question that can be asked again: it gives null when it was given up. */
export type Question<T> = (signal: AbortSignal) => Promise<Reply<T> | null>;

/**
 * The answer to the latest question, and nothing older.
 *
 * While a question is open the value before it stays, marked busy, so that nothing jumps; a question
 * that failed takes its place with the reason.
 */
export class Answer<T> {
  value: T | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  busy = $state(false);

  #question: Question<T> | null = null;
  #open: AbortController | null = null;

  /** Asks; null clears the answer. An earlier question that is still open is given up. */
  ask(question: Question<T> | null): Promise<void> {
    this.#open?.abort();
    this.#question = question;
    if (!question) {
      this.#open = null;
      this.value = this.problem = null;
      this.busy = false;
      return Promise.resolve();
    }
    return this.#wait(question);
  }

  /** Asks the same question once more. */
  again(): Promise<void> {
    return this.ask(this.#question);
  }

  async #wait(question: Question<T>): Promise<void> {
    const open = new AbortController();
    this.#open = open;
    this.busy = true;
    const reply = await question(open.signal);
    if (this.#open !== open || !reply) return;
    this.busy = false;
    this.value = reply.ok ? reply.value : null;
    this.problem = reply.ok ? null : reply.problem;
  }
}
