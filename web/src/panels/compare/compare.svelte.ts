import { type CompareQuestion, fetchArea, fetchComparison } from "../../api/client";
import type { Reply } from "../../api/problem";
import { type Area, type Bounds, type Comparison, type Pair, toBounds } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { wholeExtent } from "../../lib/layers";
import { placeText } from "../../lib/view";
import type { Goal } from "../../map/patch-map";
import { fillsFrom } from "../../map/zooms";
import { Panel } from "../panel.svelte";
import { drawnLayer, firstPair, sidesOf } from "./choices";
import { inOrder, partnersOf, rowsOf } from "./rows";
import { shadingOf } from "./shading";
import { COMPARE_CODEC, type CompareView } from "./view";

/** What the Compare panel knows besides: two layers, how they fit each other, and one chosen area of the first. */
export class Compare extends Panel<CompareView> {
  readonly comparison = new Answer<Comparison>();
  /** The partners of the chosen area, which may be beyond the pairs that came with the answer. */
  readonly partners = new Answer<Pair[]>();
  readonly place = new Answer<Area>();

  /** Whether somebody stopped the question that the address asks. */
  left = $state(false);

  readonly sides = $derived(this.layers.value ? sidesOf(this.layers.value) : []);
  readonly first = $derived(firstPair(this.sides));
  readonly a = $derived(
    this.view.a ?? (this.first?.[0] === this.view.b ? this.first?.[1] : this.first?.[0]) ?? null,
  );
  readonly b = $derived(
    this.view.b ?? (this.first?.[1] === this.view.a ? this.first?.[0] : this.first?.[1]) ?? null,
  );

  readonly question: CompareQuestion | null = $derived.by(() => {
    const { weight, place, on } = this.view;
    if (!this.a || !this.b) return null;
    return { a: this.a, b: this.b, weight, within: place && placeText(place), on };
  });

  readonly rows = $derived(this.comparison.value ? rowsOf(this.comparison.value) : []);
  readonly ordered = $derived(inOrder(this.rows, this.view.sort));
  readonly chosen = $derived(this.rows.find(({ code }) => code === this.view.area) ?? null);

  readonly drawnA = $derived(drawnLayer(this.a, this.known));
  readonly drawnB = $derived(drawnLayer(this.b, this.known));
  /** Each once, also when a layer is compared with itself. */
  readonly drawn = $derived(
    [this.drawnA, this.drawnB === this.drawnA ? null : this.drawnB].filter((layer) => layer !== null),
  );
  readonly shown = $derived(this.drawn.map(({ id }) => id));

  readonly numbered = $derived(this.shown);

  readonly shading = $derived.by(() => {
    const answer = this.comparison.value;
    const shading = answer && shadingOf(answer, this.chosen?.code ?? null);
    return shading && this.shown.includes(shading.fill.layer) ? shading : null;
  });

  readonly extent: Bounds = $derived(
    toBounds(this.place.value?.bounds) ?? wholeExtent(this.config.value?.place.extent, this.drawn),
  );

  /** Where the map should look when nobody moved it; null while that is not known. */
  readonly goal: Goal | null = $derived.by(() => {
    if (this.view.area && this.drawnA) {
      const bounds = toBounds(this.area.value?.bounds);
      return bounds && { bounds };
    }
    return this.view.place && this.place.busy ? null : { bounds: this.extent };
  });

  /** From which zoom on the map fills single areas. */
  readonly fillsFrom = $derived.by(() => {
    const layer = this.drawn.find(({ id }) => id === this.shading?.fill.layer);
    return layer ? fillsFrom(layer, this.tilesets.known[layer.id]) : 0;
  });

  constructor() {
    super(COMPARE_CODEC);
    this.#askAsTheAddressSays();
  }

  /** Gives up the question that is open. */
  leave(): void {
    this.left = true;
    void this.comparison.ask(null);
  }

  /** Asks what the address says, once more. */
  override again(): void {
    super.again();
    void this.#compare();
  }

  #compare(): Promise<void> {
    const { question } = this;
    this.left = false;
    return this.comparison.ask(question && ((signal) => fetchComparison(question, null, signal)));
  }

  #askAsTheAddressSays(): void {
    const on = $derived(this.view.on);
    const asked = $derived(this.question && JSON.stringify(this.question));
    const drawnA = $derived(this.drawnA?.id ?? null);
    const place = $derived(this.view.place && placeText(this.view.place));

    follow(
      () => asked,
      () => this.#compare(),
    );
    follow(
      () => [this.comparison.value, this.view.area] as const,
      ([answer, code]) => {
        const { question } = this;
        if (!answer || !question || code === null) return this.partners.ask(null);
        return this.partners.ask((signal) => allPartners(question, answer, code, signal));
      },
    );
    follow(
      () => [drawnA, this.view.area, on] as const,
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

/** All pairs of one area. They come by A's code, so the last page to look at is the first that goes on to another's. */
async function allPartners(
  question: CompareQuestion,
  first: Comparison,
  code: string,
  signal: AbortSignal,
): Promise<Reply<Pair[]> | null> {
  const found: Pair[] = [];
  let page = first;
  for (;;) {
    found.push(...partnersOf(page.pairs, code));
    const beyond = found.length > 0 && page.pairs.at(-1)?.a_code !== code;
    const next = page.next_cursor ?? null;
    if (next === null || beyond) return { ok: true, value: found };
    const reply = await fetchComparison(question, next, signal);
    if (!reply?.ok) return reply;
    page = reply.value;
  }
}
