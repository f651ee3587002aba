// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import type { TileJson } from "../../api/types";
import { aLayer } from "../../lib/examples";
import Legend from "./Legend.svelte";

const wards = aLayer();
const blocks = aLayer({ id: "lsoa21", title: "LSOAs (2021)", family: "census", area_count: 400 });
const unitaries = aLayer({ id: "unitaries", title: "Unitaries", edition: null, area_count: 0 });

function show(zoom: number | null = 8, missing: string[] = [], tilesets: Record<string, TileJson> = {}) {
  const onswitch = vi.fn();
  const { container } = render(Legend, {
    known: [wards, blocks, unitaries],
    shown: ["wards", "lsoa21"],
    on: "2026-04-01",
    zoom,
    tilesets,
    missing,
    scheme: "light" as const,
    tinted: true,
    onswitch,
  });
  const remark = (name: string) => {
    const box = screen.getByRole("checkbox", { name });
    return document.getElementById(box.getAttribute("aria-describedby") ?? "")?.textContent;
  };
  return { container, onswitch, remark };
}

it("switches a layer off and on", async () => {
  const { onswitch } = show();
  await fireEvent.click(screen.getByRole("checkbox", { name: "Wards" }));
  expect(onswitch).toHaveBeenCalledExactlyOnceWith("wards", false);
});

it("asks to zoom in for blocks that cannot be told apart yet", () => {
  expect(show(8).remark("LSOAs (2021)")).toBe("zoom in to see");
});

it.each([
  [8.9, "zoom in to see"],
  [9, "90 areas"],
])("knows at zoom %d that a layer's tiles start at 9", (zoom, remark) => {
  const tiles: TileJson = {
    tilejson: "3.0.0",
    name: "Wards",
    on: "2026-04-01",
    releases: [],
    numbers: "/tiles/wards/numbers.json",
    tiles: [],
    minzoom: 9,
    maxzoom: 16,
    attribution: "",
    vector_layers: [],
  };
  expect(show(zoom, [], { wards: tiles }).remark("Wards")).toBe(remark);
});

it("counts the areas of what can be seen", () => {
  const { remark } = show(13);
  expect(remark("LSOAs (2021)")).toBe("400 areas");
  expect(remark("Wards")).toBe("90 areas");
});

it("locks a layer that has no release on the date, and says so", () => {
  const { remark } = show();
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Unitaries" }).disabled).toBe(true);
  expect(remark("Unitaries")).toBe("no release that day");
});

it("says when a layer could not be drawn", () => {
  expect(show(13, ["wards"]).remark("Wards")).toBe("not drawn: no tiles");
});

it("can be read by everybody", async () => {
  expect(await accessFaults(show().container)).toEqual([]);
});
