// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { aSession } from "../../lib/a-session";
import { accessFaults } from "../../lib/axe";
import { aLocated, aLocatedArea, anArea } from "../../lib/examples";
import { aDrawing, aSquare, server } from "./a-world";
import { keep, kept } from "./kept";
import Neighbourhoods from "./Neighbourhoods.svelte";
import { NOTHING } from "./sketch";

const corners = [
  { lon: 0.9, lat: 53.4 },
  { lon: 0.91, lat: 53.4 },
  { lon: 0.91, lat: 53.41 },
];
/** The first to look for faults of access also loads what looks for them, which takes long on a busy machine. */
const FIRST_MS = 60_000;
const ONCE = "b".repeat(43);

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  localStorage.clear();
  history.replaceState(null, "", "/");
});

function show(search = "/neighbourhoods?do=draw") {
  history.replaceState(null, "", search);
  return render(Neighbourhoods).container;
}

/** A drawing of three corners that was begun before. */
async function begun(changes = {}) {
  keep({
    making: { ...NOTHING, name: "Pier Head", corners, ...changes },
    once: ONCE,
    tried: null,
    promised: null,
  });
  const container = show();
  await fireEvent.click(await screen.findByRole("button", { name: "Go on with it" }));
  return container;
}

const arrived = (body: unknown = {}) => ({
  already: false,
  edit_token: "t".repeat(43),
  edit_url: "https://patchwork.example/neighbourhoods#edit=ttt",
  edit_qr_svg: "<svg/>",
  drawing: { ...aDrawing(), ...(body as object) },
});

it(
  "says how to draw, and has official lines and snapping off until somebody wants them",
  async () => {
    server();
    const container = show();
    expect(await screen.findByText(/Click the map corner by corner/)).toBeTruthy();
    for (const name of ["Show official lines", "Snap to the lines of small census areas"])
      expect((await screen.findByRole<HTMLInputElement>("checkbox", { name })).checked).toBe(false);
    await fireEvent.click(screen.getByRole("checkbox", { name: /^Snap/ }));
    expect(location.search).toBe("?do=draw&snap=yes");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Undo" }).disabled).toBe(true);
    expect(await accessFaults(container)).toEqual([]);
  },
  FIRST_MS,
);

it("moves a corner by arrow keys and drops another, and goes back and forth through both", async () => {
  server();
  const container = await begun();
  await fireEvent.click(screen.getByText("Corners"));
  const move = screen.getByRole("button", { name: "Move corner 1" });
  await fireEvent.keyDown(move, { key: "ArrowUp", shiftKey: true });
  const moved = kept()?.making.corners[0];
  expect(moved?.lat).toBeGreaterThan(53.4);
  expect(moved?.lon).toBe(0.9);
  await fireEvent.click(screen.getByRole("button", { name: "Remove corner 3" }));
  expect(screen.getByText("2 corners")).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(screen.getByText("3 corners")).toBeTruthy();
  await fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
  expect(kept()?.making.corners).toEqual(corners);
  await fireEvent.click(screen.getByRole("button", { name: "Redo" }));
  expect(kept()?.making.corners[0]).toEqual(moved);
  await fireEvent.keyDown(document.body, { key: "z", ctrlKey: true, shiftKey: true });
  expect(screen.getByText("2 corners")).toBeTruthy();
  // In a field the same keys mean its words.
  await fireEvent.keyDown(screen.getByLabelText("What is it called?"), { key: "z", ctrlKey: true });
  expect(screen.getByText("2 corners")).toBeTruthy();
  expect(await accessFaults(container)).toEqual([]);
});

