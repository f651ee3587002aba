import { fetchSession, signIn, signOut } from "../api/session";
import type { SignedIn } from "../api/types";
import { Answer } from "./answer.svelte";

/** What a role may allow, as far as the viewer offers it. */
export type Deed = "edit-assets" | "bring-sheets" | "settle-reports" | "plan" | "moderate";

/** Who is signed in with this browser. */
export class Session {
  readonly who = new Answer<SignedIn>();
  /** The latest attempt to sign in or out; its problem says why it did not work. */
  readonly attempt = new Answer<SignedIn>();

  constructor() {
    void this.who.ask(fetchSession);
  }

  readonly signedIn = $derived.by(() => this.who.value?.signed_in === true);

  may(deed: Deed): boolean {
    return this.signedIn && this.who.value?.may.includes(deed) === true;
  }

  /** Signs in; false when that did not work, for the reason of the attempt. */
  async signIn(token: string): Promise<boolean> {
    return this.#try((signal) => signIn(token, signal));
  }

  async signOut(): Promise<boolean> {
    return this.#try(signOut);
  }

  /** Asks again who is signed in: a session ends by itself, too. */
  async again(): Promise<void> {
    await this.who.ask(fetchSession);
  }

  async #try(question: typeof fetchSession): Promise<boolean> {
    await this.attempt.ask(question);
    const { value } = this.attempt;
    if (value) await this.who.ask(() => Promise.resolve({ ok: true, value }));
    return value !== null;
  }
}
