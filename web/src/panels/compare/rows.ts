/** The rows of the table, and how they are put in order and picked. */

import type { AreaScores, Comparison, Pair } from "../../api/types";
import { fold } from "../../lib/fold";
import type { Column, Sort } from "./view";

export type Row = AreaScores & {
  bestName: string | null;
  runnerUpName: string | null;
};

export function rowsOf({ areas_a, areas_b }: Pick<Comparison, "areas_a" | "areas_b">): Row[] {
  const names = new Map(areas_b.map(({ code, name }) => [code, name]));
  const nameOf = (code: string | null | undefined) => (code ? (names.get(code) ?? code) : null);
  return areas_a.map((area) => ({
    ...area,
    bestName: nameOf(area.best_fit),
    runnerUpName: nameOf(area.runner_up),
  }));
}

/** Of all that an area has, what lies with others than its best fit. */
export function outsideShare({ total, outside_best_fit }: AreaScores): number {
  return total > 0 ? outside_best_fit / total : 0;
}

const NAMES = new Intl.Collator("en-GB", { numeric: true });

const ORDERS: Record<Column, (x: Row, y: Row) => number> = {
  name: (x, y) => NAMES.compare(x.name, y.name),
  total: (x, y) => x.total - y.total,
  best: (x, y) => (x.best_share ?? 0) - (y.best_share ?? 0),
  outside: (x, y) => x.outside_best_fit - y.outside_best_fit,
  room: (x, y) => x.in_the_room.length - y.in_the_room.length,
};

/** The rows in order; equals stand by name, whichever way the order goes. */
export function inOrder(rows: readonly Row[], { column, descending }: Sort): Row[] {
  const way = descending ? -1 : 1;
  return [...rows].sort(
    (x, y) => way * ORDERS[column](x, y) || NAMES.compare(x.name, y.name) || (x.code < y.code ? -1 : 1),
  );
}

/** The order after a column's head is pressed: words start upwards, figures with the largest. */
export function pressed(sort: Sort, column: Column): Sort {
  if (sort.column === column) return { column, descending: !sort.descending };
  return { column, descending: column !== "name" };
}

/** The rows that have every word somewhere in their name, code, best fit or runner-up. */
export function matching(rows: readonly Row[], find: string, crossingOnly: boolean): Row[] {
  const sought = fold(find).split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (crossingOnly && !row.crosses) return false;
    const text = fold([row.name, row.code, row.bestName, row.runnerUpName].filter(Boolean).join(" "));
    return sought.every((word) => text.includes(word));
  });
}

/** The partners of one area, largest first, as the server sorts them. */
export function partnersOf(pairs: readonly Pair[], code: string): Pair[] {
  return pairs.filter((pair) => pair.a_code === code);
}

/** How many partners an area must have in the room: the one in the middle, and the most with whose they are. */
export function roomFigures(rows: readonly Row[]): { median: number; most: number; at: Row } | null {
  const sorted = [...rows].sort((x, y) => x.in_the_room.length - y.in_the_room.length);
  const at = sorted.at(-1);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return at && middle ? { median: middle.in_the_room.length, most: at.in_the_room.length, at } : null;
}