it("is put together from the areas that postcodes lie in, and says which were not found", async () => {
  const block = aLocatedArea({ layer: "blocks", id: "blocks-1", code: "X01", name: "Mill 001A" });
  const { asked } = server({
    "GET /api/locate": ({ query }: { query: { postcode: string } }) =>
      query.postcode === "QX9 9ZZ"
        ? Response.json({ detail: "no such postcode" }, { status: 404 })
        : aLocated({ areas: [aLocatedArea(), block] }),
    "GET /api/areas/blocks/X01": anArea({ layer: "blocks", geojson: "/api/areas/blocks/X01.geojson" }),
    "GET /api/areas/blocks/X01.geojson": { type: "Feature", properties: {}, geometry: aSquare },
  });
  show();
  const box = await screen.findByLabelText<HTMLTextAreaElement>("Or from postcodes");
  await fireEvent.input(box, { target: { value: "nowhere" } });
  await fireEvent.click(screen.getByRole("button", { name: "Add their areas" }));
  expect(await screen.findByText(/There is no whole postcode in this/)).toBeTruthy();
  await fireEvent.input(box, { target: { value: "qx10aa QX1 0AB, QX9 9ZZ, the mill" } });
  await fireEvent.click(screen.getByRole("button", { name: "Add their areas" }));
  expect(
    await screen.findByText(
      "2 postcodes lie in 1 small census area, which is added. Not found: QX9 9ZZ. No postcodes: the mill.",
    ),
  ).toBeTruthy();
  expect(screen.getByRole("button", { name: "Take out Mill 001A" })).toBeTruthy();
  expect(box.value).toBe("QX9 9ZZ, the mill");
  expect(asked("/api/areas/blocks/X01")).toHaveLength(1);
});

it("tells everything that is wrong at once, and lets nothing be sent that cannot be", async () => {
  const problem = (code: string, words: string, blocks: boolean) => ({ code, words, blocks, at: null });
  server({
    "POST /api/neighbourhoods/check": {
      ...{ on: "2026-11-22", may_be_sent: false, area_m2: null, stands: [], people: null, suppressed: false },
      ...{ people_date: null, namesakes: 2, namesake_pages: [], attribution: [] },
      problems: [
        problem("crosses-itself", "It crosses itself near London Road.", true),
        problem("too-long", "The name is too long.", true),
        problem("link", "It has a link.", false),
      ],
    },
  });
  await begun();
  expect(await screen.findByText("It crosses itself near London Road.")).toBeTruthy();
  const known = screen.getByText("Before it can be sent").nextElementSibling as HTMLElement;
  expect(within(known).getAllByRole("listitem")).toHaveLength(2);
  expect(screen.getByText("It has a link.")).toBeTruthy();
  await fireEvent.click(screen.getByLabelText(/^I send this under/));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /^Send it/ }).disabled).toBe(true);
});

async function press(name: RegExp): Promise<void> {
  const button = screen.getByRole<HTMLButtonElement>("button", { name });
  await waitFor(() => expect(button.disabled).toBe(false));
  await fireEvent.click(button);
}

it("is sent once under its licence, and shows its private link", async () => {
  const { asked } = server({ "POST /api/neighbourhoods": arrived() });
  const container = await begun();
  await fireEvent.click(screen.getByLabelText(/^I send this under CC BY 4.0/));
  await press(/^Send it/);
  expect(await screen.findByText(/This is your private link/)).toBeTruthy();
  const [sent, ...others] = asked("/api/neighbourhoods", "POST");
  expect(others).toEqual([]);
  expect(sent?.body).toMatchObject({ name: "Pier Head", licence: "CC BY 4.0", once: ONCE });
  expect(kept()).toBeNull();
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: /^I have kept the link/ }));
  expect(screen.getByText("0 corners")).toBeTruthy();
});

