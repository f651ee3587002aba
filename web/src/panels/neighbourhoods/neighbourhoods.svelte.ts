import type { Feature, FeatureCollection } from "geojson";

import { fetchTerms } from "../../api/neighbourhoods";
import {
  type Bounds,
  type Hood,
  type HoodAgreements,
  type HoodList,
  type HoodTerms,
  type MyDrawing,
  toBounds,
} from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { wholeExtent } from "../../lib/layers";
import type { Camera } from "../../lib/view";
import type { Goal } from "../../map/patch-map";
import { Panel } from "../panel.svelte";
import { askAsTheAddressSays } from "./asking.svelte";
import { blockLayer } from "./blocks";
import { Desk } from "./desk.svelte";
import { Draft } from "./draft.svelte";
import { Sending } from "./sending.svelte";
import { boundsOf, drawnOf, groundOf } from "./sketch";
import { HOOD_CODEC, type HoodView, secretIn } from "./view";

/** How many neighbourhoods a list begins with, and how many come with each step. */
const STEP = 50;

/** What the Neighbourhoods panel knows besides: those that are published, one of them, a drawing in the making, and the queue. */
export class Neighbourhoods extends Panel<HoodView> {
  readonly terms = new Answer<HoodTerms>();
  readonly list = new Answer<HoodList>();
  readonly hood = new Answer<Hood>();
  readonly other = new Answer<Hood>();
  readonly agreements = new Answer<HoodAgreements>();
  readonly agreement = new Answer<FeatureCollection>();
  readonly undrawn = new Answer<FeatureCollection>();
  readonly mine = new Answer<MyDrawing>();

  limit = $state(STEP);
  /** The secret of the private link that this page was opened with. */
  secret: string | null = $state(secretIn(location.hash));
  /** Where the map looks right now; null while there is none. */
  camera: Camera | null = $state.raw(null);

  readonly draft = new Draft(
    () => this.view.on,
    () => this.secret === null,
  );
  readonly sending = new Sending(this.draft);
  readonly desk = new Desk();

  /** The layer to whose lines corners go, while that is wished. */
  readonly snap: string | null = $derived.by(() =>
    this.view.doing === "draw" && this.view.snap ? blockLayer(this.known) : null,
  );
  readonly shown: readonly string[] = $derived.by(() => {
    const snap = this.snap === null ? [] : [this.snap];
    if (this.view.doing === "draw" && !this.view.lines) return snap;
    const wanted = this.view.doing === "look" ? ["neighbourhoods", "wards", "districts"] : ["wards"];
    return [...wanted.filter((id) => this.known.some((layer) => layer.id === id)), ...snap];
  });
  readonly numbered: readonly string[] = [];
  readonly outline: Feature | null = $derived.by(() => {
    if (this.view.doing === "draw") return drawnOf(this.draft.making) as Feature | null;
    if (this.view.doing === "queue") return this.desk.looked;
    return this.view.id ? this.shape.value : null;
  });
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
    return { bounds: this.#near ?? this.extent };
  });

  /** Of ground that came at once, the box around it; corner by corner, the map stays where the hand is. */
  readonly #near: Bounds | null = $derived.by(() => {
    if (this.view.doing === "queue") return boundsOf(this.desk.looked?.geometry ?? null);
    const { corners } = this.draft.making;
    return this.view.doing === "draw" && corners.length === 0 ? boundsOf(groundOf(this.draft.making)) : null;
  });

  constructor() {
    super(HOOD_CODEC);
    void this.terms.ask(fetchTerms);
    askAsTheAddressSays(this);
  }

  /** Lets the map look at what has just come. */
  look(): void {
    this.address.note({ camera: null });
  }

  override again(): void {
    super.again();
    for (const answer of [this.terms, this.list, this.hood, this.mine]) {
      if (answer.problem) void answer.again();
    }
  }

  /** Leaves the private link that the page was opened with. */
  leave(): void {
    if (this.secret === null) return;
    this.secret = null;
    this.draft.leave();
  }

  more(): void {
    this.limit += STEP;
  }
}
