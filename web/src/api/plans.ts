/** Options: ways to divide the ground, side by side, one by one, and drawn up anew. */

import { client, settle } from "./client";
import type { Reply } from "./problem";
import type {
  Figures,
  KeptOption,
  OptionDetail,
  OptionList,
  OptionMoves,
  OptionTable,
  PlainOptions,
} from "./types";

/** What a part that is moved is, and the name of the area that it goes to; null for none. */
export type Move = { layer: string; code: string; area: string | null };

export type Assignment = {
  areas: string[];
  components: { layer: string; code: string; area: number | null; confidence?: string }[];
};

/** An option that is drawn up here: a saved one or an assignment, and what was moved since. */
export type DraftOption = {
  from: string | null;
  assignment: Assignment | null;
  purpose: string | null;
  guide: number | null;
  moves: readonly Move[];
  /** Whether the councils that the same ground has now are asked for instead. */
  before: boolean;
};

/** An assignment with every field that the server's description names. */
function whole({ areas, components }: Assignment) {
  const part = ({ layer, code, area, confidence }: Assignment["components"][number]) => ({
    layer,
    code,
    area,
    confidence: confidence ?? null,
    name: null,
    drawn: null,
  });
  return { areas, components: components.map(part) };
}

function query(against: string | null, on: string | null): { against?: string; on?: string } {
  return { ...(against === null ? {} : { against }), ...(on === null ? {} : { on }) };
}

/** Every option side by side; the first layer of `against` decides their order. */
export function fetchOptions(
  against: string | null,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<OptionList> | null> {
  const params = { query: query(against, on) };
  return settle(() => client.GET("/api/scenarios/compare", { params, signal }), signal);
}

/** The options without their figures, which take longer: enough to name one. */
export function fetchPlainOptions(
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<PlainOptions> | null> {
  const params = { query: { limit: 20, ...(on === null ? {} : { on }) } };
  return settle(() => client.GET("/api/scenarios", { params, signal }), signal);
}

/** An option with the entity tag that a change to it must name. */
export type Tagged = { option: OptionDetail; tag: string };

export function fetchOption(id: string, signal: AbortSignal): Promise<Reply<Tagged> | null> {
  return settle(async () => {
    const { data, error, response } = await client.GET("/api/scenarios/{id}", {
      params: { path: { id } },
      signal,
    });
    if (data === undefined) return { error, response };
    return { data: { option: data, tag: response.headers.get("etag") ?? "" }, response };
  }, signal);
}

/** What an option would be, saved or not. */
export function evaluate(
  { from, assignment, purpose, guide, moves, before }: DraftOption,
  against: string | null,
  on: string | null,
  signal: AbortSignal,
): Promise<Reply<Figures> | null> {
  const body = {
    ...(from === null ? {} : { from }),
    ...(assignment === null ? {} : { assignment: whole(assignment) }),
    ...(purpose === null ? {} : { purpose }),
    ...(guide === null ? {} : { guide_people: guide }),
    moves: [...moves],
    ...(before ? { before } : {}),
  };
  const params = { query: query(against, on) };
  return settle(() => client.POST("/api/scenarios/evaluate", { params, body, signal }), signal);
}

/** Everything of a layer, or every asset, whose council an option changes. */
export function fetchMoves(
  id: string,
  what: string,
  on: string | null,
  limit: number,
  signal: AbortSignal,
): Promise<Reply<OptionMoves> | null> {
  const params = { path: { id }, query: { what, limit, ...(on === null ? {} : { on }) } };
  return settle(() => client.GET("/api/scenarios/{id}/moves", { params, signal }), signal);
}

/** Reads a table of two columns; nothing is kept. */
export function lookAtTable(table: Blob, signal: AbortSignal): Promise<Reply<OptionTable> | null> {
  return settle(async () => {
    const response = await fetch("/api/scenarios/table", { method: "POST", body: table, signal });
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return { data: body as OptionTable, response };
    return { error: body, response };
  }, signal);
}

/** What is said of an option that is saved. */
export type SavedOption = {
  title: string;
  purpose: string;
  guide: number | null;
  public: boolean;
  from: string | null;
  assignment: Assignment;
  /** What stays as it was said of the option that is saved over. */
  kept: Record<string, unknown>;
};

function bodyOf({ title, purpose, guide, public: open, from, assignment, kept }: SavedOption) {
  return {
    ...kept,
    title,
    purpose,
    ...(guide === null ? {} : { guide_people: guide }),
    visibility: open ? "public" : "signed-in",
    ...(from === null ? {} : { modified_from: from }),
    assignment: whole(assignment),
  };
}

export function addOption(saved: SavedOption, signal: AbortSignal): Promise<Reply<KeptOption> | null> {
  return settle(() => client.POST("/api/scenarios", { body: bodyOf(saved), signal }), signal);
}

export function replaceOption(
  id: string,
  tag: string,
  saved: SavedOption,
  signal: AbortSignal,
): Promise<Reply<KeptOption> | null> {
  const params = { path: { id }, header: { "if-match": tag } };
  return settle(() => client.PUT("/api/scenarios/{id}", { params, body: bodyOf(saved), signal }), signal);
}

/** The address of a small picture of an option's areas. */
export function pictureOf(id: string): string {
  return `/api/scenarios/${encodeURIComponent(id)}.svg`;
}
