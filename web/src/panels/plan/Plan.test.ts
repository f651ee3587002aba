// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import { aLayer } from "../../lib/examples";
import { someFigures } from "./a-world";
import Plan from "./Plan.svelte";

const OPTION = {
  id: "two",
  title: "Two councils",
  place: null,
  purpose: "council",
  status: "submitted",
  status_text: null,
  status_date: "2025-09",
  outcome_known: false,
  vesting_day: "2028-04-01",
  vesting_expected: true,
  modified_from: null,
  combines: [],
  visibility: "public",
  guide_people: 2000,
  areas: 2,
  components: 3,
  inferred: 1,
  drawn: true,
  not_drawn_because: null,
  not_drawn: [],
  source: "An announcement",
  notes: null,
  layer: "scenario.two",
  version: 1,
  url: "/api/scenarios/two",
  bbox: [-0.2, 50.8, 0, 51],
  across: 700,
  crossing: 1,
  of: 2,
};

type Sent = { path: string; body: { moves: { layer: string; code: string; area: string | null }[] } };

/** A server with one option, and what it was sent. */
function server(): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (request: Request | string) => {
    const url = new URL(typeof request === "string" ? request : request.url);
    const answers: Record<string, unknown> = {
      "/api/config": { version: "", place: { title: "", note: "", extent: null }, basemap: null, dates: [] },
      "/api/layers": {
        on: "2026-11-22",
        layers: [aLayer()],
        memberships: [],
        weights: [],
        classes: [],
        attribution: [],
      },
      "/api/scenarios/two": { ...OPTION, assignment: someFigures().assignment, attribution: [] },
      "/api/scenarios/compare": {
        on: "2026-11-22",
        options: [
          {
            ...OPTION,
            no_figures_because: null,
            smallest: 1000,
            largest: 3000,
            residents: 4000,
            people_date: "2021-03-21",
            left_out_residents: 60,
            against: [
              {
                layer: "pcns",
                title: "Primary care networks",
                weight: "patients",
                people_date: null,
                across: 700,
                crossing: 1,
                of: 2,
                dominant_share: 0.8,
                new_areas_crossing: 1,
              },
            ],
          },
        ],
        releases: [],
        attribution: [],
      },
    };
    if (url.pathname === "/api/scenarios/evaluate" && typeof request !== "string") {
      const body = (await request.json()) as Sent["body"];
      sent.push({ path: url.pathname, body });
      const figures = someFigures();
      for (const move of body.moves) {
        const part = figures.assignment.components.find(({ code }) => code === move.code);
        if (part) part.area = move.area === null ? null : figures.assignment.areas.indexOf(move.area);
      }
      return Response.json(figures);
    }
    return Response.json(
      answers[url.pathname] ?? { tiles: [], areas: {}, versions: [], signed_in: false, may: [] },
    );
  });
  return sent;
}

beforeEach(() => {
  localStorage.clear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

function show(search: string) {
  history.replaceState(null, "", search);
  return render(Plan).container;
}

it("lists the options with their status and who would live across a line", async () => {
  server();
  const container = show("/plan");
  expect(await screen.findByRole("link", { name: "Two councils" })).toBeTruthy();
  expect(container.textContent).toContain("Submitted, 2025-09; outcome not in our sources");
  expect(container.textContent).toContain("700 people across a line; 1 of 2 primary care networks cross");
  expect(container.textContent).toContain("not today’s number");
  expect(await accessFaults(container)).toEqual([]);
});

it("moves a part from the table, and back again", async () => {
  const sent = server();
  const container = show("/plan?id=two");
  const choice = await screen.findByLabelText("Ash: Goes to");
  await fireEvent.change(choice, { target: { value: "=East" } });
  await waitFor(() => {
    expect(sent.at(-1)?.body.moves).toEqual([{ layer: "wards", code: "W1", area: "East" }]);
  });
  expect(location.search).toContain("moves=");
  expect(container.textContent).toContain("With one change of your own");
  await fireEvent.keyDown(window, { key: "z", ctrlKey: true });
  await waitFor(() => {
    expect(sent.at(-1)?.body.moves).toEqual([]);
  });
  await fireEvent.keyDown(window, { key: "Z", ctrlKey: true, shiftKey: true });
  await waitFor(() => {
    expect(sent.at(-1)?.body.moves).toHaveLength(1);
  });
  expect(await accessFaults(container)).toEqual([]);
});

it("shows whom to have in the room, and what is left out", async () => {
  server();
  const container = show("/plan?id=two");
  const table = await screen.findByRole("table", { name: "Primary care networks" });
  expect(within(table).getByText("East, West")).toBeTruthy();
  expect(container.textContent).toContain("Island (W9) goes to no area: 60 residents");
});

it("goes on with changes that are kept in this browser", async () => {
  const sent = server();
  localStorage.setItem("patchwork-plan-moves-two", "wards:W1>East");
  show("/plan?id=two");
  await fireEvent.click(await screen.findByRole("button", { name: "Go on with them" }));
  await waitFor(() => {
    expect(sent.at(-1)?.body.moves).toHaveLength(1);
  });
});

it("says that an option of another browser is not here", async () => {
  server();
  show("/plan?id=own");
  expect(await screen.findByText(/not in this browser/)).toBeTruthy();
});
