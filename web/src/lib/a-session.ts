/** Invented people who sign in, for tests: nothing of them reaches the page. */

import type { SignedIn } from "../api/types";

export const NOBODY: SignedIn = {
  ...{ signed_in: false, role: null, name: null, token: null, expires_at: null, may: [] },
};

export function aSession(changes: Partial<SignedIn> = {}): SignedIn {
  return {
    ...{ signed_in: true, role: "contributor", name: "Ann", token: "k3v9xq2m" },
    ...{ expires_at: "2026-11-22T21:00:00Z", may: ["edit-assets", "bring-sheets"] },
    ...changes,
  };
}
