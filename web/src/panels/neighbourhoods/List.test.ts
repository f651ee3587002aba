// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import { aHood, server } from "./a-world";
import Neighbourhoods from "./Neighbourhoods.svelte";

const item = (name: string, drawn: boolean) => ({ ...aHood(), id: `neighbourhoods-${name}`, name, drawn });
const LIST = {
  on: "2026-11-22",
  total: 60,
  neighbourhoods: [item("Mill", true), item("Pier Head", false)],
  next_cursor: 50,
  attribution: [],
};
const feature = (properties: object) => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates: [0, 0] },
});

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

function show(search = "") {
  history.replaceState(null, "", `/neighbourhoods${search}`);
  return render(Neighbourhoods).container;
}

it("lists those that are published, finds one by its name, and opens it", async () => {
  const { asked } = server({
    "GET /api/neighbourhoods": LIST,
    "GET /api/neighbourhoods/neighbourhoods-Pier Head": aHood(),
  });
  const container = show();
  expect(await screen.findByText("2 of 60 neighbourhoods")).toBeTruthy();
  expect(screen.getByText(/drawn by a resident, 0.74 km²/)).toBeTruthy();
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "Show more" }));
  await waitFor(() => expect(asked("/api/neighbourhoods").at(-1)?.query.limit).toBe("100"));
  await fireEvent.input(screen.getByLabelText("Find a neighbourhood"), { target: { value: "pier" } });
  await waitFor(() => expect(screen.queryByRole("link", { name: "Mill" })).toBeNull());
  // A search looks through them all, not only through those that are shown.
  await waitFor(() => expect(asked("/api/neighbourhoods").at(-1)?.query.limit).toBe("1000"));
  expect(screen.getByRole("link", { name: "Pier Head" }).getAttribute("href")).toContain(
    "id=neighbourhoods-Pier",
  );
});

it("says that there is none yet", async () => {
  server({ "GET /api/neighbourhoods": { ...LIST, total: 0, neighbourhoods: [], next_cursor: null } });
  show();
  expect(await screen.findByText(/No neighbourhood has been published here yet/)).toBeTruthy();
  expect(screen.getByText(/From 5 drawings of one name on/)).toBeTruthy();
});

it("says where drawings of one name agree, and by which ways they came", async () => {
  server({
    "GET /api/neighbourhoods": LIST,
    "GET /api/neighbourhoods/agreements": {
      least_drawings: 5,
      names: [{ name: "Mill", drawings: 6, routes: [{ route: "paper", drawings: 4 }], geojson: "" }],
    },
    "GET /api/neighbourhoods/agreement.geojson": {
      type: "FeatureCollection",
      features: [feature({ percent: 50, word: "most", least: 3 })],
    },
  });
  show();
  expect(await screen.findByText("4 drawn on paper")).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Show on the map" }));
  expect(await screen.findByText("most: in at least 50 in 100 of the drawings (3 of 6)")).toBeTruthy();
});

it("says where nobody has drawn, most people first, and hides few", async () => {
  server({
    "GET /api/neighbourhoods": LIST,
    "GET /api/neighbourhoods/undrawn.geojson": {
      ...{ type: "FeatureCollection", people: 4210, by: "wards" },
      features: [
        feature({ code: "1", name: "Fen", people: null }),
        feature({ code: "2", name: "Mill", people: 4200 }),
      ],
    },
  });
  show();
  await fireEvent.click(await screen.findByRole("button", { name: "Show it" }));
  expect(
    await screen.findByText("About 4,210 people live where nobody has drawn yet, by wards."),
  ).toBeTruthy();
  const rows = screen.getAllByText(/^Mill: about|^Fen: too few/).map((one) => one.textContent);
  expect(rows).toEqual(["Mill: about 4,200 people", "Fen: too few to tell"]);
});
