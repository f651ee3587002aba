// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import { someGroups } from "./an-asset";
import { accessFaults } from "./axe";
import KindChoice from "./KindChoice.svelte";

function show(chosen: string[]) {
  const onchosen = vi.fn();
  const { container } = render(KindChoice, { groups: someGroups, chosen, onchosen });
  return { container, onchosen };
}

it("ticks kinds, always in the order of the list", async () => {
  const { onchosen } = show(["gp"]);
  await fireEvent.click(screen.getByRole("checkbox", { name: /Libraries/ }));
  expect(onchosen).toHaveBeenLastCalledWith(["library", "gp"]);
  await fireEvent.click(screen.getByRole("checkbox", { name: /GP surgeries/ }));
  expect(onchosen).toHaveBeenLastCalledWith([]);
});

it("leaves out kinds of which there is none, unless one was asked for", () => {
  show([]);
  expect(screen.queryByRole("checkbox", { name: /Village halls/ })).toBeNull();
});

it("keeps a kind that the address asks for", () => {
  show(["village-hall"]);
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: /Village halls/ }).checked).toBe(true);
});

it("can be read by everybody", async () => {
  expect(await accessFaults(show(["library"]).container)).toEqual([]);
});
