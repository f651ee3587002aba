// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import { aHood, type Sent, server } from "./a-world";
import Neighbourhoods from "./Neighbourhoods.svelte";

const PAGE = "/api/neighbourhoods/neighbourhoods-drawn-pier-head";

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

function show(search = "") {
  history.replaceState(null, "", `/neighbourhoods?id=neighbourhoods-drawn-pier-head${search}`);
  return render(Neighbourhoods).container;
}

it("tells its story, its people and its places before who stands above it", async () => {
  server({ [`GET ${PAGE}`]: aHood() });
  const container = show();
  expect(await screen.findByText("We share a pump.")).toBeTruthy();
  expect(screen.getByText(/About 1,230 people live here/)).toBeTruthy();
  expect(screen.getByText(/drawn by residents, no official boundary/i)).toBeTruthy();
  const heads = screen.getAllByRole("heading", { level: 2 }).map((one) => one.textContent);
  expect(heads.slice(0, 3)).toEqual([
    "Why it is one",
    "1 place stands in it",
    "Who stands above it on 22 November 2026",
  ]);
  expect(screen.getByText(/Mill, 80 in 100 of its people; Down, 20 in 100 of its people/)).toBeTruthy();
  expect(screen.getByText(/Whom to have in the room/).textContent).toContain("Mill, Down");
  expect(await accessFaults(container)).toEqual([]);
});

it("says what is different on another day", async () => {
  const [wards] = aHood().stands;
  const then = wards ? [{ ...wards, areas: wards.areas.slice(0, 1) }] : [];
  server({
    [`GET ${PAGE}`]: ({ query }: Sent) => (query.on ? aHood({ on: query.on, stands: then }) : aHood()),
  });
  show();
  await screen.findByText("We share a pump.");
  await fireEvent.change(screen.getByLabelText("On this other day"), { target: { value: "2028-04-01" } });
  expect(await screen.findByText("Wards: Mill, Down before, Mill after.")).toBeTruthy();
  expect(location.search).toContain("then=2028-04-01");
});

it("does not tell how many live where few do", async () => {
  server({ [`GET ${PAGE}`]: aHood({ people: null, suppressed: true }) });
  show();
  expect(await screen.findByText(/Fewer than 50 people live here/)).toBeTruthy();
});

it("says that there is none at an address, and does not fail", async () => {
  server({
    [`GET ${PAGE}`]: Response.json({ detail: "There is no neighbourhood of this id." }, { status: 404 }),
  });
  show();
  expect((await screen.findByRole("alert")).textContent).toContain("There is no neighbourhood of this id.");
});
