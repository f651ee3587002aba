import type { Feature } from "geojson";
import { MediaQuery } from "svelte/reactivity";

import { fetchArea, fetchConfig, fetchFound, fetchLayers, fetchLocated, fetchShape } from "../../api/client";
import {
  type Area,
  type Bounds,
  type Config,
  type Found,
  type LayerList,
  type Located,
  toBounds,
} from "../../api/types";
import { Address } from "../../lib/address.svelte";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { isGrid, type LonLat, spotText, VIEW_CODEC } from "../../lib/view";
import type { Scheme } from "../../map/families";
import type { Goal } from "../../map/patch-map";
import { tilesNeeded } from "../../map/style";
import { firstLayers, inOrder, wholeExtent } from "./choices";
import { Tilesets } from "./tilesets.svelte";

/** What the Explore panel knows: the address says what was asked, and the answers follow it. */
export class Explore {
  readonly address = new Address(VIEW_CODEC);
  readonly config = new Answer<Config>();
  readonly layers = new Answer<LayerList>();
  readonly located = new Answer<Located>();
  readonly area = new Answer<Area>();
  readonly shape = new Answer<Feature>();
  readonly found = new Answer<Found>();

  readonly tilesets = new Tilesets();

  readonly #dark = new MediaQuery("prefers-color-scheme: dark");

  get view() {
    return this.address.view;
  }

  get scheme(): Scheme {
    return this.#dark.current ? "dark" : "light";
  }

  readonly known = $derived(inOrder(this.layers.value?.layers ?? []));
  readonly shown = $derived(this.view.layers ?? firstLayers(this.known));
  readonly extent: Bounds = $derived(wholeExtent(this.config.value?.place.extent, this.known));

  /** The date that the answers are for: the one chosen, else the server's today. */
  readonly on = $derived(this.view.on ?? this.layers.value?.on ?? null);

  /** The chosen point in degrees; one given on the grid is known only with its answer. */
  readonly spot: LonLat | null = $derived.by(() => {
    const { spot } = this.view;
    if (!spot || !isGrid(spot)) return spot;
    const point = this.located.value?.point;
    // The answer to an earlier question may still be here.
    const same = point && Math.hypot(point.easting - spot.easting, point.northing - spot.northing) < 2;
    return same ? { lon: point.lon, lat: point.lat } : null;
  });

  /** Where the map should look when nobody moved it; null while that is not known. */
  readonly goal: Goal | null = $derived.by(() => {
    if (this.view.area) {
      const bounds = toBounds(this.area.value?.bounds);
      return bounds && { bounds };
    }
    if (this.view.spot) return this.spot && { spot: this.spot };
    return { bounds: this.extent };
  });

  constructor() {
    $effect(() => this.address.follow());
    void this.config.ask(fetchConfig);
    this.#askAsTheAddressSays();
    this.#keepTilesets();
  }

  #askAsTheAddressSays(): void {
    const on = $derived(this.view.on);
    const spot = $derived(this.view.spot && spotText(this.view.spot));
    const area = $derived(this.view.area && `${this.view.area.layer}/${this.view.area.key}`);
    const query = $derived(this.view.query);
    const shape = $derived(this.area.value?.geojson ?? null);
    let areaBefore: string | null = null;

    follow(
      () => on,
      (day) => this.layers.ask((signal) => fetchLayers(day, signal)),
    );
    follow(
      () => [spot, on] as const,
      ([, day]) => {
        const asked = this.view.spot;
        return this.located.ask(asked && ((signal) => fetchLocated(asked, day, signal)));
      },
    );
    follow(
      () => [area, on] as const,
      ([key, day]) => {
        const asked = this.view.area;
        // Another area must not wear the figures of the one before it while it loads.
        if (key !== areaBefore) void this.area.ask(null);
        areaBefore = key;
        return this.area.ask(asked && ((signal) => fetchArea(asked, day, signal)));
      },
    );
    follow(
      () => shape,
      (address) => this.shape.ask(address === null ? null : (signal) => fetchShape(address, signal)),
    );
    follow(
      () => [query, on] as const,
      ([text, day]) => this.found.ask(text === "" ? null : (signal) => fetchFound(text, day, signal)),
    );
  }

  #keepTilesets(): void {
    const needed = $derived(tilesNeeded({ known: this.known, shown: this.shown, basemap: null }).join(","));
    const day = $derived(this.layers.value?.on ?? null);
    $effect(() => {
      if (needed === "" || day === null) return;
      const open = new AbortController();
      void this.tilesets.need(needed.split(","), day, open.signal);
      return () => {
        open.abort();
      };
    });
  }
}
