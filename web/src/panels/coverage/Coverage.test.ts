// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import type { Coverage as CoverageAnswer } from "../../api/types";
import { someGroups } from "../../lib/an-asset";
import { accessFaults } from "../../lib/axe";
import { aLayer } from "../../lib/examples";
import { aCoverage } from "./a-world";
import Coverage from "./Coverage.svelte";

type World = {
  coverage?: CoverageAnswer | "refused";
  groups?: typeof someGroups;
  layers?: ReturnType<typeof aLayer>[];
};

/** A server with this answer, and what it was asked. */
function server({ coverage = aCoverage(), groups = someGroups, layers = LAYERS }: World = {}): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal("fetch", (request: Request | string) => {
    const url = new URL(typeof request === "string" ? request : request.url);
    asked.push(url);
    if (url.pathname === "/api/coverage" && coverage === "refused")
      return Promise.resolve(Response.json({ detail: "There is no kind “castle”." }, { status: 400 }));
    const answers: Record<string, unknown> = {
      "/api/kinds": { groups },
      "/api/coverage": coverage,
      "/api/coverage.geojson": { type: "FeatureCollection", features: [] },
      "/api/config": { version: "", place: { title: "", note: "", extent: null }, basemap: null, dates: [] },
      "/api/layers": { on: "2026-11-22", layers, memberships: [], weights: [], classes: [], attribution: [] },
    };
    return Promise.resolve(Response.json(answers[url.pathname] ?? { tiles: [], areas: {}, versions: [] }));
  });
  return asked;
}

const LAYERS = [aLayer(), aLayer({ id: "districts", title: "Districts", order: 2, area_count: 3 })];

function show(search: string) {
  history.replaceState(null, "", search);
  return render(Coverage).container;
}

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

const question = (asked: URL[]) =>
  Object.fromEntries(asked.filter(({ pathname }) => pathname === "/api/coverage").at(-1)?.searchParams ?? []);

it("answers before anybody chose: a place to be, about a mile, by council", async () => {
  const asked = server();
  const container = show("/coverage");
  expect((await screen.findAllByText(/12,000 people in these districts/)).length).toBeGreaterThan(0);
  expect(question(asked)).toEqual({ kinds: "library", within_m: "1600", by: "districts" });
  expect(screen.getAllByText(/“none recorded” is not “none”/).length).toBeGreaterThan(0);
  const rows = screen.getAllByRole("rowheader").filter((cell) => cell.querySelector("a"));
  expect(rows.map((row) => row.querySelector("a")?.textContent)).toEqual(["Beckley", "Ashford", "Crowdean"]);
  expect(await accessFaults(container)).toEqual([]);
});

it("asks for the kinds, the distance and the layer that somebody chooses", async () => {
  const asked = server();
  show("/coverage");
  await screen.findByRole("table", { name: "Each of the districts" });
  await fireEvent.change(screen.getByLabelText("How far"), { target: { value: "5000" } });
  await waitFor(() => expect(question(asked).within_m).toBe("5000"));
  await fireEvent.change(screen.getByLabelText("In each of the"), { target: { value: "wards" } });
  await waitFor(() => expect(question(asked).by).toBe("wards"));
  await fireEvent.click(screen.getByText("Within reach of: Libraries"));
  await fireEvent.click(screen.getByRole("checkbox", { name: /GP surgeries/ }));
  await waitFor(() => expect(question(asked).kinds).toBe("library,gp"));
  expect(location.search).toBe("?kinds=library,gp&within=5000&by=wards");
});

it("takes a distance of somebody's own, once it is whole", async () => {
  const asked = server();
  show("/coverage?within=1234");
  await screen.findByRole("table", { name: "Each of the districts" });
  expect(question(asked).within_m).toBe("1234");
  const box = screen.getByLabelText("Distance in metres");
  await fireEvent.change(box, { target: { value: "" } });
  expect(location.search).toBe("?within=1234");
  await fireEvent.change(box, { target: { value: "2500" } });
  await waitFor(() => expect(question(asked).within_m).toBe("2500"));
});

it("shows a chosen area with its classes; closing leads back to its row", async () => {
  server();
  show("/coverage");
  await fireEvent.click(await screen.findByRole("link", { name: "Ashford" }));
  expect(await screen.findByText(/In Ashford, 3,000 of 40,000 residents have no library/)).toBeTruthy();
  expect(screen.getByText(/^Rural: 1,500/)).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(document.activeElement?.id).toBe("row-X-Ashford"));
});

it("says that no assets are loaded, and asks nothing", async () => {
  const asked = server({ groups: [] });
  show("/coverage");
  expect(await screen.findByText(/^No assets have been loaded/)).toBeTruthy();
  expect(question(asked)).toEqual({});
});

it("says that it counts ground where no people are loaded", async () => {
  server({ coverage: aCoverage({ unit: "m2", weight: "area", people_date: null, per_10000: null }) });
  show("/coverage");
  expect(await screen.findByText(/^No people are loaded for this place/)).toBeTruthy();
});

it("says what the server says of a question that makes no sense", async () => {
  server({ coverage: "refused" });
  show("/coverage?kinds=castle");
  expect((await screen.findByRole("alert")).textContent).toContain("There is no kind “castle”.");
});

it("says that no area lies in the place asked about", async () => {
  server({ coverage: { ...aCoverage(), areas: [] } });
  show("/coverage?in=wards:X1");
  expect(await screen.findByText(/^No area of this layer lies in the place/)).toBeTruthy();
});

it("says that there is no layer to answer by", async () => {
  server({ layers: [] });
  show("/coverage");
  expect(await screen.findByText(/^There is no layer of areas here/)).toBeTruthy();
});
