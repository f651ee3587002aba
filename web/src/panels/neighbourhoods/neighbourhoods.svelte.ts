import type { Feature, FeatureCollection } from "geojson";

import { fetchArea, fetchShape } from "../../api/client";
import {
  checkSketch,
  fetchAgreements,
  fetchFeatures,
  fetchHood,
  fetchHoods,
  fetchMine,
  fetchQueue,
  fetchTerms,
  newOnce,
} from "../../api/neighbourhoods";
import {
  type Bounds,
  type DrawingChecked,
  type FoundArea,
  type Hood,
  type HoodAgreements,
  type HoodList,
  type HoodQueue,
  type HoodTerms,
  type MyDrawing,
  toBounds,
} from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { wholeExtent } from "../../lib/layers";
import { keyOf, type LonLat } from "../../lib/view";
import type { Goal } from "../../map/patch-map";
import { Panel } from "../panel.svelte";
import { drawnOf, keep, kept, type Kept, type Making, NOTHING, sketchOf } from "./sketch";
import { HOOD_CODEC, type HoodView, secretIn } from "./view";

/** How many neighbourhoods a list begins with, and how many come with each step. */
const STEP = 50;
/** How many are looked through for the words of a search. */
const SEARCHED = 1000;
/** How long nobody must have changed a drawing before it is checked, in milliseconds. */
const PAUSE_MS = 250;

/** What the Neighbourhoods panel knows besides: those that are published, one of them, and a drawing in the making. */
export class Neighbourhoods extends Panel<HoodView> {
  readonly terms = new Answer<HoodTerms>();
  readonly list = new Answer<HoodList>();
  readonly hood = new Answer<Hood>();
  readonly other = new Answer<Hood>();
  readonly agreements = new Answer<HoodAgreements>();
  readonly agreement = new Answer<FeatureCollection>();
  readonly undrawn = new Answer<FeatureCollection>();
  readonly checked = new Answer<DrawingChecked>();
  readonly mine = new Answer<MyDrawing>();
  readonly queue = new Answer<HoodQueue>();

  limit = $state(STEP);
  making: Making = $state.raw(NOTHING);
  /** The corner that is to be moved, by its position. */
  moved: number | null = $state(null);
  /** The secret of the private link that this page was opened with. */
  secret: string | null = $state(secretIn(location.hash));
  /** A drawing that was begun at another time. */
  begun: Kept | null = $state.raw(kept());
  once = newOnce();
  /** The drawing of the queue that is on the map. */
  waiting: Feature | null = $state.raw(null);

  readonly shown: readonly string[] = $derived.by(() => {
    if (this.view.doing === "draw" && !this.view.lines) return [];
    const wanted = this.view.doing === "look" ? ["neighbourhoods", "wards"] : ["wards"];
    return wanted.filter((id) => this.known.some((layer) => layer.id === id));
  });
  readonly numbered: readonly string[] = [];
  readonly outline: Feature | null = $derived.by(() => {
    if (this.view.doing === "draw") return drawnOf(this.making) as Feature | null;
    if (this.view.doing === "queue") return this.waiting;
    return this.view.id ? this.shape.value : null;
  });
  readonly spot: LonLat | null = $derived.by(() =>
    this.view.doing === "draw" ? (this.making.corners.at(-1) ?? null) : null,
  );
  readonly features: FeatureCollection | null = $derived.by(() => {
    if (this.view.doing !== "look") return null;
    return this.view.agree ? this.agreement.value : this.view.undrawn ? this.undrawn.value : null;
  });
  readonly extent: Bounds = $derived.by(() => wholeExtent(this.config.value?.place.extent, this.known));
  readonly goal: Goal | null = $derived.by(() => {
    if (this.view.id) {
      const bounds = toBounds(this.hood.value?.bounds);
      return bounds && { bounds };
    }
    return { bounds: this.extent };
  });

  constructor() {
    super(HOOD_CODEC);
    void this.terms.ask(fetchTerms);
    this.#askAsTheAddressSays();
  }

  /** Takes a place of the map: a corner of the drawing, or where a corner is to be. */
  corner(at: LonLat): void {
    const { corners } = this.making;
    if (this.moved !== null) {
      const next = corners.map((corner, index) => (index === this.moved ? at : corner));
      this.moved = null;
      this.change({ corners: next });
    } else if (this.making.pieces.length === 0 && this.making.shape === null) {
      // A tap must not wipe what was put together or came from a file: that is for "Begin again".
      this.change({ corners: [...corners, at] });
    }
  }

