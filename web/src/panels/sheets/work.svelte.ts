import type { Problem, Reply } from "../../api/problem";
import { listOfNames, lookAtSheet, publishSheet, type Sending, type SheetQuestion } from "../../api/sheets";
import type { Published, SheetLook, SheetRow } from "../../api/types";
import {
  byNumber,
  changed,
  columnOf,
  type Edits,
  type Held,
  hold,
  isBlank,
  isSwapped,
  mapped,
  NO_EDITS,
  NO_ROWS,
  type Numbers,
  titleOf,
  toCsv,
  withEdit,
  withRow,
} from "./held";

/** A row of the latest look, by the number that the spreadsheet gives it. */
export type Entry = { number: number; row: SheetRow };

/** How a sheet gets to the server. */
export type Server = { look: typeof lookAtSheet; publish: typeof publishSheet };

/** One sheet on its way: chosen, looked at, put right, published. Nothing that somebody did is lost when the server says no. */
export class Work {
  file: File | null = $state.raw(null);
  title = $state("");
  list: string | null = $state(null);
  kind = $state("");
  table = $state("");
  signedIn = $state(false);
  complete = $state(false);
  publisher = $state("");
  licence = $state("");

  look: SheetLook | null = $state.raw(null);
  published: Published | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  /** What is going on; null when nothing is. */
  busy: "look" | "publish" | null = $state(null);
  /** The share of the sheet that was sent. */
  sent = $state(0);
  /** Whether cells were changed that the server has not seen. */
  stale = $state(false);
  /** The row that stands out. */
  chosen: number | null = $state(null);

  held: Held | null = $state.raw(null);
  /** The cells of rows that were changed, by number. */
  edits: Edits = $state.raw(NO_EDITS);
  /** The numbers of rows that are left out. */
  out: Numbers = $state.raw(NO_ROWS);
  #map: Record<string, string[]> | null = null;
  /** The numbers of the rows that the latest look was at, in order; null when it was at the file itself. */
  #numbers: readonly number[] | null = $state.raw(null);
  #open: AbortController | null = null;
  readonly #server: Server;

  constructor(server: Server = { look: lookAtSheet, publish: publishSheet }) {
    this.#server = server;
  }

  readonly #cells = $derived(byNumber(this.held?.rows ?? []));
  readonly entries: Entry[] = $derived.by(() =>
    (this.look?.rows ?? []).map((row, at) => ({ number: this.#numbers?.[at] ?? row.row, row })),
  );
  /** Rows that cannot be published as they are. */
  readonly bad: Entry[] = $derived(
    this.entries.filter(({ number, row }) => row.problems.length > 0 && !this.out.has(number)),
  );
  /** Rows that can be published, but have no place on the map. */
  readonly unplaced: Entry[] = $derived(
    this.entries.filter(({ number, row }) => row.asset?.lon === null && !this.out.has(number)),
  );
  readonly good: Entry[] = $derived(
    this.entries.filter(({ number, row }) => row.asset !== null && !this.out.has(number)),
  );
  /** How many rows there are to publish: of a long sheet not all are here. */
  readonly count = $derived.by(() => {
    const left = this.entries.filter(({ number, row }) => row.asset !== null && this.out.has(number));
    return (this.look?.good ?? 0) - left.length;
  });
  /** How many rows cannot be published and are not left out by choice. */
  readonly badCount = $derived.by(() => {
    const left = this.entries.filter(({ number, row }) => row.problems.length > 0 && this.out.has(number));
    return (this.look?.bad ?? 0) - left.length;
  });
  /** Rows whose degrees stand the wrong way round. */
  readonly swapped: number[] = $derived.by(() => {
    const at = this.#degrees();
    if (!at) return [];
    return this.bad
      .map(({ number }) => number)
      .filter((number) => isSwapped(this.cell(number, at.lon), this.cell(number, at.lat)));
  });
  /** Whether something was done that is not published yet. */
  readonly unsaved = $derived(this.published === null && (this.edits.size > 0 || this.out.size > 0));

  cells(number: number): readonly string[] {
    return this.edits.get(number) ?? this.#cells.get(number) ?? [];
  }

  cell(number: number, at: number): string {
    return this.cells(number)[at] ?? "";
  }

  /** Starts with a file; a list that it is to replace stays chosen. */
  async choose(file: File): Promise<void> {
    this.#forget();
    this.file = file;
    if (this.list === null) this.title = titleOf(file.name);
    await this.check();
  }

  /** Starts anew, for another sheet. */
  clear(): void {
    this.#forget();
    this.file = this.list = null;
    this.title = this.kind = this.table = "";
  }

  #forget(): void {
    this.stop();
    this.look = this.published = this.held = this.problem = this.chosen = null;
    this.edits = NO_EDITS;
    this.out = NO_ROWS;
    this.#map = this.#numbers = null;
    this.stale = false;
  }

  edit(number: number, at: number, value: string): void {
    const width = this.held?.names.length ?? 0;
    this.edits = withEdit(this.edits, number, changed(this.cells(number), at, value, width));
    this.stale = true;
  }

  /** Writes another word in a column wherever a word stands. */
  replace(at: number, word: string, other: string): void {
    for (const { number } of this.held?.rows ?? []) {
      if (this.cell(number, at).trim() === word.trim()) this.edit(number, at, other);
    }
  }

  swap(numbers: readonly number[]): void {
    const at = this.#degrees();
    if (!at) return;
    for (const number of numbers) {
      const [lon, lat] = [this.cell(number, at.lon), this.cell(number, at.lat)];
      this.edit(number, at.lon, lat);
      this.edit(number, at.lat, lon);
    }
  }

  leaveOut(number: number, out: boolean): void {
    this.out = withRow(this.out, number, out);
    // Of a row that was put back the server has to say whether it is good.
    if (!out && !this.entries.some((entry) => entry.number === number)) this.stale = true;
  }

  /** Says that a column holds another field, or none. */
  async hasField(at: number, field: string | null): Promise<void> {
    if (!this.look || !this.held) return;
    const before = this.#map;
    this.#map = mapped(this.look.columns, this.held.names, this.look.fields, at, field);
    if (!(await this.check())) this.#map = before;
  }

  /** Has the server look at the sheet as it is now; false when it could not. */
  async check(): Promise<boolean> {
    const sheet = this.#sheet();
    if (!sheet) return false;
    const { edits, out } = this;
    const reply = await this.#ask("look", (sending, signal) =>
      this.#server.look(this.#question(), sheet.body, sending, signal),
    );
    if (!reply?.ok) return false;
    this.look = reply.value;
    this.#numbers = sheet.numbers;
    // Somebody may have gone on typing in the meantime.
    this.stale = this.edits !== edits || this.out !== out;
    this.held ??= hold(reply.value);
    return this.list === null ? this.#knownList() : true;
  }

  async publish(): Promise<boolean> {
    const sheet = this.#sheet();
    if (!sheet) return false;
    const { signedIn, complete, publisher, licence } = this;
    const more = { signedIn, complete, publisher, licence, skipBad: this.badCount > 0 };
    const reply = await this.#ask("publish", (sending, signal) =>
      this.#server.publish({ ...this.#question(), ...more }, sheet.body, sending, signal),
    );
    if (!reply?.ok) return false;
    this.published = reply.value;
    return true;
  }

