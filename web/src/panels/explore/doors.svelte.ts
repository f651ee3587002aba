import { fetchHoods } from "../../api/neighbourhoods";
import { fetchPlainOptions } from "../../api/plans";
import type { HoodList, LayerList, PlainOptions } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { homeWords as say } from "../../words/home";
import { firstPair, sidesOf } from "../compare/choices";
import { COMPARE_CODEC, readCompare } from "../compare/view";
import { HOOD_CODEC, readHood } from "../neighbourhoods/view";
import { PLAN_CODEC, readPlan } from "../plan/view";

/** Of how many neighbourhoods one is chosen. */
const LOOKED_AT = 40;

/** What a door leads to as an example: still asked for, not to be had, not on this server, or a page. */
export type Example = "asking" | "unknown" | "none" | { path: string; text: string };

export type Door = { id: "compare" | "plan" | "draw"; path: string; example: Example };

/** The ways on from the first page, each with an example made from what the server holds on the day. */
export class Doors {
  readonly options = new Answer<PlainOptions>();
  readonly hoods = new Answer<HoodList>();

  readonly #layers: () => Answer<LayerList>;
  readonly #on: () => string | null;

  constructor(layers: () => Answer<LayerList>, on: () => string | null) {
    this.#layers = layers;
    this.#on = on;
    const day = $derived(on());
    follow(
      () => day,
      (day) => this.options.ask((signal) => fetchPlainOptions(day, signal)),
    );
    follow(
      () => day,
      (day) => this.hoods.ask((signal) => fetchHoods("", day, LOOKED_AT, signal)),
    );
  }

  readonly all: Door[] = $derived.by(() => {
    const on = this.#on();
    const compare = (a: string | null, b: string | null) =>
      `/compare${COMPARE_CODEC.write({ ...readCompare(""), a, b, on })}`;
    const plan = (id: string | null) => `/plan${PLAN_CODEC.write({ ...readPlan(""), id, on })}`;
    const draw = (id: string | null) =>
      `/neighbourhoods${HOOD_CODEC.write({ ...readHood(id ? "" : "?do=draw"), id, on })}`;
    return [
      {
        id: "compare",
        path: compare(null, null),
        example: exampleOf(this.#layers(), (list) => {
          const sides = sidesOf(list);
          const [a, b] = firstPair(sides) ?? [];
          const titleOf = (id: string) => sides.find((side) => side.id === id)?.title ?? id;
          return a && b ? { path: compare(a, b), text: say.compare.example(titleOf(a), titleOf(b)) } : null;
        }),
      },
      {
        id: "plan",
        path: plan(null),
        example: exampleOf(this.options, ({ scenarios }) => {
          const option = scenarios.find(({ drawn }) => drawn) ?? scenarios[0];
          return option ? { path: plan(option.id), text: say.plan.example(option.title) } : null;
        }),
      },
      {
        id: "draw",
        path: draw(null),
        example: exampleOf(this.hoods, ({ neighbourhoods }) => {
          // One that somebody drew says best what drawing is.
          const hood = neighbourhoods.find(({ drawn }) => drawn) ?? neighbourhoods[0];
          return hood ? { path: draw(hood.id), text: say.draw.example(hood.name, hood.drawn) } : null;
        }),
      },
    ];
  });
}

function exampleOf<T>(
  { value, problem }: Answer<T>,
  make: (value: T) => { path: string; text: string } | null,
): Example {
  if (value) return make(value) ?? "none";
  return problem ? "unknown" : "asking";
}