  change(change: Partial<Making>): void {
    this.making = { ...this.making, ...change };
    // What is changed under a private link is not a drawing of its own, and must never be sent as one.
    if (this.secret === null) keep({ making: this.making, once: this.once, token: null });
    this.begun = null;
    this.#check();
  }

  /** Goes on with a drawing of another time. */
  resume(): void {
    if (!this.begun) return;
    this.once = this.begun.once;
    this.making = this.begun.making;
    this.begun = null;
    this.#check();
  }

  /** The drawing has arrived: the next one is another. */
  arrived(): void {
    keep(null);
    this.making = NOTHING;
    this.once = newOnce();
  }

  forget(): void {
    keep(null);
    this.begun = null;
    this.making = NOTHING;
    this.once = newOnce();
    void this.checked.ask(null);
  }

  /** Adds an area to what is put together. */
  async addPiece(area: FoundArea): Promise<void> {
    const key = keyOf(area);
    const { signal } = new AbortController();
    const found = await fetchArea(key, this.view.on, signal);
    if (!found?.ok) return;
    const shape = await fetchShape(found.value.geojson, signal);
    const geometry = shape?.ok ? shape.value.geometry : null;
    if (geometry?.type !== "Polygon" && geometry?.type !== "MultiPolygon") return;
    const piece = { layer: key.layer, key: key.key, name: area.name, shape: geometry };
    const others = this.making.pieces.filter((one) => one.layer !== key.layer || one.key !== key.key);
    this.change({ pieces: [...others, piece], corners: [], shape: null });
  }

  /** Puts a drawing that is kept under a private link into the fields, to be changed. */
  take(drawing: MyDrawing): void {
    const { name, why, tags, geometry } = drawing;
    const shape = geometry as GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
    this.making = { ...NOTHING, name, why, tags: tags.join(", "), shape };
    this.#check();
  }

  override again(): void {
    super.again();
    for (const answer of [this.terms, this.list, this.hood, this.mine, this.queue]) {
      if (answer.problem) void answer.again();
    }
  }

  more(): void {
    this.limit += STEP;
  }

  #timer: ReturnType<typeof setTimeout> | null = null;

  #check(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const sketch = sketchOf(this.making);
      void this.checked.ask((signal) => checkSketch(sketch, this.view.on, signal));
    }, PAUSE_MS);
  }

  #askAsTheAddressSays(): void {
    const on = $derived(this.view.on);
    const doing = $derived(this.view.doing);
    const id = $derived(this.view.id);
    const moderates = $derived(this.session.may("moderate"));
    follow(
      () => [doing, this.view.find, on, this.limit, id] as const,
      ([doing, find, on, limit, id]) =>
        this.list.ask(
          doing === "look" && id === null
            ? (signal) => fetchHoods("", on, find === "" ? limit : SEARCHED, signal)
            : null,
        ),
    );
    follow(
      () => doing,
      (doing) => this.agreements.ask(doing === "look" ? fetchAgreements : null),
    );
    follow(
      () => [id, on] as const,
      ([id, on]) => {
        void this.area.ask(
          id === null ? null : (signal) => fetchArea({ layer: "neighbourhoods", key: id }, on, signal),
        );
        return this.hood.ask(id === null ? null : (signal) => fetchHood(id, on, signal));
      },
    );
    follow(
      () => [id, this.view.then] as const,
      ([id, then]) =>
        this.other.ask(id === null || then === null ? null : (signal) => fetchHood(id, then, signal)),
    );
    follow(
      () => this.view.agree,
      (name) =>
        this.agreement.ask(
          name === null
            ? null
            : (signal) =>
                fetchFeatures(
                  `/api/neighbourhoods/agreement.geojson?name=${encodeURIComponent(name)}`,
                  signal,
                ),
        ),
    );
    follow(
      () => [this.view.undrawn, on] as const,
      ([undrawn, on]) =>
        this.undrawn.ask(
          undrawn
            ? (signal) =>
                fetchFeatures(`/api/neighbourhoods/undrawn.geojson${on === null ? "" : `?on=${on}`}`, signal)
            : null,
        ),
    );
    follow(
      () => this.secret,
      async (secret) => {
        await this.mine.ask(secret === null ? null : (signal) => fetchMine(secret, signal));
      },
    );
    follow(
      () => [doing, moderates] as const,
      ([doing, moderates]) => this.queue.ask(doing === "queue" && moderates ? fetchQueue : null),
    );
  }
}
