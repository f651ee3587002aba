/** What the Neighbourhoods panel shows, as the address bar carries it. A private link stands after the `#`, where no server sees it. */

import type { Codec } from "../../lib/address.svelte";
import { type Camera, cameraText, readCamera, readDate, tidy } from "../../lib/view";

export type Doing = "look" | "draw" | "queue";

export type HoodView = {
  doing: Doing;
  /** The neighbourhood that is open, by its id. */
  id: string | null;
  /** Words of the search. */
  find: string;
  on: string | null;
  /** The other day of before and after. */
  then: string | null;
  /** The name whose agreement is on the map. */
  agree: string | null;
  /** Whether where nobody has drawn is on the map. */
  undrawn: boolean;
  /** Whether official lines are on the map while somebody draws. */
  lines: boolean;
  /** Whether corners go to the lines of small census areas. */
  snap: boolean;
  mapHidden: boolean;
  camera: Camera | null;
};

const LONGEST = 200;

export function readHood(search: string): HoodView {
  const params = new URLSearchParams(search);
  const text = (name: string) => params.get(name)?.slice(0, LONGEST) || null;
  const doing = params.get("do");
  return {
    doing: doing === "draw" || doing === "queue" ? doing : "look",
    id: text("id"),
    find: text("find") ?? "",
    on: readDate(params.get("on")),
    then: readDate(params.get("then")),
    agree: text("agree"),
    undrawn: params.get("undrawn") === "yes",
    lines: params.get("lines") === "yes",
    snap: params.get("snap") === "yes",
    mapHidden: params.get("hide") === "map",
    camera: readCamera(params.get("map")),
  };
}

export function writeHood(view: HoodView): string {
  const parts: string[] = [];
  const put = (name: string, value: string) => parts.push(`${name}=${tidy(value)}`);
  if (view.doing !== "look") put("do", view.doing);
  if (view.id) put("id", view.id);
  if (view.find) put("find", view.find);
  if (view.on) put("on", view.on);
  if (view.then) put("then", view.then);
  if (view.agree) put("agree", view.agree);
  if (view.undrawn) put("undrawn", "yes");
  if (view.lines) put("lines", "yes");
  if (view.snap) put("snap", "yes");
  if (view.mapHidden) put("hide", "map");
  if (view.camera) put("map", cameraText(view.camera));
  return `?${parts.join("&")}`;
}

export const HOOD_CODEC: Codec<HoodView> = { read: readHood, write: writeHood };

/** The secret of a private link, from what stands after the `#`. */
export function secretIn(hash: string): string | null {
  return /^#edit=([\w.~-]{10,200})$/.exec(hash)?.[1] ?? null;
}
