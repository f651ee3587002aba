import { fetchLocated } from "../../api/client";
import {
  type DraftOption,
  evaluate,
  fetchOption,
  fetchOptions,
  type Move,
  type Tagged,
} from "../../api/plans";
import { type Bounds, type Figures, type OptionList, type PlanPart, toBounds } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { distinct } from "../../lib/attribution";
import { follow } from "../../lib/follow.svelte";
import { wholeExtent } from "../../lib/layers";
import type { LonLat } from "../../lib/view";
import { familyOf } from "../../map/families";
import type { Groups } from "../../map/picture";
import type { Goal } from "../../map/patch-map";
import { Panel } from "../panel.svelte";
import { groupsOf, layersIn } from "./groups";
import { keepMoves, keepOwn, keptMoves, keptOwn, type OwnOption } from "./kept";
import { ownIn } from "./share";
import { MOST_MOVES_TEXT, movesText, OPENED, OWN, PLAN_CODEC, type PlanView } from "./view";

/** Figures, and whether they are of the councils that are there in place of the option: on the screen they stay until others have come. */
type ShownFigures = Figures & { before: boolean };

/** What the Plan panel knows besides: the options, one of them, and what somebody moved in it. */
export class Plan extends Panel<PlanView> {
  readonly options = new Answer<OptionList>();
  readonly option = new Answer<Tagged>();
  readonly figures = new Answer<ShownFigures>();

  /** The option that is only in this browser. */
  own: OwnOption | null = $state.raw(keptOwn());
  /** Moves that were taken back, the last first. */
  undone: readonly Move[] = $state.raw([]);
  /** The parts at the place that was last picked. */
  picked: readonly PlanPart[] = $state.raw([]);
  /** Whether the address had room for no more. */
  full = $state(false);

  readonly isOwn = $derived(this.view.id === OWN);
  readonly moves = $derived(this.view.moves);
  /** Whether what is shown are the councils that are there. */
  readonly before = $derived(this.figures.value?.before ?? false);
  /** Changes to the open option that are kept from another time. */
  readonly earlier: readonly Move[] = $derived(
    this.view.id !== null && this.moves.length === 0 && this.undone.length === 0
      ? keptMoves(this.view.id)
      : [],
  );

  readonly title: string | null = $derived(
    this.isOwn ? (this.own?.title ?? null) : (this.option.value?.option.title ?? null),
  );
  readonly purpose: string = $derived(
    (this.isOwn ? this.own?.purpose : this.option.value?.option.purpose) ?? "other",
  );
  readonly areas: readonly string[] = $derived.by(() => this.figures.value?.assignment.areas ?? []);
  readonly parts: readonly PlanPart[] = $derived.by(() => this.figures.value?.assignment.components ?? []);

  readonly draft: DraftOption | null = $derived.by(() => {
    const { id, moves, before } = this.view;
    if (id === null) return null;
    if (!this.isOwn) return { from: id, assignment: null, purpose: null, guide: null, moves, before };
    if (!this.own) return null;
    const { assignment, purpose, guide } = this.own;
    return { from: null, assignment, purpose, guide, moves, before };
  });