it("waits where the connection is lost, and goes by itself when it is back, the same and once", async () => {
  let lost = true;
  const { asked } = server({ "POST /api/neighbourhoods": () => (lost ? null : arrived()) });
  const container = await begun();
  await press(/^Keep it as a draft/);
  expect(await screen.findByText("Pier Head is waiting to be sent.")).toBeTruthy();
  expect(screen.getByText(/The connection was lost/)).toBeTruthy();
  expect(kept()?.promised).toEqual({ licence: null });
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "Send now" }));
  await waitFor(() => expect(asked("/api/neighbourhoods", "POST")).toHaveLength(2));
  // The second attempt has failed as well before the connection is back.
  await new Promise((done) => setTimeout(done, 20));
  lost = false;
  await fireEvent(window, new Event("online"));
  expect(await screen.findByText(/This is your private link/)).toBeTruthy();
  const bodies = asked("/api/neighbourhoods", "POST").map(({ body }) => JSON.stringify(body));
  expect(bodies).toHaveLength(3);
  expect(new Set(bodies).size).toBe(1);
});

it("that waited when the page was closed goes when it is opened again, wherever that is", async () => {
  keep({
    making: { ...NOTHING, name: "Pier Head", corners },
    once: ONCE,
    tried: "",
    promised: { licence: "CC BY 4.0" },
  });
  const { asked } = server({
    "POST /api/neighbourhoods": arrived(),
    "GET /api/neighbourhoods": {
      on: "2026-11-22",
      total: 0,
      neighbourhoods: [],
      next_cursor: null,
      attribution: [],
    },
  });
  show("/neighbourhoods");
  expect(await screen.findByText(/This is your private link/)).toBeTruthy();
  expect(asked("/api/neighbourhoods", "POST")).toHaveLength(1);
});

it("goes by itself no more once it is changed", async () => {
  const { asked } = server({ "POST /api/neighbourhoods": () => null });
  await begun();
  await press(/^Keep it as a draft/);
  await screen.findByText("Pier Head is waiting to be sent.");
  await fireEvent.input(screen.getByLabelText("What is it called?"), { target: { value: "Pier End" } });
  expect(screen.queryByText(/is waiting to be sent/)).toBeNull();
  await fireEvent(window, new Event("online"));
  expect(asked("/api/neighbourhoods", "POST")).toHaveLength(1);
  expect(kept()?.promised).toBeNull();
});

it("that had arrived although no answer came is changed under its link, not sent twice", async () => {
  let lost = true;
  const { asked } = server({
    "POST /api/neighbourhoods": () => (lost ? null : { ...arrived(), already: true }),
    "PUT /api/neighbourhoods/mine": aDrawing({ name: "Pier End", revision: 2 }),
  });
  await begun();
  await press(/^Keep it as a draft/);
  await screen.findByText("Pier Head is waiting to be sent.");
  await fireEvent.input(screen.getByLabelText("What is it called?"), { target: { value: "Pier End" } });
  lost = false;
  await press(/^Keep it as a draft/);
  expect(await screen.findByText(/This is your private link/)).toBeTruthy();
  expect(asked("/api/neighbourhoods/mine", "PUT")[0]?.body).toMatchObject({ name: "Pier End" });
});

it("is entered for somebody by a moderator, with the way in which it came, and by nobody else", async () => {
  const moderator = aSession({ role: "moderator", may: ["moderate"] });
  const { asked } = server(
    { "POST /api/neighbourhoods/enter": { kept: 1, drawings: [{ id: "n1", problems: [] }] } },
    moderator,
  );
  const container = await begun();
  expect(await screen.findByText("Or enter it for somebody")).toBeTruthy();
  await fireEvent.change(screen.getByLabelText("How they came"), { target: { value: "paper" } });
  expect(await accessFaults(container)).toEqual([]);
  await press(/^Enter it for them/);
  expect(await screen.findByText("1 drawing kept.")).toBeTruthy();
  expect(asked("/api/neighbourhoods/enter", "POST")[0]?.body).toMatchObject({
    ...{ route: "paper", licence: "CC BY 4.0" },
    drawings: [{ name: "Pier Head" }],
  });
  expect(screen.getByText("0 corners")).toBeTruthy();
  expect(kept()).toBeNull();
});
