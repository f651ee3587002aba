// @vitest-environment happy-dom
import { render, screen, within } from "@testing-library/svelte";
import { expect, it } from "vitest";

import type { Located } from "../../api/types";
import { accessFaults } from "../../lib/axe";
import { aLayer, aLocated, aLocatedArea } from "../../lib/examples";
import type { AreaKey } from "../../lib/view";
import Place from "./Place.svelte";

const ward = aLocatedArea();
const drawing = aLocatedArea({
  layer: "neighbourhoods",
  layer_singular: "neighbourhood",
  family: "community",
  id: "neighbourhoods-the-lanes",
  code: null,
  name: "The Lanes",
  from: null,
});
const icb = aLocatedArea({
  layer: "icbs",
  layer_singular: "integrated care board",
  family: "nhs",
  id: "icbs-longshire",
  name: "NHS Longshire",
  inferred: true,
  note: "Changed on 1 April 2026, not drawn here.",
});

function show(changes: Partial<Located>) {
  const chosen: AreaKey[] = [];
  const { container } = render(Place, {
    located: aLocated({ areas: [ward, drawing, icb], ...changes }),
    known: [aLayer()],
    scheme: "light" as const,
    href: (area: AreaKey) => `?area=${area.layer}/${area.key}`,
    onarea: (area: AreaKey) => chosen.push(area),
  });
  return { container, chosen };
}

it("says first, in a sentence, which ward and neighbourhood it is", () => {
  show({});
  expect(screen.getByText("This point is in Ashford (ward) and The Lanes (neighbourhood).")).toBeTruthy();
});

it("gives each area its code, dates, release and source", () => {
  show({});
  const row = screen.getByRole("link", { name: "Ashford" }).closest("li");
  expect(row?.textContent).toContain("X05000001");
  expect(row?.textContent).toContain("since 1 May 2025 · release 2025-05 · Invented boundaries");
});

it("keeps the NHS behind “more”, with what is uncertain about it", () => {
  show({});
  const more = screen.getByText(/^More: NHS/).closest("details");
  expect(more?.open).toBe(false);
  expect(more?.textContent).toContain("NHS Longshire");
  expect(more?.textContent).toContain("Worked out from other areas, not published as such.");
  expect(more?.textContent).toContain("not drawn here");
});

it("links an area without a code by its id", () => {
  show({});
  const link = screen.getByRole("link", { name: "The Lanes" });
  expect(link.getAttribute("href")).toBe("?area=neighbourhoods/neighbourhoods-the-lanes");
});

it("lists what lies just across the line, and how far", () => {
  show({ nearby: [aLocatedArea({ id: "wards-ashley", name: "Ashley", distance_m: 40 })] });
  const row = screen.getByRole("link", { name: "Ashley" }).closest("li");
  expect(within(row as HTMLElement).getByText("40 metres (44 yards) away")).toBeTruthy();
});

it("remarks on a point on a border, with the rule", () => {
  show({ areas: [aLocatedArea({ on_border: true })] });
  expect(
    screen.getByText(/on the very border of Ashford. A point on a shared border counts as in the area/),
  ).toBeTruthy();
});

it("says which layers have nothing here, and why", () => {
  show({
    absent: [
      { layer: "pcns", layer_title: "Primary care networks", reason: "no-area-here" },
      { layer: "unitaries", layer_title: "Unitaries", reason: "no-edition-on-date" },
    ],
  });
  expect(screen.getByText("Primary care networks: no area here.")).toBeTruthy();
  expect(screen.getByText("Unitaries: no release covers 1 April 2026.")).toBeTruthy();
});

it("says of a postcode whether it is in use, and that it is one point", () => {
  const postcode = { postcode: "BN1 1AA", status: "terminated", terminated_on: "2019-03-01" } as const;
  const from = {
    ...{ register: "directory", edition: "2025-05", reference: "1ff7" },
    ...{ source: null, attribution: null },
  };
  show({ postcode: { ...postcode, ...from } });
  expect(screen.getByText(/^BN1 1AA is in Ashford/)).toBeTruthy();
  expect(screen.getByText(/BN1 1AA ended on 1 March 2019. A postcode is placed at one point/)).toBeTruthy();
});

it("has one answer for the open sea, not one for each layer", () => {
  show({
    areas: [],
    releases: [],
    absent: [{ layer: "wards", layer_title: "Wards", reason: "no-area-here" }],
  });
  expect(screen.getByText("No area that we hold covers this point.")).toBeTruthy();
  expect(screen.queryByText("Wards: no area here.")).toBeNull();
});

it("can be read by everybody", async () => {
  const { container } = show({ nearby: [aLocatedArea({ id: "x", name: "Ashley", distance_m: 40 })] });
  expect(await accessFaults(container)).toEqual([]);
});