  /** What the map has before an option is opened: the councils that are to be joined or parted, which come after the wards. */
  readonly #councils: readonly string[] = $derived.by(() => {
    const councils = this.known.filter(({ edition, family }) => edition && familyOf(family) === "council");
    const [first, second] = councils;
    return [second ?? first].flatMap((layer) => layer?.id ?? []);
  });
  readonly shown: readonly string[] = $derived.by(() => {
    if (this.view.id === null) return this.#councils;
    const parts = this.figures.value
      ? layersIn(this.figures.value).map((layer) => layer.split("@")[0] ?? layer)
      : [];
    const against = this.figures.value?.against.map(({ layer }) => layer.split("@")[0] ?? layer) ?? [];
    const first = against.find((layer) => this.known.some(({ id, edition }) => id === layer && edition));
    return distinct([...parts, ...(first ? [first] : [])]);
  });
  readonly groups: Groups | null = $derived(this.figures.value && groupsOf(this.figures.value, this.scheme));
  /** The layer of the option's areas as they were saved. */
  readonly drawn: string | null = $derived.by(() => {
    const saved = this.option.value?.option;
    return saved?.drawn && !this.isOwn ? saved.layer : null;
  });
  readonly numbered: readonly string[] = $derived.by(() =>
    this.figures.value ? layersIn(this.figures.value) : [],
  );

  readonly extent: Bounds = $derived.by(() => {
    const boxes = (this.figures.value?.areas ?? []).flatMap(({ bbox }) => toBounds(bbox) ?? []);
    const side = (at: number) => boxes.filter((_, index) => index % 4 === at);
    if (boxes.length >= 4) {
      return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(2)), Math.max(...side(3))];
    }
    return wholeExtent(this.config.value?.place.extent, this.known);
  });
  /** The box that the map goes to: that of the option when it is opened, and not at every move. */
  #aim: Bounds | null = null;
  readonly goal: Goal | null = $derived.by(() => {
    if (this.view.id !== null && !this.figures.value) return null;
    if (this.#aim === null || this.moves.length === 0) this.#aim = this.extent;
    return { bounds: this.#aim };
  });

  override get besides(): readonly string[] {
    return [...(this.figures.value ? layersIn(this.figures.value) : []), ...(this.drawn ? [this.drawn] : [])];
  }

  constructor() {
    super(PLAN_CODEC);
    void this.#readTheAddress();
    this.#askAsTheAddressSays();
  }

  /** Moves a part to an area; null for none, a new name for a new area. */
  move(part: Pick<PlanPart, "layer" | "code">, area: string | null): void {
    const moves = [...this.moves, { layer: part.layer, code: part.code, area }];
    this.full = movesText(moves).length > MOST_MOVES_TEXT;
    if (this.full) return;
    this.undone = [];
    this.#take(moves);
  }

  undo(): void {
    const last = this.moves.at(-1);
    if (!last) return;
    this.undone = [...this.undone, last];
    this.#take(this.moves.slice(0, -1));
  }

  redo(): void {
    const last = this.undone.at(-1);
    if (!last) return;
    this.undone = this.undone.slice(0, -1);
    this.#take([...this.moves, last]);
  }

  /** Takes back every move. */
  reset(): void {
    this.undone = [...this.moves].reverse();
    this.#take([]);
  }

  /** Goes on with the changes of another time. */
  resume(): void {
    this.#take(this.earlier);
  }

  forget(): void {
    if (this.view.id !== null) keepMoves(this.view.id, []);
    this.address.note({ moves: [] });
  }

  /** Opens an option that came as a table. */
  openOwn(own: OwnOption): void {
    this.own = own;
    keepOwn(own);
    this.undone = [];
    this.address.go({ id: OWN, ...OPENED });
  }

  /** Which parts lie at a place. */
  async pick(spot: LonLat): Promise<readonly PlanPart[]> {
    const reply = await fetchLocated(spot, this.view.on, new AbortController().signal);
    const here = reply?.ok ? reply.value.areas : [];
    const isHere = (part: PlanPart) =>
      here.some(
        ({ layer, code, id }) =>
          layer === (part.layer.split("@")[0] ?? part.layer) && (code ?? id) === part.code,
      );
    const parts = this.parts.filter(isHere);
    // A ward of a district that goes somewhere whole can be moved by itself: that splits the district.
    const wards = here
      .filter(({ layer, code, id }) => layer === "wards" && !parts.some((part) => part.code === (code ?? id)))
      .map(({ layer, code, id, name }) => ({
        layer,
        code: code ?? id,
        name,
        area: parts[0]?.area ?? null,
        confidence: "stated",
        drawn: true,
      }));
    this.picked = parts.length > 0 ? [...parts, ...wards] : [];
    return this.picked;
  }

  override again(): void {
    super.again();
    if (this.options.problem) void this.options.again();
    if (this.option.problem) void this.option.again();
    if (this.figures.problem) void this.figures.again();
  }

  #take(moves: readonly Move[]): void {
    if (this.view.id !== null) keepMoves(this.view.id, moves);
    this.address.go({ moves });
  }

  async #readTheAddress(): Promise<void> {
    const own = await ownIn(location.hash);
    if (!own) return;
    this.own = own;
    keepOwn(own);
  }

  #askAsTheAddressSays(): void {
    const id = $derived(this.view.id);
    const against = $derived(this.view.against);
    const on = $derived(this.view.on);
    const draft = $derived(this.draft && JSON.stringify(this.draft));
    follow(
      () => [id === null, against, on] as const,
      ([all]) => this.options.ask(all ? (signal) => fetchOptions(against, on, signal) : null),
    );
    follow(
      () => id,
      async (id) => {
        this.#aim = null;
        this.undone = [];
        this.picked = [];
        await this.figures.ask(null);
        return this.option.ask(id === null || id === OWN ? null : (signal) => fetchOption(id, signal));
      },
    );
    follow(
      () => [draft, against, on] as const,
      () => {
        const { draft } = this;
        return this.figures.ask(
          draft &&
            (async (signal) => {
              const reply = await evaluate(draft, against, on, signal);
              return reply?.ok ? { ...reply, value: { ...reply.value, before: draft.before } } : reply;
            }),
        );
      },
    );
  }
}
