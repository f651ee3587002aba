// @vitest-environment happy-dom
import { render, screen, within } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import { aLayer, aLocated } from "../../lib/examples";
import { homeWords as say } from "../../words/home";
import Explore from "./Explore.svelte";

type World = { layers?: unknown[]; scenarios?: unknown[]; neighbourhoods?: unknown[]; broken?: string };

function server({ layers = [], scenarios = [], neighbourhoods = [], broken }: World): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal("fetch", (request: Request | string) => {
    const url = new URL(typeof request === "string" ? request : request.url);
    asked.push(url);
    if (url.pathname === broken) return Promise.resolve(new Response("", { status: 500 }));
    const plain = { memberships: [], weights: [], classes: [], attribution: [] };
    const answers: Record<string, unknown> = {
      "/api/config": { version: "", place: { title: "Longshire", note: "", extent: null }, basemap: null },
      "/api/layers": { on: "2026-11-22", layers, ...plain },
      "/api/kinds": { groups: [] },
      "/api/locate": aLocated(),
      "/api/scenarios": { scenarios },
      "/api/neighbourhoods": { neighbourhoods, total: neighbourhoods.length },
    };
    return Promise.resolve(Response.json(answers[url.pathname] ?? { tiles: [], signed_in: false, may: [] }));
  });
  return asked;
}

function show(search: string) {
  history.replaceState(null, "", search);
  return render(Explore).container;
}

/** The door of a name, as a screen reader meets it. */
async function door(name: string) {
  const link = await screen.findByRole("link", { name });
  const item = link.closest("li");
  if (!item) throw new Error(`The door ${name} is in no list.`);
  return within(item);
}

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

it("says what this is and makes an example of each door from what the server holds", async () => {
  server({
    layers: [aLayer(), aLayer({ id: "districts", title: "Districts", order: 2 })],
    scenarios: [
      { id: "undrawn", title: "Only a list", drawn: false },
      { id: "two", title: "Two councils", drawn: true },
    ],
    neighbourhoods: [{ id: "n1", name: "The Lanes", drawn: true }],
  });
  const container = show("/");
  expect(screen.getByText(say.what)).toBeTruthy();
  const compare = await (
    await door(say.compare.name)
  ).findByRole("link", { name: "how wards fit districts" });
  expect(compare.getAttribute("href")).toBe("/compare?a=wards&b=districts");
  const plan = await (await door(say.plan.name)).findByRole("link", { name: "Two councils" });
  expect(plan.getAttribute("href")).toBe("/plan?id=two");
  const draw = await (
    await door(say.draw.name)
  ).findByRole("link", { name: "The Lanes, drawn by a resident" });
  expect(draw.getAttribute("href")).toBe("/neighbourhoods?id=n1");
  expect(await accessFaults(container)).toEqual([]);
});

it("says what would be there where this server has no example", async () => {
  server({ layers: [aLayer()] });
  const container = show("/");
  for (const id of ["compare", "plan", "draw"] as const) {
    await (await door(say[id].name)).findByText(say[id].none);
  }
  expect(await accessFaults(container)).toEqual([]);
});

it("stays open where an example cannot be had", async () => {
  server({ broken: "/api/scenarios" });
  show("/");
  await (await door(say.plan.name)).findByText(say.unknown);
});

it("takes the day along", async () => {
  const asked = server({ neighbourhoods: [{ id: "n1", name: "The Lanes", drawn: false }] });
  show("/?on=2028-04-01");
  const draw = await (
    await door(say.draw.name)
  ).findByRole("link", { name: "The Lanes, from a published list" });
  expect(draw.getAttribute("href")).toBe("/neighbourhoods?id=n1&on=2028-04-01");
  expect(asked.find(({ pathname }) => pathname === "/api/scenarios")?.searchParams.get("on")).toBe(
    "2028-04-01",
  );
});

it("is gone, and asks for no examples, once something was asked for", async () => {
  const asked = server({});
  show("/?at=-0.13,50.82");
  await screen.findByText("Patches at this point");
  expect(screen.queryByText(say.heading)).toBeNull();
  expect(asked.some(({ pathname }) => pathname === "/api/scenarios")).toBe(false);
});
