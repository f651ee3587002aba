/** Sheets of assets on their way to the server and back. */

import { client, settle } from "./client";
import { problemOf, type Reply } from "./problem";
import type { AssetSource, Published, SheetLook } from "./types";

/** What is said of a sheet besides its rows; what is empty is left to the server. */
export type SheetQuestion = {
  title: string;
  /** The list that it replaces; null for one of its own. */
  list: string | null;
  /** What the assets are, where a row does not say. */
  kind: string;
  /** Which columns hold what, every field; null lets the server guess. */
  map: Readonly<Record<string, readonly string[]>> | null;
  /** The sheet of a workbook that has several. */
  table: string;
  /** The name of the file. */
  source: string;
};

/** What is said of a sheet that is published. */
export type PublishQuestion = SheetQuestion & {
  signedIn: boolean;
  complete: boolean;
  skipBad: boolean;
  publisher: string;
  licence: string;
};

/** How far a sheet has come: the share that was sent, until all of it was. */
export type Sending = (share: number) => void;

/** What every list that came as a sheet is called by. */
const SHEET = "sheet-";

export function lookAtSheet(
  question: SheetQuestion,
  sheet: Blob,
  sending: Sending,
  signal: AbortSignal,
): Promise<Reply<SheetLook> | null> {
  return send("/api/sheets", partsOf(question), sheet, sending, signal);
}

export function publishSheet(
  question: PublishQuestion,
  sheet: Blob,
  sending: Sending,
  signal: AbortSignal,
): Promise<Reply<Published> | null> {
  const { signedIn, complete, skipBad, publisher, licence } = question;
  const parts = {
    ...partsOf(question),
    visibility: signedIn ? "signed-in" : "public",
    complete: `${complete}`,
    skip_bad: `${skipBad}`,
    ...(publisher.trim() ? { publisher: publisher.trim() } : {}),
    ...(licence.trim() ? { licence: licence.trim() } : {}),
  };
  return send("/api/sheets/publish", parts, sheet, sending, signal);
}

/** The lists that came as sheets. */
export async function fetchSheetLists(signal: AbortSignal): Promise<Reply<AssetSource[]> | null> {
  const query = { limit: 1, status: "all" };
  const reply = await settle(() => client.GET("/api/assets", { params: { query }, signal }), signal);
  if (!reply?.ok) return reply;
  return { ok: true, value: reply.value.lists.filter(({ id }) => id.startsWith(SHEET)) };
}

/** Where a list is as a sheet again, with what is known of each row. */
export function sheetFile(list: string): string {
  return `/api/sheets/${encodeURIComponent(list)}.csv`;
}

/** The list of which permanent names are, if it came as a sheet and all are of one. */
export function listOfNames(names: readonly string[]): string | null {
  const lists = new Set(names.filter((name) => name !== "").map((name) => name.split(":")[0] ?? ""));
  const [only] = lists;
  return lists.size === 1 && only?.startsWith(SHEET) ? only : null;
}

function partsOf({ title, list, kind, map, table, source }: SheetQuestion): Record<string, string> {
  return {
    ...(title.trim() ? { title: title.trim() } : {}),
    ...(list === null ? {} : { list }),
    ...(kind === "" ? {} : { kind }),
    ...(map === null ? {} : { map: JSON.stringify(map) }),
    ...(table.trim() ? { table: table.trim() } : {}),
    source,
  };
}

/** Only this older way of asking says how much was sent. */
function send<T>(
  path: string,
  parts: Record<string, string>,
  sheet: Blob,
  sending: Sending,
  signal: AbortSignal,
): Promise<Reply<T> | null> {
  return new Promise((settled) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${path}?${new URLSearchParams(parts).toString()}`);
    request.setRequestHeader("Content-Type", sheet.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => {
      sending(total > 0 ? loaded / total : 1);
    };
    request.onload = () => {
      settled(replyOf<T>(request));
    };
    request.onerror = () => {
      settled({ ok: false, problem: { kind: "unreachable" } });
    };
    request.onabort = () => {
      settled(null);
    };
    signal.addEventListener("abort", () => {
      request.abort();
    });
    request.send(sheet);
  });
}

function replyOf<T>(request: XMLHttpRequest): Reply<T> {
  let body: unknown = null;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    // A page of a proxy is no answer; its status says what there is to say.
  }
  if (request.status === 200 && body !== null) return { ok: true, value: body as T };
  const after = request.getResponseHeader("retry-after");
  const headers = new Headers(after === null ? {} : { "retry-after": after });
  return { ok: false, problem: problemOf(request.status, headers, body) };
}
