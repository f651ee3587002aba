// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import type { Found, FoundArea } from "../../api/types";
import { accessFaults } from "../../lib/axe";
import { aFoundArea } from "../../lib/examples";
import Results from "./Results.svelte";

function show(results: FoundArea[], postcodes: Found["postcodes"] = [], total = postcodes.length) {
  const onarea = vi.fn();
  const onpostcode = vi.fn();
  const found = {
    query: "ash",
    on: "2026-04-01",
    results,
    postcodes,
    postcodes_total: total,
    next: null,
    attribution: [],
  };
  const href = (area: FoundArea) => `?area=${area.code}`;
  const hrefOfPostcode = (postcode: string) => `?at=${postcode}`;
  const { container } = render(Results, { found, href, onarea, hrefOfPostcode, onpostcode });
  return { container, onarea, onpostcode };
}

it("lists postcodes that begin so, and says when one is no longer in use and when there are more", async () => {
  const at = { lon: -0.1, lat: 50.8, url: "" };
  const postcodes = [
    { postcode: "BN1 1AA", status: "live", ...at },
    { postcode: "BN1 1AB", status: "terminated", ...at },
  ];
  const { container, onpostcode } = show([], postcodes, 40);
  await fireEvent.click(screen.getByRole("link", { name: "BN1 1AB" }));
  expect(onpostcode).toHaveBeenCalledExactlyOnceWith("BN1 1AB");
  expect(screen.getByText("postcode no longer in use")).toBeTruthy();
  expect(screen.getByText(/2 of 40 postcodes that begin so are shown/)).toBeTruthy();
  expect(await accessFaults(container)).toEqual([]);
});

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
