// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { aDetail, anAsset, aPage, someGroups } from "../../lib/an-asset";
import { accessFaults } from "../../lib/axe";
import type { AssetPage } from "../../api/types";
import AssetsInExplore from "./AssetsInExplore.test.svelte";

/** A server with these assets, and what it was asked. */
function server(page: AssetPage, groups = someGroups): URL[] {
  const asked: URL[] = [];
  vi.stubGlobal("fetch", (request: Request | string) => {
    const url = new URL(typeof request === "string" ? request : request.url);
    asked.push(url);
    const answers: Record<string, unknown> = {
      "/api/kinds": { groups },
      "/api/assets": page,
      "/tiles/assets.json": { tiles: [], vector_layers: [] },
      "/api/config": { version: "", place: { title: "", note: "", extent: null }, basemap: null, dates: [] },
      "/api/layers": {
        on: "2026-11-22",
        layers: [],
        memberships: [],
        weights: [],
        classes: [],
        attribution: [],
      },
    };
    const body = answers[url.pathname] ?? aDetail({ name: "Old Library" });
    return Promise.resolve(Response.json(body));
  });
  return asked;
}

function show(search: string) {
  history.replaceState(null, "", search);
  return render(AssetsInExplore).container;
}

afterEach(() => {
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

const question = (asked: URL[]) =>
  asked.filter(({ pathname }) => pathname === "/api/assets").at(-1)?.searchParams;

it("lists what is near a point, nearest first, with how far and how fresh", async () => {
  const old = anAsset({ id: "b", name: "Far Hall", stale: true, last_verified: null, distance_m: 1500 });
  const asked = server(aPage({ total: 2, assets: [anAsset(), old] }));
  show("/?at=-0.13,50.82");
  const row = (await screen.findByRole("link", { name: "Old Library" })).closest("li");
  expect(row?.textContent).toContain("350 metres (0.22 miles) away");
  expect(row?.textContent).toContain("Verified 2 May 2026");
  expect(screen.getByText("Not verified for two years")).toBeTruthy();
  expect(screen.getByText(/2 places recorded within 1.6 km \(about a mile\) of this point/)).toBeTruthy();
  expect(question(asked)?.get("near")).toBe("-0.13,50.82");
  expect(question(asked)?.get("within_m")).toBe("1600");
});

it("never lists what has closed", async () => {
  server(aPage({ assets: [anAsset(), anAsset({ id: "gone", name: "Gone Library", status: "closed" })] }));
  show("/?at=-0.13,50.82");
  await screen.findByRole("link", { name: "Old Library" });
  expect(screen.queryByText("Gone Library")).toBeNull();
});

it("asks for the kinds, the meeting places and the distance that somebody chooses", async () => {
  const asked = server(aPage());
  show("/?at=-0.13,50.82");
  await fireEvent.click(await screen.findByLabelText("Only where people can meet"));
  await waitFor(() => expect(question(asked)?.get("meet")).toBe("true"));
  await fireEvent.change(screen.getByLabelText("Within"), { target: { value: "5000" } });
  await waitFor(() => expect(question(asked)?.get("within_m")).toBe("5000"));
  await fireEvent.click(screen.getByText("Every kind of place"));
  await fireEvent.click(screen.getByRole("checkbox", { name: /Libraries/ }));
  await waitFor(() => expect(question(asked)?.get("kinds")).toBe("library"));
  expect(location.search).toBe("?at=-0.13,50.82&kinds=library&meet=yes&within=5000");
});

it("asks for those in an area", async () => {
  const asked = server(aPage());
  show("/?area=wards/X1");
  await screen.findByRole("link", { name: "Old Library" });
  expect(question(asked)?.get("in")).toBe("wards:X1");
  expect(question(asked)?.get("near")).toBeNull();
});

it("says that none is recorded, and that there may be one all the same", async () => {
  server(aPage({ total: 0, assets: [] }));
  show("/?at=-0.13,50.82&kinds=library");
  expect(await screen.findByText(/^No libraries recorded within/)).toBeTruthy();
  expect(screen.getByText(/What is not recorded may still be there/)).toBeTruthy();
});

it("says how many there are before anybody chose, and lists none of them", async () => {
  const asked = server(aPage({ total: 2431 }));
  show("/");
  expect(await screen.findByText(/2,431 places recorded here in all. Choose a kind/)).toBeTruthy();
  expect(screen.queryByRole("link", { name: "Old Library" })).toBeNull();
  expect(question(asked)?.get("limit")).toBe("1");
});

it("says that no assets are loaded, and asks for none", async () => {
  const none = someGroups.map((group) => ({
    ...group,
    kinds: group.kinds.map((kind) => ({ ...kind, assets: 0 })),
  }));
  const asked = server(aPage(), none);
  show("/?at=-0.13,50.82");
  expect(await screen.findByText("No assets have been loaded on this server yet.")).toBeTruthy();
  expect(question(asked)).toBeUndefined();
});

it("shows one with its source, and what is not known of it; closing leads back", async () => {
  server(aPage());
  const container = show("/?at=-0.13,50.82");
  await fireEvent.click(await screen.findByRole("link", { name: "Old Library" }));
  expect(await screen.findByText(/Invented libraries, release 2026, a partial list, The clerk/)).toBeTruthy();
  expect(screen.getByText("Not known: access.")).toBeTruthy();
  expect(location.search).toContain("asset=libraries:old");
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(document.activeElement?.id).toBe("asset-libraries:old"));
});
