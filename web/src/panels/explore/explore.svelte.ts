import { fetchArea, fetchFound, fetchLocated } from "../../api/client";
import { type Bounds, type Found, type Located, toBounds } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { wholeExtent } from "../../lib/layers";
import { isGrid, type LonLat, spotText, type View, VIEW_CODEC } from "../../lib/view";
import type { Goal } from "../../map/patch-map";
import { Panel } from "../panel.svelte";
import { firstLayers } from "./choices";

/** What the Explore panel knows besides: a point, an area or a search, and what the server says of it. */
export class Explore extends Panel<View> {
  readonly located = new Answer<Located>();
  readonly found = new Answer<Found>();

  readonly shown = $derived(this.view.layers ?? firstLayers(this.known));
  readonly numbered: readonly string[] = [];
  readonly extent: Bounds = $derived(wholeExtent(this.config.value?.place.extent, this.known));

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
    super(VIEW_CODEC);
    this.#askAsTheAddressSays();
  }

  #askAsTheAddressSays(): void {
    const on = $derived(this.view.on);
    const spot = $derived(this.view.spot && spotText(this.view.spot));
    const area = $derived(this.view.area && `${this.view.area.layer}/${this.view.area.key}`);
    const query = $derived(this.view.query);
    let areaBefore: string | null = null;

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
      () => [query, on] as const,
      ([text, day]) => this.found.ask(text === "" ? null : (signal) => fetchFound(text, day, signal)),
    );
  }
}
