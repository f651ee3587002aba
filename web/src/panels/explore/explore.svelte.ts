import { type AssetQuestion, fetchArea, fetchAssetTiles, fetchFound, fetchLocated } from "../../api/client";
import { type Bounds, type Found, type Located, type TileJson, toBounds } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { wholeExtent } from "../../lib/layers";
import { FIRST_REACH } from "../../lib/reaches";
import { isGrid, isPostcode, type LonLat, placeText, spotText, type View, VIEW_CODEC } from "../../lib/view";
import { type AssetMarks, ASSETS } from "../../map/marks";
import type { Goal } from "../../map/patch-map";
import { Panel } from "../panel.svelte";
import { firstLayers } from "./choices";
import { Finder } from "./finder.svelte";

/** What the Explore panel knows besides: a point, an area or a search, and what the server says of it. */
export class Explore extends Panel<View> {
  readonly located = new Answer<Located>();
  readonly found = new Answer<Found>();

  readonly shown = $derived(this.view.layers ?? [...firstLayers(this.known), ASSETS]);
  readonly numbered: readonly string[] = [];
  readonly extent: Bounds = $derived(wholeExtent(this.config.value?.place.extent, this.known));

  /** The chosen point in degrees; one given on the grid or by its postcode is known only with its answer. */
  readonly spot: LonLat | null = $derived.by(() => {
    const { spot } = this.view;
    if (!spot || !(isGrid(spot) || isPostcode(spot))) return spot;
    const { point, postcode } = this.located.value ?? {};
    // The answer to an earlier question may still be here.
    const same =
      point &&
      (isPostcode(spot)
        ? postcode?.postcode === spot.postcode
        : Math.hypot(point.easting - spot.easting, point.northing - spot.northing) < 2);
    return same ? { lon: point.lon, lat: point.lat } : null;
  });

  /** Which assets the address asks about; null while the point asked about is not known in degrees, or the area not at all. */
  readonly assetQuestion: AssetQuestion | null = $derived.by(() => {
    const { area, spot, kinds, meet, within, on } = this.view;
    const near = area ? null : this.spot;
    if ((spot && !area && !near) || (area && !this.area.value)) return null;
    const inside = area && placeText(area);
    return { kinds, meet, near, within: near && (within ?? FIRST_REACH), inside, on };
  });

  readonly finder = new Finder(() => ({
    question: this.assetQuestion,
    on: this.view.on,
    asset: this.view.asset,
  }));

  readonly assetTiles = new Answer<TileJson>();
  readonly assetMarks: AssetMarks | null = $derived(
    this.assetTiles.value && { groups: this.finder.groups, tiles: this.assetTiles.value },
  );

  /** Where the chosen asset is, once that is known. */
  readonly assetSpot: LonLat | null = $derived.by(() => {
    const { lon, lat } = this.finder.asset.value ?? {};
    return this.view.asset && typeof lon === "number" && typeof lat === "number" ? { lon, lat } : null;
  });

  /** Where the map should look when nobody moved it; null while that is not known. */
  readonly goal: Goal | null = $derived.by(() => {
    if (this.view.asset && !this.finder.asset.problem) return this.assetSpot && { spot: this.assetSpot };
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
    const tiles = $derived.by(() => {
      const { kinds, meet } = this.view;
      const wanted = this.mapOn && this.shown.includes(ASSETS) && this.finder.any === true;
      return wanted ? JSON.stringify({ kinds, meet, on }) : null;
    });
    let areaBefore: string | null = null;

    follow(
      () => tiles,
      (asked) => {
        const { kinds, meet, on: day } = this.view;
        return this.assetTiles.ask(
          asked === null ? null : (signal) => fetchAssetTiles({ kinds, meet, on: day }, signal),
        );
      },
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
      () => [query, on] as const,
      ([text, day]) => this.found.ask(text === "" ? null : (signal) => fetchFound(text, day, signal)),
    );
  }
}
