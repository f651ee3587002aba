// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import type { MyDrawing } from "../../api/types";
import { aSession } from "../../lib/a-session";
import { accessFaults } from "../../lib/axe";
import { aDrawing, aSquare, aWaiting, type Sent, server } from "./a-world";
import Neighbourhoods from "./Neighbourhoods.svelte";

const MODERATOR = aSession({ role: "moderator", may: ["moderate"] });

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

function show() {
  history.replaceState(null, "", "/neighbourhoods?do=queue");
  return render(Neighbourhoods).container;
}

type Decision = { id: string; revision: number; do: string; reason?: string; group?: string };
const decisionsIn = ({ body }: Sent) => (body as { decisions: Decision[] }).decisions;

/** A queue of two pages, whose decisions are all done but those about one drawing. */
function queue(changed: string | null = null, besides: Record<string, unknown> = {}) {
  const pages: Record<string, unknown> = {
    "": {
      drawings: [aWaiting({ id: "a", name: "Mill" }), aWaiting({ id: "b", name: "Pier" })],
      next_cursor: 2,
    },
    "2": { drawings: [aWaiting({ id: "c", name: "Quay", version: 2 })], next_cursor: null },
  };
  return server(
    {
      "GET /api/neighbourhoods/queue": ({ query }: Sent) => pages[query.cursor ?? ""],
      "POST /api/neighbourhoods/queue": (sent: Sent) => {
        const decided = decisionsIn(sent).map(({ id }) =>
          id === changed
            ? { id, outcome: "stale", drawing: aDrawing({ id, name: "Pier Two", revision: 7 }) }
            : { id, outcome: "done", drawing: aDrawing({ id, waits: false, state: "published" }) },
        );
        return { decided, done: decided.filter(({ outcome }) => outcome === "done").length };
      },
      ...besides,
    },
    MODERATOR,
  );
}

const names = () => screen.queryAllByRole("heading", { level: 3 }).map((one) => one.textContent.trim());

