import type { Feature } from "geojson";
import { MediaQuery } from "svelte/reactivity";

import { fetchConfig, fetchFound, fetchLayers, fetchShape } from "../api/client";
import type { Area, Bounds, Config, FoundArea, LayerList } from "../api/types";
import { Address, type Codec } from "../lib/address.svelte";
import { Answer } from "../lib/answer.svelte";
import { distinct } from "../lib/attribution";
import { follow } from "../lib/follow.svelte";
import { inOrder } from "../lib/layers";
import { Session } from "../lib/session.svelte";
import type { Camera } from "../lib/view";
import type { Scheme } from "../map/families";
import type { Goal } from "../map/patch-map";
import { tilesNeeded } from "../map/style";
import { mayDrawMap } from "../map/support";
import { Tilesets } from "../map/tilesets.svelte";

/** What the address of every panel carries. */
export type PanelView = {
  /** The date asked about, ISO 8601; null means today, which the server decides. */
  on: string | null;
  mapHidden: boolean;
  camera: Camera | null;
};

/** What every panel knows: the address says what was asked, and the answers follow it. */
export abstract class Panel<View extends PanelView = PanelView> {
  readonly address: Address<View>;
  readonly config = new Answer<Config>();
  readonly layers = new Answer<LayerList>();
  /** The chosen area. */
  readonly area = new Answer<Area>();
  /** The chosen area's ground. */
  readonly shape = new Answer<Feature>();
  readonly session = new Session();
  readonly tilesets = new Tilesets();
  /** Whether the browser can draw the map, as far as that is known. */
  drawable = $state(mayDrawMap());

  readonly #dark = new MediaQuery("prefers-color-scheme: dark");

  /** The layers that the map draws, by id. */
  abstract readonly shown: readonly string[];
  /** Of those, the layers whose single areas the map has to tell apart. */
  abstract readonly numbered: readonly string[];
  /** The box around all that there is to see. */
  abstract readonly extent: Bounds;
  /** Where the map should look when nobody moved it; null while that is not known. */
  abstract readonly goal: Goal | null;

  /** Layers whose tiles the map needs besides, by their names on the server; an option's, say. */
  get besides(): readonly string[] {
    return [];
  }

  get view(): View {
    return this.address.view;
  }

  get scheme(): Scheme {
    return this.#dark.current ? "dark" : "light";
  }

  readonly known = $derived(inOrder(this.layers.value?.layers ?? []));

  /** The date that the answers are for: the one chosen, else the server's today. */
  readonly on = $derived(this.view.on ?? this.layers.value?.on ?? null);

  readonly mapOn = $derived(this.drawable && !this.view.mapHidden);

  /** What keeps the panel from asking at all. */
  readonly problem = $derived(this.config.problem ?? this.layers.problem);

  constructor(codec: Codec<View>) {
    this.address = new Address(codec);
    $effect(() => this.address.follow());
    void this.config.ask(fetchConfig);
    this.#followTheAddress();
    this.#keepTilesets();
  }

  /** Asks once more what could not be had. */
  again(): void {
    if (this.config.problem) void this.config.again();
    if (this.layers.problem) void this.layers.again();
    if (this.session.who.problem) void this.session.again();
  }

  /** The areas that some words may mean, or null when none could be had. */
  async suggest(text: string, signal: AbortSignal): Promise<FoundArea[] | null> {
    const reply = await fetchFound(text, this.view.on, signal);
    return reply?.ok ? reply.value.results : null;
  }

  #followTheAddress(): void {
    const on = $derived(this.view.on);
    const shape = $derived(this.area.value?.geojson ?? null);
    follow(
      () => on,
      (day) => this.layers.ask((signal) => fetchLayers(day, signal)),
    );
    follow(
      () => shape,
      (address) => this.shape.ask(address === null ? null : (signal) => fetchShape(address, signal)),
    );
  }

  #keepTilesets(): void {
    const needed = $derived(
      distinct([
        ...tilesNeeded({ known: this.known, shown: this.shown, basemap: null }),
        ...this.besides,
      ]).join(","),
    );
    // A day that somebody chose need not wait for the layers of that day.
    const day = $derived(this.view.on ?? this.layers.value?.on ?? null);
    $effect(() => {
      if (needed === "" || day === null) return;
      const open = new AbortController();
      void this.tilesets.need(needed.split(","), day, open.signal);
      return () => {
        open.abort();
      };
    });
    $effect(() => void this.tilesets.number(this.numbered));
  }
}
