// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import type { FoundArea } from "../../api/types";
import { accessFaults } from "../../lib/axe";
import { aFoundArea } from "../../lib/examples";
import Results from "./Results.svelte";

function show(results: FoundArea[]) {
  const onarea = vi.fn();
  const found = { query: "ash", on: "2026-04-01", results, next: null, attribution: [] };
  const { container } = render(Results, { found, href: (area: FoundArea) => `?area=${area.code}`, onarea });
  return { container, onarea };
}

it("lists what was found, with what it is and where", async () => {
  const { onarea, container } = show([aFoundArea()]);
  const link = screen.getByRole("link", { name: "Ashford" });
  expect(link.closest("li")?.textContent).toContain("ward, in Longshire");
  await fireEvent.click(link);
  expect(onarea).toHaveBeenCalledExactlyOnceWith(aFoundArea());
  expect(await accessFaults(container)).toEqual([]);
});

it("says that nothing was found, and what to try", () => {
  show([]);
  expect(screen.getByText("No area here is called “ash”.")).toBeTruthy();
  expect(screen.getByText(/Try fewer letters/)).toBeTruthy();
});

it("says when there may be more than it shows", () => {
  show(Array.from({ length: 20 }, (_, index) => aFoundArea({ id: `wards-${index}` })));
  expect(screen.getByText(/The 20 best matches are shown/)).toBeTruthy();
});
