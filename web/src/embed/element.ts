/**
 * `<patchwork-map layer="pcns" area="districts:E07000223" on="today">`, for pages of other sites: a frame, and its height.
 *
 * It needs this server in the page's `script-src` and `frame-src`, and nothing else.
 */

import { words } from "../words/element";
import { heightIn } from "./height";

/** The attributes that say what is shown; the same names as in the frame's address. */
export const SHOWN = [
  "layer",
  "with",
  "area",
  "neighbourhood",
  "scenario",
  "kinds",
  "on",
  "colour",
  "title",
  "list",
] as const;

/** The address of the frame for some attributes. */
export function frameAddress(get: (name: string) => string | null, origin: string): string {
  const asked = new URLSearchParams();
  for (const name of SHOWN) {
    const value = get(name);
    if (value) asked.set(name, value);
  }
  return `${origin}/embed?${asked.toString()}`;
}

class PatchworkMap extends HTMLElement {
  static readonly observedAttributes = SHOWN;

  #frame: HTMLIFrameElement | null = null;

  connectedCallback(): void {
    const frame = document.createElement("iframe");
    // By the object model, and not as an attribute: the page's policy may forbid that.
    frame.style.border = "0";
    frame.style.width = "100%";
    frame.style.height = "540px";
    frame.loading = "lazy";
    this.style.display = "block";
    this.#frame = frame;
    this.#show();
    this.replaceChildren(frame);
    window.addEventListener("message", this.#onMessage);
  }

  disconnectedCallback(): void {
    window.removeEventListener("message", this.#onMessage);
    this.#frame = null;
  }

  attributeChangedCallback(): void {
    this.#show();
  }

  #show(): void {
    if (!this.#frame) return;
    this.#frame.title = this.getAttribute("title") ?? words.frame;
    const address = frameAddress((name) => this.getAttribute(name), new URL(import.meta.url).origin);
    if (this.#frame.src !== address) this.#frame.src = address;
  }

  readonly #onMessage = ({ source, data }: MessageEvent): void => {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    const height = heightIn(data);
    if (height !== null) this.#frame.style.height = `${height}px`;
  };
}

if (!customElements.get("patchwork-map")) customElements.define("patchwork-map", PatchworkMap);
