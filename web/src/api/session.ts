/** Signing in and out. */

import { client, settle } from "./client";
import type { Reply } from "./problem";
import type { SignedIn } from "./types";

export function fetchSession(signal: AbortSignal): Promise<Reply<SignedIn> | null> {
  return settle(() => client.GET("/api/session", { signal }), signal);
}

/** Exchanges a token for a session that this browser keeps and no script can read. */
export function signIn(token: string, signal: AbortSignal): Promise<Reply<SignedIn> | null> {
  return settle(() => client.POST("/api/session", { body: { token }, signal }), signal);
}

/** Ends the session. What the server says afterwards is what everybody is told. */
export function signOut(signal: AbortSignal): Promise<Reply<SignedIn> | null> {
  return settle(async () => {
    const { error, response } = await client.DELETE("/api/session", { signal });
    return response.ok ? { data: NOBODY, response } : { error, response };
  }, signal);
}

const NOBODY: SignedIn = {
  signed_in: false,
  role: null,
  name: null,
  token: null,
  expires_at: null,
  may: [],
};