it("shows page after page, and decides only about what was shown", async () => {
  const { asked } = queue();
  const container = show();
  expect(await screen.findByText("2 drawings shown, the oldest first; more wait.")).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Choose all 2 shown" }));
  await fireEvent.click(screen.getByRole("button", { name: "Show more" }));
  expect(await screen.findByText("3 drawings shown, the oldest first.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  expect(await accessFaults(container)).toEqual([]);
  // Those that came with the second page were not chosen.
  await fireEvent.click(screen.getByRole("button", { name: "Publish 2 chosen" }));
  expect(await screen.findByText("2 drawings decided.")).toBeTruthy();
  expect(asked("/api/neighbourhoods/queue", "POST").flatMap(decisionsIn)).toEqual([
    { id: "a", revision: 1, do: "publish" },
    { id: "b", revision: 1, do: "publish" },
  ]);
  expect(names()).toEqual(["Quay"]);
});

it("declines several for one reason of the list, and none without", async () => {
  const { asked } = queue();
  show();
  await fireEvent.click(await screen.findByRole("button", { name: "Choose all 2 shown" }));
  const decline = screen.getByRole<HTMLButtonElement>("button", { name: "Decline 2 chosen" });
  expect(decline.disabled).toBe(true);
  await fireEvent.change(await screen.findByLabelText("Reason for all that are chosen"), {
    target: { value: "duplicate" },
  });
  await fireEvent.click(decline);
  expect(await screen.findByText("2 drawings decided.")).toBeTruthy();
  expect(
    asked("/api/neighbourhoods/queue", "POST")
      .flatMap(decisionsIn)
      .map(({ reason }) => reason),
  ).toEqual(["duplicate", "duplicate"]);
});

it("keeps what has changed meanwhile, as it is now, and says so", async () => {
  queue("b");
  show();
  await fireEvent.click(await screen.findByRole("button", { name: "Choose all 2 shown" }));
  await fireEvent.click(screen.getByRole("button", { name: "Publish 2 chosen" }));
  expect(
    await screen.findByText(
      "1 drawing decided. Pier Two has changed since you opened this list: look at it again.",
    ),
  ).toBeTruthy();
  expect(names()).toEqual(["Pier Two"]);
});

it("shows the versions of a drawing to whoever opens them", async () => {
  const version = (number: number, name: string) => ({
    ...{ number, name, at: `2026-11-0${number}T09:00:00Z`, why: "", tags: [], geometry: aSquare },
  });
  queue(null, {
    "GET /api/neighbourhoods/queue/c/versions": { versions: [version(1, "Quay"), version(2, "The Quay")] },
  });
  show();
  await fireEvent.click(await screen.findByRole("button", { name: "Show more" }));
  const summary = await screen.findByText("2 versions of it");
  (summary.parentElement as HTMLDetailsElement).open = true;
  await fireEvent(summary.parentElement as HTMLElement, new Event("toggle"));
  expect(await screen.findByText("Version 1, 1 November 2026:")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Show version 2 on the map" })).toBeTruthy();
});

it("enters a file of many: says which cannot be kept and why, and keeps the others", async () => {
  const shape = (name: string | null) => ({ name, why: null, geometry: aSquare });
  const missing = [{ code: "name-missing", words: "It has no name.", blocks: true, at: null }];
  const flagged = [{ code: "copied", words: "It is an official outline.", blocks: false, at: null }];
  const { asked } = queue(null, {
    "POST /api/neighbourhoods/shapes": {
      format: "geojson",
      shapes: [shape("A"), shape(null), shape("C")],
      left_out: 1,
    },
    "POST /api/neighbourhoods/enter": ({ body }: Sent) => {
      const sent = (body as { drawings: MyDrawing[] }).drawings;
      const all = sent.every(({ name }) => name !== "");
      const drawings = sent.map(({ name }, at) => ({
        id: all ? `n${at}` : null,
        problems: name === "" ? missing : name === "A" ? flagged : [],
      }));
      return { kept: all ? sent.length : 0, drawings };
    },
  });
  const container = show();
  const file = new File(['{"type":"FeatureCollection","features":[]}'], "hoods.geojson");
  await fireEvent.change(await screen.findByLabelText(/^Bring a file/), { target: { files: [file] } });
  expect(await screen.findByText("3 drawings found; 1 in the file is no ground, and left out.")).toBeTruthy();
  await fireEvent.change(screen.getByLabelText("How they came"), { target: { value: "library" } });
  await fireEvent.click(screen.getByRole("button", { name: "Keep all 3" }));
  expect(await screen.findByText("None is kept yet: 1 drawing cannot be kept as it is.")).toBeTruthy();
  const refused = screen.getByLabelText("Name of drawing 2 in the file").closest("li") as HTMLElement;
  expect(within(refused).getByText("It has no name.")).toBeTruthy();
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "Keep only the other 2" }));
  expect(await screen.findByText("2 are kept yet: 1 drawing cannot be kept as it is.")).toBeTruthy();
  await fireEvent.input(screen.getByLabelText("Name of drawing 2 in the file"), { target: { value: "B" } });
  await fireEvent.click(screen.getByRole("button", { name: "Keep it" }));
  await waitFor(() => expect(screen.getByText("1 drawing kept.")).toBeTruthy());
  const sent = asked("/api/neighbourhoods/enter", "POST").map(
    ({ body }) => body as { route: string; drawings: MyDrawing[] },
  );
  expect(sent.map(({ route, drawings }) => [route, drawings.map(({ name }) => name).join()])).toEqual([
    ["library", "A,,C"],
    ["library", "A,C"],
    ["library", "B"],
  ]);
});

it("is nobody else's to see", async () => {
  const { asked } = server();
  show();
  expect(await screen.findByRole("link", { name: /^Sign in as a moderator/ })).toBeTruthy();
  expect(asked("/api/neighbourhoods/queue")).toEqual([]);
});
