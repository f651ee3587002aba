import { fetchTileset } from "../api/client";
import type { TileJson } from "../api/types";

/** Where the tiles of each layer are on one day, asked for as layers are needed. */
export class Tilesets {
  known: Record<string, TileJson> = $state.raw({});

  /** Layers whose tiles could not be had. */
  missing: readonly string[] = $state.raw([]);

  #day: Record<string, string> = {};

  /** Asks for those of `layers` that are not known for `day`. What is known for another day stays until it is replaced. */
  async need(layers: readonly string[], day: string, signal: AbortSignal): Promise<void> {
    const wanted = layers.filter((layer) => this.#day[layer] !== day);
    await Promise.all(wanted.map((layer) => this.#ask(layer, day, signal)));
  }

  async #ask(layer: string, day: string, signal: AbortSignal): Promise<void> {
    const reply = await fetchTileset(layer, day, signal);
    if (!reply) return;
    const others = this.missing.filter((id) => id !== layer);
    if (reply.ok) {
      this.#day[layer] = day;
      this.known = { ...this.known, [layer]: reply.value };
      this.missing = others;
    } else {
      this.missing = [...others, layer];
    }
  }
}
