// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import { aDrawing, aSquare, server } from "./a-world";
import { keep, kept } from "./kept";
import Neighbourhoods from "./Neighbourhoods.svelte";
import { NOTHING } from "./sketch";

const SECRET = "s".repeat(43);
const MINE = "/api/neighbourhoods/mine";

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
  history.replaceState(null, "", "/");
});

function show() {
  history.replaceState(null, "", `/neighbourhoods#edit=${SECRET}`);
  return render(Neighbourhoods).container;
}

it("says where it stands and why, and is changed corner by corner", async () => {
  const { asked } = server({
    [`GET ${MINE}`]: aDrawing({ state: "declined", waits: false, reason_in_words: "It was sent before." }),
    [`PUT ${MINE}`]: aDrawing({ revision: 2, version: 2 }),
  });
  const container = show();
  expect(await screen.findByText(/^Declined/)).toBeTruthy();
  expect(screen.getByText("The reason: It was sent before.")).toBeTruthy();
  expect(screen.getByText("4 corners")).toBeTruthy();
  // To begin again would not be a change of this drawing.
  expect(screen.queryByRole("button", { name: "Begin again" })).toBeNull();
  await fireEvent.click(screen.getByRole("button", { name: "Remove corner 4" }));
  await fireEvent.click(screen.getByRole("button", { name: "Change it" }));
  expect(await screen.findByText("Your changes are kept.")).toBeTruthy();
  const [change] = asked(MINE, "PUT");
  expect((change?.body as { geometry: GeoJSON.Polygon }).geometry.coordinates[0]).toHaveLength(4);
  expect(await accessFaults(container)).toEqual([]);
});

it("leaves alone what else was begun in this browser", async () => {
  const other = {
    making: { ...NOTHING, name: "Halfway House" },
    once: "o".repeat(43),
    tried: null,
    promised: null,
  };
  keep(other);
  server({ [`GET ${MINE}`]: aDrawing() });
  show();
  await fireEvent.input(await screen.findByLabelText("What is it called?"), {
    target: { value: "Pier End" },
  });
  expect(kept()).toEqual(other);
  await fireEvent.click(screen.getByRole("link", { name: "Draw" }));
  await fireEvent.click(await screen.findByRole("button", { name: "Go on with it" }));
  expect(screen.getByLabelText<HTMLInputElement>("What is it called?").value).toBe("Halfway House");
});

it("says that it was changed elsewhere, and keeps what was written", async () => {
  server({
    [`GET ${MINE}`]: aDrawing(),
    [`PUT ${MINE}`]: () => Response.json({ detail: "It has changed." }, { status: 412 }),
  });
  show();
  await fireEvent.input(await screen.findByLabelText("What is it called?"), {
    target: { value: "Pier End" },
  });
  await fireEvent.click(screen.getByRole("button", { name: "Change it" }));
  expect((await screen.findByRole("alert")).textContent).toContain("It has been changed elsewhere");
  expect(screen.getByLabelText<HTMLInputElement>("What is it called?").value).toBe("Pier End");
});

it("shows its earlier versions, and takes one up again", async () => {
  const first = {
    ...{ number: 1, at: "2026-11-01T09:00:00Z", name: "Pier", why: "", tags: [] },
    geometry: aSquare,
  };
  const { asked } = server({
    [`GET ${MINE}`]: aDrawing({ version: 2, revision: 2 }),
    [`GET ${MINE}/versions`]: { versions: [first, { ...first, number: 2, name: "Pier Head" }] },
    [`PUT ${MINE}`]: aDrawing({ version: 3, revision: 3 }),
  });
  show();
  const summary = await screen.findByText("2 versions of it");
  (summary.parentElement as HTMLDetailsElement).open = true;
  await fireEvent(summary.parentElement as HTMLElement, new Event("toggle"));
  await fireEvent.click(await screen.findByRole("button", { name: "Take version 1 up again" }));
  expect(screen.getByLabelText<HTMLInputElement>("What is it called?").value).toBe("Pier");
  // Nothing has changed until its drawer says so.
  expect(asked(MINE, "PUT")).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "Change it" }));
  await waitFor(() => expect(asked(MINE, "PUT")[0]?.body).toMatchObject({ name: "Pier", why: "" }));
});

it("is withdrawn only after a second word", async () => {
  let state = "published";
  const { asked } = server({
    [`GET ${MINE}`]: () => aDrawing({ state, waits: false }),
    [`DELETE ${MINE}`]: () => {
      state = "withdrawn";
      return aDrawing({ state });
    },
  });
  show();
  await fireEvent.click(await screen.findByRole("button", { name: "Withdraw it" }));
  expect(asked(MINE, "DELETE")).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "Withdraw it for good?" }));
  await waitFor(() => expect(screen.getByText(/^Withdrawn/)).toBeTruthy());
  expect(screen.queryByRole("button", { name: "Change it" })).toBeNull();
});

it("says that there is no drawing under a link that leads nowhere", async () => {
  server({ [`GET ${MINE}`]: Response.json({ detail: "none" }, { status: 404 }) });
  show();
  expect(await screen.findByText(/There is no drawing under this link/)).toBeTruthy();
});
