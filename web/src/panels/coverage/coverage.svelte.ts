import type { FeatureCollection } from "geojson";

import {
  type CoverageQuestion,
  fetchArea,
  fetchAssetTiles,
  fetchCoverage,
  fetchGaps,
  fetchKinds,
} from "../../api/client";
import {
  type Area,
  type Bounds,
  type Coverage as CoverageAnswer,
  type Kind,
  type KindList,
  type TileJson,
  toBounds,
} from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { wholeExtent } from "../../lib/layers";
import { FIRST_REACH } from "../../lib/reaches";
import { placeText } from "../../lib/view";
import type { AssetMarks } from "../../map/marks";
import type { Goal } from "../../map/patch-map";
import { fillsFrom } from "../../map/zooms";
import { Panel } from "../panel.svelte";
import { classesOf, firstKind, firstLayer, layersFor } from "./choices";
import { inOrder } from "./rows";
import { shadingOf } from "./shading";
import { COVERAGE_CODEC, type CoverageView } from "./view";

/** What the Coverage panel knows besides: who is within reach of what, and from where nothing is. */
export class Coverage extends Panel<CoverageView> {
  readonly kinds = new Answer<KindList>();
  readonly coverage = new Answer<CoverageAnswer>();
  /** The ground from where none is within reach. */
  readonly gaps = new Answer<FeatureCollection>();
  /** Where the assets of the kinds are drawn. */
  readonly assetTiles = new Answer<TileJson>();
  readonly place = new Answer<Area>();

  /** Whether somebody stopped the question that the address asks. */
  left = $state(false);

  readonly groups = $derived.by(() => this.kinds.value?.groups ?? []);
  /** Whether any assets are loaded; null while that is not known. */
  readonly any: boolean | null = $derived.by(() =>
    this.kinds.value ? firstKind(this.groups) !== null : null,
  );
  readonly kindIds: readonly string[] = $derived.by(() => {
    const first = firstKind(this.groups);
    return this.view.kinds.length > 0 ? this.view.kinds : first === null ? [] : [first];
  });
  readonly chosenKinds: Kind[] = $derived(
    this.groups.flatMap(({ kinds }) => kinds.filter(({ id }) => this.kindIds.includes(id))),
  );

  readonly layersFor = $derived(layersFor(this.known));
  readonly by = $derived(this.view.by ?? firstLayer(this.known));
  readonly within = $derived(this.view.within ?? FIRST_REACH);

  /** The classes of small areas that can split the answer. */
  readonly splits: readonly string[] = $derived(classesOf(this.layers.value));

  readonly question: CoverageQuestion | null = $derived.by(() => {
    const { weight, split, place, on } = this.view;
    const { by, kindIds: kinds, within } = this;
    if (!this.any || !by || kinds.length === 0) return null;
    return { kinds, within, by, inside: place && placeText(place), weight, split, on };
  });

  readonly ordered = $derived(inOrder(this.coverage.value?.areas ?? [], this.view.sort));
  readonly chosen = $derived(this.ordered.find(({ code }) => code === this.view.area) ?? null);

  readonly drawn = $derived(this.layersFor.find(({ id }) => id === this.by) ?? null);
  readonly shown = $derived(this.drawn ? [this.drawn.id] : []);
  readonly numbered = $derived(this.shown);

  readonly shading = $derived.by(() => {
    const answer = this.coverage.value;
    const shading = answer && shadingOf(answer, this.chosen?.code ?? null);
    return shading && this.shown.includes(shading.fill.layer) ? shading : null;
  });
  /** From which zoom on the map fills single areas. */
  readonly fillsFrom = $derived(this.drawn ? fillsFrom(this.drawn, this.tilesets.known[this.drawn.id]) : 0);

  readonly marks: AssetMarks | null = $derived(
    this.assetTiles.value && { groups: this.groups, tiles: this.assetTiles.value },
  );

  readonly extent: Bounds = $derived(
    toBounds(this.place.value?.bounds) ??
      wholeExtent(this.config.value?.place.extent, this.drawn ? [this.drawn] : []),
  );

  /** Where the map should look when nobody moved it; null while that is not known. */
  readonly goal: Goal | null = $derived.by(() => {
    if (this.view.area && this.drawn) {
      const bounds = toBounds(this.area.value?.bounds);
      return bounds && { bounds };
    }
    return this.view.place && this.place.busy ? null : { bounds: this.extent };
  });

  constructor() {
    super(COVERAGE_CODEC);
    this.#askAsTheAddressSays();
  }

  /** Gives up the question that is open. */
  leave(): void {
    this.left = true;
    void this.coverage.ask(null);
    void this.gaps.ask(null);
  }

  /** Asks what the address says, once more. */
  override again(): void {
    super.again();
    if (this.kinds.problem) void this.kinds.again();
    void this.#ask();
  }

  #ask(): Promise<void> {
    const { question } = this;
    this.left = false;
    return this.coverage.ask(question && ((signal) => fetchCoverage(question, signal)));
  }

  #askAsTheAddressSays(): void {
    const on = $derived(this.view.on);
    const asked = $derived(this.question && JSON.stringify(this.question));
    const layer = $derived(this.drawn?.id ?? null);
    const place = $derived(this.view.place && placeText(this.view.place));
    const mapped = $derived(this.mapOn);

    follow(
      () => on,
      (day) => this.kinds.ask((signal) => fetchKinds(day, signal)),
    );
    follow(
      () => asked,
      () => this.#ask(),
    );
    // The gaps take longer than the figures, and belong to an answer that is there.
    follow(
      () => [this.coverage.value, mapped] as const,
      ([answer]) => {
        const { question } = this;
        return this.gaps.ask(answer && question && mapped ? (signal) => fetchGaps(question, signal) : null);
      },
    );
    follow(
      () => [this.coverage.value, mapped] as const,
      ([answer]) => {
        const { question } = this;
        if (!answer || !question || !mapped) return this.assetTiles.ask(null);
        const { kinds, on: day } = question;
        return this.assetTiles.ask((signal) => fetchAssetTiles({ kinds, meet: false, on: day }, signal));
      },
    );
    follow(
      () => [layer, this.view.area, on] as const,
      ([layer, key, day]) => {
        void this.area.ask(null);
        return this.area.ask(layer && key ? (signal) => fetchArea({ layer, key }, day, signal) : null);
      },
    );
    follow(
      () => [place, on] as const,
      ([, day]) => {
        const area = this.view.place;
        return this.place.ask(area && ((signal) => fetchArea(area, day, signal)));
      },
    );
  }
}
