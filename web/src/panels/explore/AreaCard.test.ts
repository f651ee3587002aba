// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import type { Area } from "../../api/types";
import { accessFaults } from "../../lib/axe";
import { anArea } from "../../lib/examples";
import AreaCard from "./AreaCard.svelte";

function show(changes: Partial<Area> = {}, outlined = true) {
  const said = { ondate: vi.fn(), onmiddle: vi.fn() };
  const dateHref = (on: string) => `?on=${on}`;
  const { container } = render(AreaCard, { area: anArea(changes), outlined, dateHref, ...said });
  return { container, ...said };
}

const fact = (term: string) => screen.getByText(term).nextElementSibling?.textContent.trim();

it("says what it is, how large and since when", () => {
  show();
  expect(screen.getByText("Ward")).toBeTruthy();
  expect(fact("Code")).toBe("X05000001");
  expect(fact("Size")).toContain("2.6 km² (1 square mile)");
  expect(fact("In force")).toBe("since 1 May 2025");
  expect(fact("Release")).toContain("2025-05: Invented boundaries");
});

it("says so when there is no code", () => {
  show({ code: null });
  expect(fact("Code")).toBe("no code");
});

it("leads to the other releases by their day", async () => {
  const { ondate } = show({
    versions: [
      { edition: "2025-05", code: "X05000001", name: "Ashford", from: "2025-05-01", until: null },
      { edition: "2023-05", code: "X05000001", name: "Ashford Old", from: "2023-05-04", until: "2025-05-01" },
    ],
  });
  const link = screen.getByRole("link", { name: "Ashford Old, release 2023-05" });
  expect(link.getAttribute("href")).toBe("?on=2023-05-04");
  await fireEvent.click(link);
  expect(ondate).toHaveBeenCalledExactlyOnceWith("2023-05-04");
});

it("offers its shape, and says when there is no outline", () => {
  show({}, false);
  const link = screen.getByRole("link", { name: /GeoJSON/ });
  expect(link.getAttribute("href")).toBe("/api/areas/wards/X05000001.geojson?on=2026-04-01");
  expect(screen.getByText(/outline could not be loaded/)).toBeTruthy();
});

it("explains the words in its note", () => {
  show({ inferred: true, note: "Takes over on vesting day." });
  expect(screen.getByText(/Worked out from other areas, not published as such. Takes over/)).toBeTruthy();
  expect(screen.getByRole("button", { name: /What does vesting day mean/ })).toBeTruthy();
});

it("can be read by everybody", async () => {
  expect(await accessFaults(show().container)).toEqual([]);
});
