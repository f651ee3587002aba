/** The rows of the table, and how they are put in order and picked. */

import type { CoverageArea } from "../../api/types";
import { fold } from "../../lib/fold";
import type { Column, Sort } from "./view";

/** Of all that an area has, what none is within reach of. */
export function shareWithout({ total, without }: Pick<CoverageArea, "total" | "without">): number {
  return total > 0 ? without / total : 0;
}

const NAMES = new Intl.Collator("en-GB", { numeric: true });

const ORDERS: Record<Column, (x: CoverageArea, y: CoverageArea) => number> = {
  name: (x, y) => NAMES.compare(x.name, y.name),
  without: (x, y) => x.without - y.without,
  share: (x, y) => shareWithout(x) - shareWithout(y),
  rate: (x, y) => (x.per_10000 ?? -1) - (y.per_10000 ?? -1),
  nearest: (x, y) => (x.nearest_m ?? Infinity) - (y.nearest_m ?? Infinity) || 0,
};

/** The rows in order; equals stand by name, whichever way the order goes. */
export function inOrder(rows: readonly CoverageArea[], { column, descending }: Sort): CoverageArea[] {
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

/** The rows that have every word somewhere in their name or code. */
export function matching(rows: readonly CoverageArea[], find: string): CoverageArea[] {
  const sought = fold(find).split(/\s+/).filter(Boolean);
  return rows.filter(({ name, code }) => sought.every((word) => fold(`${name} ${code}`).includes(word)));
}
