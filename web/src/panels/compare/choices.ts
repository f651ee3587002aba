/** Which layers can be compared, in what, and which are compared before anybody chose. */

import type { Layer, LayerList } from "../../api/types";
import { familyOf } from "../../map/families";

/** A layer that can stand on either side: ground that is drawn, or lists of people. */
export type Side = {
  id: string;
  title: string;
  family: string;
  kind: "ground" | "membership";
  order: number;
};

/** The layers that hold on the day, nearest to a resident first. */
export function sidesOf(list: LayerList): Side[] {
  const ground = list.layers
    .filter((layer) => layer.edition)
    .map((layer): Side => ({ ...layer, kind: "ground" }));
  const lists = list.memberships.map((layer): Side => ({ ...layer, kind: "membership" }));
  return [...ground, ...lists].sort((x, y) => x.order - y.order || (x.id < y.id ? -1 : 1));
}

/** What is compared at first: lists of people, else the smallest council areas, with the councils above those. */
export function firstPair(sides: readonly Side[]): [string, string] | null {
  const councils = sides.filter((side) => side.kind === "ground" && familyOf(side.family) === "council");
  const b = councils[1] ?? councils[0] ?? sides.find((side) => side.kind === "ground") ?? sides[0];
  const a =
    sides.find((side) => side.kind === "membership") ?? [...councils, ...sides].find((side) => side !== b);
  return a && b ? [a.id, b.id] : null;
}

/** The layer of `LAYER` or `LAYER@EDITION`. */
export function layerOf(asked: string): string {
  return asked.split("@")[0] ?? asked;
}

/** Something that can be counted. */
export type WeightChoice =
  { value: "area" } | { value: string; name: string; date: string | null; blocks: string | null };

/** What can be counted between two layers: a list of people counts its own people only, and has no ground. */
export function weightsFor(a: string, b: string, list: LayerList): WeightChoice[] {
  const lists = list.memberships.filter(({ id }) => id === layerOf(a) || id === layerOf(b));
  const counted = list.weights.filter(({ layer }) =>
    lists.length > 0 ? lists.some(({ id }) => id === layer) : layer === null,
  );
  const people = counted.map(({ name, blocks, release }): WeightChoice => {
    const alone = counted.filter((other) => other.name === name).length === 1;
    const title = list.layers.find((layer) => layer.id === blocks)?.title ?? blocks;
    return {
      value: alone ? name : `${name}@${blocks}`,
      name,
      date: release.from ?? null,
      blocks: alone ? null : title,
    };
  });
  const once = people.filter(({ value }, at) => people.findIndex((other) => other.value === value) === at);
  return lists.length > 0 ? once : [...once, { value: "area" }];
}

/** The layer that the map draws for `LAYER`, or null: lists have no ground, and tiles are those of the day. */
export function drawnLayer(asked: string | null, layers: readonly Layer[]): Layer | null {
  return layers.find((layer) => layer.id === asked && layer.edition) ?? null;
}
