import { expect, it } from "vitest";

import type { Reply } from "../api/problem";
import { Answer } from "./answer.svelte";

const good = <T>(value: T): Reply<T> => ({ ok: true, value });

it("keeps the last value, marked busy, until the next is there", async () => {
  const answer = new Answer<string>();
  await answer.ask(() => Promise.resolve(good("Hove")));
  let give: (reply: Reply<string>) => void = () => undefined;
  const asked = answer.ask(() => new Promise((resolve) => (give = resolve)));
  expect([answer.value, answer.busy]).toEqual(["Hove", true]);
  give(good("Lewes"));
  await asked;
  expect([answer.value, answer.busy]).toEqual(["Lewes", false]);
});

it("never shows the answer to an older question after a newer one", async () => {
  const answer = new Answer<string>();
  let late: (reply: Reply<string>) => void = () => undefined;
  const slow = answer.ask(() => new Promise((resolve) => (late = resolve)));
  await answer.ask(() => Promise.resolve(good("new")));
  late(good("old"));
  await slow;
  expect(answer.value).toBe("new");
});

it("asks the same again after a failure", async () => {
  const answer = new Answer<string>();
  let tries = 0;
  await answer.ask(() =>
    Promise.resolve(++tries === 1 ? { ok: false, problem: { kind: "unreachable" } } : good("there")),
  );
  expect(answer.problem).toEqual({ kind: "unreachable" });
  await answer.again();
  expect([answer.value, answer.problem]).toEqual(["there", null]);
});

it("forgets everything when there is nothing to ask", async () => {
  const answer = new Answer<string>();
  await answer.ask(() => Promise.resolve(good("Hove")));
  await answer.ask(null);
  expect([answer.value, answer.problem, answer.busy]).toEqual([null, null, false]);
});
