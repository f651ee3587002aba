// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import type { FoundArea } from "../api/types";
import { accessFaults } from "./axe";
import { aFoundArea } from "./examples";
import Search from "./Search.svelte";

const ashford = aFoundArea();
const ashley = aFoundArea({ id: "wards-ashley", name: "Ashley", code: "X05000002" });

function open(found: FoundArea[] | null = [ashford, ashley]) {
  const said = {
    onsearch: vi.fn(),
    onarea: vi.fn(),
    onspot: vi.fn(),
    suggest: vi.fn(() => Promise.resolve(found)),
  };
  const { container } = render(Search, { query: "", ...said });
  const box: HTMLInputElement = screen.getByRole("combobox");
  const type = (text: string) => fireEvent.input(box, { target: { value: text } });
  const press = (key: string) => fireEvent.keyDown(box, { key });
  return { ...said, container, box, type, press };
}

const suggested = () => waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(2));
const active = (box: HTMLElement) =>
  document.getElementById(box.getAttribute("aria-activedescendant") ?? "")?.textContent;

it("suggests areas while somebody types, and lets the arrow keys choose", async () => {
  const { box, type, press, onarea, container } = open();
  await type("ash");
  await suggested();
  expect(box.getAttribute("aria-expanded")).toBe("true");
  await press("ArrowDown");
  await press("ArrowDown");
  expect(active(box)).toContain("Ashley");
  expect(await accessFaults(container)).toEqual([]);
  await press("Enter");
  expect(onarea).toHaveBeenCalledExactlyOnceWith(ashley);
  expect(box.getAttribute("aria-expanded")).toBe("false");
  expect(box.value).toBe("Ashley");
});

it("goes round from the last suggestion to the box and on to the first", async () => {
  const { box, type, press } = open();
  await type("ash");
  await suggested();
  await press("ArrowUp");
  expect(active(box)).toContain("Ashley");
  await press("ArrowDown");
  expect(box.hasAttribute("aria-activedescendant")).toBe(false);
  await press("ArrowDown");
  expect(active(box)).toContain("Ashford");
});

it("chooses with the mouse", async () => {
  const { type, onarea } = open();
  await type("ash");
  await suggested();
  await fireEvent.click(screen.getByText("Ashford"));
  expect(onarea).toHaveBeenCalledExactlyOnceWith(ashford);
});

it("closes on Escape, and empties the box on a second one", async () => {
  const { box, type, press } = open();
  await type("ash");
  await suggested();
  await press("Escape");
  expect([box.getAttribute("aria-expanded"), box.value]).toEqual(["false", "ash"]);
  await press("Escape");
  expect(box.value).toBe("");
});

it("searches for the words when none of the suggestions was chosen", async () => {
  const { box, type, onsearch } = open();
  await type(" ash ");
  await fireEvent.submit(box.form as HTMLFormElement);
  expect(onsearch).toHaveBeenCalledExactlyOnceWith("ash");
});

it("takes coordinates for a point and asks the server nothing", async () => {
  const { box, type, onspot, onsearch, suggest } = open();
  await type("50.82, -0.13");
  expect(screen.getByRole("option").textContent).toContain("What is at 50.82, -0.13?");
  await fireEvent.submit(box.form as HTMLFormElement);
  expect(onspot).toHaveBeenCalledExactlyOnceWith({ lon: -0.13, lat: 50.82 });
  expect(onsearch).not.toHaveBeenCalled();
  expect(suggest).not.toHaveBeenCalled();
});

it("says that coordinates lie elsewhere", async () => {
  const { type } = open();
  await type("48.85, 2.35");
  expect(screen.getByText(/outside Great Britain/).className).not.toContain("hidden");
});

it("keeps still when there is nothing to suggest", async () => {
  const { box, type, suggest } = open(null);
  await type("ash");
  await waitFor(() => expect(suggest).toHaveBeenCalled());
  expect(box.getAttribute("aria-expanded")).toBe("false");
});
