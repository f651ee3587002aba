// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import type { SignedIn } from "../../api/types";
import { aSession, NOBODY } from "../../lib/a-session";
import { accessFaults } from "../../lib/axe";
import Reports from "./Reports.svelte";

function server(who: SignedIn): string[] {
  const settled: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/api/session") return Response.json(who);
    const report = {
      ...{ id: 7, asset: "libraries:old", asset_name: "Old Library", text: "It moved. <b>To</b> Mill Road." },
      ...{ at: "2026-11-20T09:00:00Z", outcome: null, settled_at: null, settled_by: null },
    };
    if (request.method === "POST") {
      settled.push(`${pathname} ${await request.text()}`);
      return Response.json({ ...report, outcome: "corrected" });
    }
    return Response.json({ reports: settled.length === 0 ? [report] : [], next_cursor: null });
  });
  return settled;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("shows a moderator what waits, as text, and settles it", async () => {
  const settled = server(aSession({ role: "moderator", may: ["settle-reports"] }));
  const { container } = render(Reports);
  expect(await screen.findByText("It moved. <b>To</b> Mill Road.")).toBeTruthy();
  expect(screen.getByText("1 report waits, the oldest first.")).toBeTruthy();
  const link = screen.getByRole("link", { name: "Old Library" });
  expect(link.getAttribute("href")).toBe("/?asset=libraries:old");
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "It was put right: Old Library" }));
  expect(await screen.findByText("Nothing waits to be settled.")).toBeTruthy();
  expect(screen.getByText("The report on Old Library is settled.")).toBeTruthy();
  expect(settled).toEqual(['/api/reports/7/settle {"outcome":"corrected"}']);
});

it("tells everybody else that only moderators see it, and asks for nothing", async () => {
  server(NOBODY);
  render(Reports);
  expect(await screen.findByText(/^Only moderators see what visitors report/)).toBeTruthy();
  expect(screen.getByLabelText("Your token")).toBeTruthy();
});
