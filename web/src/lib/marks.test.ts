import { expect, it } from "vitest";

import { groupOf, lettersOf } from "./marks";

const group = (id: string, name: string, ...kinds: string[]) => ({
  id,
  name,
  kinds: kinds.map((kind) => ({
    ...{ id: kind, name: kind, plural: kind, icon: "", place_to_be: false, assets: 1 },
  })),
});

it("gives each group the first letter of its name that is free", () => {
  const groups = [group("a", "Places to be"), group("b", "Pharmacies"), group("c", "Ph")];
  expect(lettersOf(groups)).toEqual({ a: "P", b: "H", c: "P" });
});

it("finds the group of a kind", () => {
  const groups = [group("a", "Places to be", "library"), group("b", "Health", "pharmacy")];
  expect(groupOf(groups, "pharmacy")?.id).toBe("b");
  expect(groupOf(groups, "castle")).toBeNull();
});
