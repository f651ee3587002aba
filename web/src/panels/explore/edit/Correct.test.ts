// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { aDetail, someGroups } from "../../../lib/an-asset";
import { accessFaults } from "../../../lib/axe";
import Correct from "./Correct.svelte";

type Sent = { method: string; path: string; tag: string | null; body: unknown };

/** A server that knows one asset; its first change may come too late. */
function server({ staleFirst = false } = {}): Sent[] {
  const sent: Sent[] = [];
  let version = 1;
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = decodeURIComponent(new URL(request.url).pathname);
    if (request.method === "GET") {
      const name = version === 1 ? "Old Library" : "Their Library";
      return Response.json(aDetail({ name }), { headers: { etag: `"${version}"` } });
    }
    const body: unknown = await request.json().catch(() => null);
    sent.push({ method: request.method, path, tag: request.headers.get("if-match"), body });
    if (staleFirst && version === 1) {
      version = 2;
      return Response.json({ detail: "read it again" }, { status: 412 });
    }
    return Response.json({ id: "libraries:old", changed: [], etag: '"9"' });
  });
  return sent;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

async function opened(onsaved = vi.fn()): Promise<HTMLElement> {
  const props = { asset: "libraries:old", name: "Old Library", groups: someGroups, onsaved };
  const { container } = render(Correct, props);
  const details = container.querySelector("details");
  if (details) details.open = true;
  await fireEvent(details ?? container, new Event("toggle"));
  await screen.findByLabelText("Name");
  return container;
}

const hours = () => screen.getByLabelText("When it is open");

it("sends what was corrected with the entity tag of what was read", async () => {
  const sent = server();
  const onsaved = vi.fn();
  const container = await opened(onsaved);
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.input(hours(), { target: { value: "Daily 9 to 5" } });
  await fireEvent.click(screen.getByRole("button", { name: "Save the corrections" }));
  await screen.findByText("Old Library is saved, and shown so to everybody now.");
  expect(sent).toEqual([
    { method: "PUT", path: "/api/assets/libraries:old", tag: '"1"', body: { opening_hours: "Daily 9 to 5" } },
  ]);
  expect(onsaved).toHaveBeenCalledWith("libraries:old");
});

it("shows what somebody else has changed, keeps what was written, and then sends it", async () => {
  const sent = server({ staleFirst: true });
  await opened();
  await fireEvent.input(hours(), { target: { value: "Daily 9 to 5" } });
  await fireEvent.click(screen.getByRole("button", { name: "Save the corrections" }));
  await screen.findByText(/^Somebody else has changed this entry/);
  expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("Their Library");
  await fireEvent.click(screen.getByRole("button", { name: "Save the corrections" }));
  await waitFor(() => {
    expect(sent.at(-1)).toMatchObject({ tag: '"2"', body: { opening_hours: "Daily 9 to 5" } });
  });
});

it("asks once more before a place is closed", async () => {
  const sent = server();
  await opened();
  await fireEvent.click(screen.getByRole("button", { name: "It has closed" }));
  expect(sent).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "Yes, it has closed" }));
  await screen.findByText("Old Library is marked as closed.");
  expect(sent[0]).toMatchObject({ method: "POST", path: "/api/assets/libraries:old/close" });
});

it("says that nothing has changed instead of sending nothing", async () => {
  const sent = server();
  await opened();
  await fireEvent.click(screen.getByRole("button", { name: "Save the corrections" }));
  await screen.findByText("Nothing has changed yet.");
  expect(sent).toEqual([]);
});
