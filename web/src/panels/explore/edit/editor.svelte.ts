import { fetchLocated } from "../../../api/client";
import {
  addAsset,
  closeAsset,
  correctAsset,
  type Editable,
  readForEdit,
  verifyAsset,
} from "../../../api/edits";
import type { Problem, Reply } from "../../../api/problem";
import type { ChangedAsset } from "../../../api/types";
import type { LonLat } from "../../../lib/view";
import { blank, bodyOf, changedOf, degreesOf, type Fields, fieldsOf, rebased, spotOf } from "./fields";

/** What became of the latest attempt to change something. */
export type Outcome = "corrected" | "verified" | "closed" | "added";

/** A form of one asset: as it was read, as somebody writes it, and what became of it. */
export class Editor {
  fields: Fields = $state(blank(null));
  /** The asset as it was last read; null for a new one, and until it is read. */
  read: Editable | null = $state.raw(null);
  busy = $state(false);
  problem: Problem | null = $state.raw(null);
  /** Somebody else has changed the asset meanwhile; their state has been read. */
  stale = $state(false);
  done: Outcome | null = $state(null);

  #before: Fields | null = null;

  /** Starts a form for an asset that is in no list. */
  startNew(spot: LonLat | null): void {
    this.#reset();
    this.fields = blank(spot);
  }

  /** Reads an asset as it is now, and starts a form with it. */
  async start(id: string): Promise<boolean> {
    this.#reset();
    return this.#take(id);
  }

  get changed(): boolean {
    return this.#before === null || changedOf(this.#before, this.fields).length > 0;
  }

  /** Sends the form; the permanent name of the asset, or null when it was not kept. */
  async save(): Promise<string | null> {
    const { read } = this;
    const before = this.#before;
    const at = await this.#degrees();
    if (at === undefined) return null;
    const body = bodyOf(before, this.fields, at);
    const { signal } = new AbortController();
    const reply = read
      ? await this.#send(correctAsset(read, body, signal))
      : await this.#send(addAsset(body, signal));
    return this.#settle(reply, read ? "corrected" : "added");
  }

  async verify(): Promise<string | null> {
    const { read } = this;
    if (!read) return null;
    return this.#settle(await this.#send(verifyAsset(read, new AbortController().signal)), "verified");
  }

  async close(): Promise<string | null> {
    const { read } = this;
    if (!read) return null;
    return this.#settle(await this.#send(closeAsset(read, new AbortController().signal)), "closed");
  }

  #reset(): void {
    this.read = this.problem = this.done = null;
    this.stale = this.busy = false;
    this.#before = null;
  }

  /** The written place in degrees: null where there is none, undefined where nobody knows it. */
  async #degrees(): Promise<LonLat | null | undefined> {
    const spot = spotOf(this.fields);
    const known = degreesOf(spot);
    if (!spot || known) return known;
    const reply = await this.#send(fetchLocated(spot, null, new AbortController().signal));
    if (!reply?.ok) {
      this.problem = reply?.problem ?? null;
      return undefined;
    }
    return { lon: reply.value.point.lon, lat: reply.value.point.lat };
  }

  async #send<T>(question: Promise<Reply<T> | null>): Promise<Reply<T> | null> {
    this.busy = true;
    this.problem = null;
    this.done = null;
    const reply = await question;
    this.busy = false;
    return reply;
  }

  async #settle(reply: Reply<ChangedAsset> | null, outcome: Outcome): Promise<string | null> {
    if (!reply) return null;
    if (!reply.ok) {
      if (this.read && reply.problem.kind === "stale") {
        this.stale = await this.#take(this.read.asset.id);
      } else {
        this.problem = reply.problem;
      }
      return null;
    }
    this.stale = false;
    this.done = outcome;
    return reply.value.id;
  }

  /** Reads the asset anew, and makes the changes that are written to what it is now. */
  async #take(id: string): Promise<boolean> {
    const reply = await this.#send(readForEdit(id, new AbortController().signal));
    if (!reply?.ok) {
      this.problem = reply?.problem ?? null;
      return false;
    }
    const read = fieldsOf(reply.value.asset);
    this.fields = this.#before ? rebased(this.#before, this.fields, read) : read;
    this.#before = read;
    this.read = reply.value;
    return true;
  }
}
