/** What the Plan panel shows, as the address bar carries it: an option, what somebody moved in it, and how its list is looked at. */

import type { Move } from "../../api/plans";
import type { Codec } from "../../lib/address.svelte";
import { type Camera, cameraText, readCamera, readDate, tidy } from "../../lib/view";

export type PlanView = {
  /** The option that is open, by its id; `own` for one that is only in this browser; null for all of them. */
  id: string | null;
  /** The layers that options are held against, with commas between them; null lets the server choose. */
  against: string | null;
  moves: readonly Move[];
  /** Whether the same ground is shown as it is divided now, in place of the option. */
  before: boolean;
  /** Words that a part must have to be listed. */
  find: string;
  on: string | null;
  mapHidden: boolean;
  camera: Camera | null;
};

/** How an option is first seen, and the list of all of them: as it is, whole, nothing looked for. */
export const OPENED = { moves: [], before: false, find: "", camera: null } as const;

/** The name of an option that is only in this browser. */
export const OWN = "own";

/** Whatever is longer in an address is cut. */
const LONGEST = 200;

/** The longest text of moves that an address carries. */
export const MOST_MOVES_TEXT = 6_000;

export function readPlan(search: string): PlanView {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name)?.slice(0, LONGEST) || null;
  return {
    id: text("id"),
    against: text("against"),
    moves: readMoves(params.get("moves")),
    before: params.get("show") === "before",
    find: text("find") ?? "",
    on: readDate(params.get("on")),
    mapHidden: params.get("hide") === "map",
    camera: readCamera(params.get("map")),
  };
}

export function writePlan(view: PlanView): string {
  const parts: string[] = [];
  const put = (name: string, value: string) => parts.push(`${name}=${tidy(value)}`);
  if (view.id) put("id", view.id);
  if (view.against) put("against", view.against);
  if (view.moves.length > 0) put("moves", movesText(view.moves));
  if (view.before) put("show", "before");
  if (view.find) put("find", view.find);
  if (view.on) put("on", view.on);
  if (view.mapHidden) put("hide", "map");
  if (view.camera) put("map", cameraText(view.camera));
  return `?${parts.join("&")}`;
}

export const PLAN_CODEC: Codec<PlanView> = { read: readPlan, write: writePlan };

/** Moves as `layer:code>area`, with `;` between them; what these signs stand for otherwise is escaped. */
export function movesText(moves: readonly Move[]): string {
  const part = (text: string) => text.replaceAll(/[~;:>]/g, (sign) => `~${SIGNS.indexOf(sign)}`);
  return moves
    .map(({ layer, code, area }) => `${part(layer)}:${part(code)}>${area === null ? "" : part(area)}`)
    .join(";");
}

const SIGNS = "~;:>";

/** Moves from an address; from the first that cannot be read on they are left out. */
export function readMoves(text: string | null): Move[] {
  const moves: Move[] = [];
  const part = (written: string) =>
    written.replaceAll(/~([0-3])/g, (_, at: string) => SIGNS.charAt(Number(at)));
  for (const written of (text ?? "").slice(0, MOST_MOVES_TEXT).split(";")) {
    const [, layer, code, area] = /^([^:>]+):([^:>]+)>([^:>]*)$/.exec(written) ?? [];
    if (!layer || !code) break;
    moves.push({ layer: part(layer), code: part(code), area: area ? part(area) : null });
  }
  return moves;
}
