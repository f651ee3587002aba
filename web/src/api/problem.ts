/** Why a question got no answer, as far as a visitor can do something about it. */
export type Problem =
  | { kind: "unreachable" }
  | { kind: "busy"; retryAfterSeconds: number | null }
  /** One client has written as often as it may for now. */
  | { kind: "often"; retryAfterSeconds: number | null }
  /** Nobody has signed in, or not any longer. */
  | { kind: "signed-out"; detail: string | null }
  | { kind: "refused"; detail: string | null }
  | { kind: "missing"; detail: string | null }
  /** Somebody else has changed it since it was read. */
  | { kind: "stale"; detail: string | null }
  | { kind: "failed" };

/** An answer, or why there is none. */
export type Reply<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** The problem that a response of the server stands for; `body` is what it sent, parsed if it was JSON. */
export function problemOf(status: number, headers: Headers, body: unknown): Problem {
  if (status === 503 || status === 429) {
    const seconds = Number.parseInt(headers.get("retry-after") ?? "", 10);
    return { kind: status === 429 ? "often" : "busy", retryAfterSeconds: seconds > 0 ? seconds : null };
  }
  if (status === 401) return { kind: "signed-out", detail: detailOf(body) };
  if (status === 412) return { kind: "stale", detail: detailOf(body) };
  if (status === 404) return { kind: "missing", detail: detailOf(body) };
  if (status >= 400 && status < 500) return { kind: "refused", detail: detailOf(body) };
  return { kind: "failed" };
}

function detailOf(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("detail" in body)) return null;
  return typeof body.detail === "string" && body.detail !== "" ? body.detail : null;
}
