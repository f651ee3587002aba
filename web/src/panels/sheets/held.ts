/** A sheet as it is held in the browser while its rows are put right. */

import type { KindGroup, SheetColumn, SheetLook, SheetRow } from "../../api/types";
import { sheetWords } from "../../words/sheets";

/** A row as it came, by the number that the spreadsheet gives it. */
export type HeldRow = { number: number; cells: readonly string[] };

/** A sheet as it came. */
export type Held = {
  /** What each column is called; no two are called alike. */
  names: readonly string[];
  rows: readonly HeldRow[];
  /** Whether all of it is here, so that it can be written anew. */
  whole: boolean;
  /** Whether the columns are called otherwise than in the file. */
  renamed: boolean;
};

/** The server shows no more of a cell; such a cell may go on. */
const MOST_CELL_CHARS = 500;

export function hold(look: SheetLook): Held {
  const rows = look.rows.map(({ row, cells }) => ({ number: row, cells }));
  const isCut = rows.some(({ cells }) => cells.some((cell) => [...cell].length >= MOST_CELL_CHARS));
  const whole = rows.length === look.total && !isCut;
  const given = look.columns.map(({ name }) => name);
  const names = whole ? distinctNames(given) : given;
  return { names, rows, whole, renamed: names.some((name, at) => name !== given[at]) };
}

/** Names by which columns can be told apart: a bare number is what a column without a name goes by. */
export function distinctNames(given: readonly string[]): string[] {
  const names: string[] = [];
  given.forEach((name, at) => {
    const plain = name === `${at + 1}` || name.trim() === "" ? sheetWords.column(at + 1) : name;
    let free = plain;
    for (let count = 2; names.includes(free); count += 1) free = `${plain} (${count})`;
    names.push(free);
  });
  return names;
}

/** The sheet as CSV. Everything is in quotes, so that no sign in a cell can be taken for the end of one. */
export function toCsv(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  return [names, ...rows].map((cells) => `${line(cells)}\r\n`).join("");
}

/** The cells of rows that were changed, by number. */
export type Edits = ReadonlyMap<number, readonly string[]>;
export const NO_EDITS: Edits = new Map();
/** Numbers of rows. */
export type Numbers = ReadonlySet<number>;
export const NO_ROWS: Numbers = new Set();

/** The cells of every row, by number. */
export function byNumber(rows: readonly HeldRow[]): Edits {
  return new Map(rows.map(({ number, cells }) => [number, cells]));
}

export function withEdit(edits: Edits, number: number, cells: readonly string[]): Edits {
  return new Map(edits).set(number, cells);
}

export function withRow(numbers: Numbers, number: number, is: boolean): Numbers {
  const next = new Set(numbers);
  if (is) next.add(number);
  else next.delete(number);
  return next;
}

export const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === "");

/** The cells of a row with one of them changed; a row that was too short is as wide as the sheet then, one too long loses what is empty. */
export function changed(cells: readonly string[], at: number, value: string, width: number): string[] {
  const next = Array.from(
    { length: Math.max(width, cells.length, at + 1) },
    (_, column) => cells[column] ?? "",
  );
  next[at] = value;
  while (next.length > width && next.at(-1)?.trim() === "") next.pop();
  return next;
}

/** Every field with its columns, once a column is said to hold another. Only some fields may have several columns. */
export function mapped(
  columns: readonly Pick<SheetColumn, "field">[],
  names: readonly string[],
  fields: readonly string[],
  at: number,
  field: string | null,
): Record<string, string[]> {
  const held = columns.map((column) => column.field ?? null);
  if (field !== null && !SEVERAL.includes(field)) {
    held.forEach((other, column) => {
      if (other === field) held[column] = null;
    });
  }
  held[at] = field;
  return Object.fromEntries(
    fields.map((one) => [one, names.filter((_, column) => held[column] === one)] as const),
  );
}

/** The fields that may be spread over several columns. */
const SEVERAL = ["address", "opening_hours", "accessibility", "notes"];

/** Where a field stands. */
export function columnOf(columns: readonly Pick<SheetColumn, "field">[], field: string): number | null {
  const at = columns.findIndex((column) => column.field === field);
  return at < 0 ? null : at;
}

/** The kind that a word means, by its id, its name or its plural in any case, as the server reads it; null when it means none. */
export function kindMeant(groups: readonly KindGroup[], word: string): string | null {
  const plain = word.trim().toLowerCase();
  const kinds = groups.flatMap(({ kinds }) => kinds);
  const meant = kinds.find(({ id, name, plural }) =>
    [id, name, plural].some((one) => one.toLowerCase() === plain),
  );
  return meant?.id ?? null;
}

/** Whether all that a row lacks is a kind, which is said for the whole sheet or by a column. */
export function lacksOnlyKind({ problems }: Pick<SheetRow, "problems">): boolean {
  return problems.length > 0 && problems.every(({ field, column }) => field === "kind" && column === null);
}

const PLACE = ["postcode", "lon", "lat", "easting", "northing"];

/** The columns in which what is wrong with a row can be put right; none means that it may be any. */
export function columnsToFix(row: SheetRow, columns: readonly SheetColumn[]): number[] {
  const found = new Set<number>();
  const add = (field: string) => {
    columns.forEach((column, at) => {
      if (column.field === field) found.add(at);
    });
  };
  for (const problem of row.problems) {
    if (problem.field && PLACE.includes(problem.field)) PLACE.forEach(add);
    else if (problem.field) add(problem.field);
  }
  if (row.asset?.lon === null) PLACE.forEach(add);
  return [...found].sort((a, b) => a - b);
}

/** Whether degrees stand the wrong way round: as far east as England is north, and as far north as it is east. */
export function isSwapped(lon: string, lat: string): boolean {
  const [east, north] = [lon, lat].map((text) => (text.trim() === "" ? NaN : Number(text)));
  return inside(east, 49, 61.5) && inside(north, -11, 4);
}

function inside(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

/** A title for a list, of the name of its file. */
export function titleOf(file: string): string {
  const plain = file
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replaceAll(/[_-]+/g, " ")
    .trim();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
