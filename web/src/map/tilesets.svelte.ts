import { fetchTileNumbers, fetchTileset } from "../api/client";
import type { TileJson } from "../api/types";

/** Where the tiles of one layer are, and by which numbers they know its areas as soon as that was asked. */
export type Tileset = TileJson & { areas?: ReadonlyMap<string, number> };

/** Where the tiles of each layer are on one day, asked for as layers are needed. */
export class Tilesets {
  known: Record<string, Tileset> = $state.raw({});

  /** Layers whose tiles could not be had. */
  missing: readonly string[] = $state.raw([]);

  /** Those whose numbers were asked for. */
  readonly #numbered = new WeakSet<Tileset>();
  #day: Record<string, string> = {};

  /** Asks for those of `layers` that are not known for `day`. What is known for another day stays until it is replaced. */
  async need(layers: readonly string[], day: string, signal: AbortSignal): Promise<void> {
    const wanted = layers.filter((layer) => this.#day[layer] !== day);
    await Promise.all(wanted.map((layer) => this.#ask(layer, day, signal)));
  }

  /**
   * Asks for the numbers of the areas in those of `layers` whose tiles are known. Without them areas can only be told
   * apart from the zoom on at which their codes are in the tiles, so nothing is said when they cannot be had.
   */
  async number(layers: readonly string[]): Promise<void> {
    await Promise.all(layers.map((layer) => this.#number(layer)));
  }

  async #number(layer: string): Promise<void> {
    const asked = this.known[layer];
    if (!asked?.numbers || this.#numbered.has(asked)) return;
    this.#numbered.add(asked);
    const reply = await fetchTileNumbers(asked.numbers, new AbortController().signal);
    // The tiles of another day have numbers of their own.
    if (!reply?.ok || this.known[layer] !== asked) return;
    const numbered = { ...asked, areas: reply.value };
    this.#numbered.add(numbered);
    this.known = { ...this.known, [layer]: numbered };
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