  /** Gives up what is going on. */
  stop(): void {
    this.#open?.abort();
    this.#open = null;
    this.busy = null;
  }

  async #ask<T>(
    what: "look" | "publish",
    question: (sending: Sending, signal: AbortSignal) => Promise<Reply<T> | null>,
  ): Promise<Reply<T> | null> {
    this.stop();
    const open = new AbortController();
    this.#open = open;
    this.busy = what;
    this.sent = 0;
    this.problem = null;
    const reply = await question((share) => (this.sent = share), open.signal);
    if (this.#open !== open || !reply) return null;
    this.#open = this.busy = null;
    if (!reply.ok) this.problem = reply.problem;
    return reply;
  }

  /** A sheet that came from here names its list by itself: then it is looked at once more, as that list. */
  async #knownList(): Promise<boolean> {
    const at = columnOf(this.look?.columns ?? [], "patchwork_id");
    const list = at === null ? null : listOfNames(this.entries.map(({ number }) => this.cell(number, at)));
    if (list === null) return true;
    this.list = list;
    return this.check();
  }

  #degrees(): { lon: number; lat: number } | null {
    const columns = this.look?.columns ?? [];
    const [lon, lat] = [columnOf(columns, "lon"), columnOf(columns, "lat")];
    return lon === null || lat === null ? null : { lon, lat };
  }

  /** The sheet as it is now: the file itself, or what it has become. */
  #sheet(): { body: Blob; numbers: number[] | null } | null {
    const { file, held } = this;
    if (!file) return null;
    const renamed = held?.renamed && this.#map !== null;
    if (!held?.whole || (this.edits.size === 0 && this.out.size === 0 && !renamed))
      return { body: file, numbers: null };
    const rows = held.rows.filter(({ number }) => !this.out.has(number) && !isBlank(this.cells(number)));
    const csv = toCsv(
      held.names,
      rows.map(({ number }) => this.cells(number)),
    );
    return { body: new Blob([csv], { type: "text/csv" }), numbers: rows.map(({ number }) => number) };
  }

  #question(): SheetQuestion {
    const { title, list, kind, table, file } = this;
    return { title, list, kind, table, map: this.#map, source: file?.name ?? "" };
  }
}
