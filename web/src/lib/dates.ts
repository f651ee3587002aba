/** Days of the calendar, always as ISO 8601 text: no clock and no time zone can move them. */

import type { Layer } from "../api/types";
import { MONTHS } from "../words/months";

/** `2028-04-01` as "1 April 2028"; text that is no date stays as it is. */
export function longDate(iso: string): string {
  const [year, month, day] = iso.split("-");
  const name = MONTHS[Number(month) - 1];
  return year && name && day ? `${Number(day)} ${name} ${year}` : iso;
}

/** A day on which some layer starts or stops, and the titles of the layers that do. */
export type NotableDay = { on: string; starts: string[]; stops: string[] };

/** Every day on which a release begins or ends without a successor that day, earliest first. */
export function notableDays(layers: readonly Pick<Layer, "title" | "editions">[]): NotableDay[] {
  const days = new Map<string, NotableDay>();
  const day = (on: string) => {
    const known = days.get(on) ?? { on, starts: [], stops: [] };
    days.set(on, known);
    return known;
  };
  for (const layer of layers) {
    const starts = new Set(layer.editions.map((edition) => edition.from));
    for (const on of starts) if (on) day(on).starts.push(layer.title);
    const stops = new Set(layer.editions.map((edition) => edition.until));
    for (const on of stops) if (on && !starts.has(on)) day(on).stops.push(layer.title);
  }
  return [...days.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
}
