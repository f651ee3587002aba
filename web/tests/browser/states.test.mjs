// What the viewer says when there is nothing to show, when the server does not answer, and without a map.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { eventually, mapOf, openBrowser, openPage, reachOut } from "./browser.mjs";
import { at, surveyWorld } from "./world.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./world.mjs").World} */
let world;

before(async () => {
  browser = await openBrowser();
  world = await surveyWorld();
});
after(() => browser?.close());

describe("nothing found", () => {
  it("is said, with what to try", async () => {
    const { page, close } = await openPage(browser, "/?q=zzzzqqqqxxxx");
    await page.getByText("No area here is called “zzzzqqqqxxxx”.").waitFor();
    await close();
  });

  it("is said of the open sea", async () => {
    const { page, close } = await openPage(browser, "/?at=-8.5,49.9");
    await page
      .locator(".answer")
      .getByText(/No area that we hold covers this point|outside/i)
      .first()
      .waitFor();
    await close();
  });

  it("is said of an area that does not exist", async () => {
    const { page, close } = await openPage(browser, `/?area=${world.area.layer}/no-such-area`);
    await eventually(() => page.locator("#answer").innerText(), "No such area", "the heading says so");
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await close();
  });
});

describe("a server that does not answer", () => {
  it("is told apart from one that is busy, and asked again", async () => {
    /** @type {"away" | "busy" | "there"} */
    let server = "away";
    const { page, close } = await openPage(browser, `/?${at(world.point)}`, {
      before: (page) =>
        page.route("**/api/locate?**", (route) => {
          if (server === "away") return route.abort();
          if (server === "there") return route.continue();
          return route.fulfill({ status: 503, headers: { "Retry-After": "7" }, body: "" });
        }),
    });
    await page.getByText("The server cannot be reached.").waitFor();
    server = "busy";
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Try again in 7 seconds.").waitFor();
    server = "there";
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".answer ol a").first().waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
    await close();
  });

  it("is said at the very start, and the page recovers", async () => {
    let away = true;
    const { page, close } = await openPage(browser, "/", {
      before: (page) => page.route("**/api/**", (route) => (away ? route.abort() : route.continue())),
    });
    await page.getByText("The server cannot be reached.").first().waitFor();
    away = false;
    await page.getByRole("button", { name: "Try again" }).first().click();
    await mapOf(page);
    await close();
  });

  it("leaves a map with holes that can be drawn again", async () => {
    let away = true;
    const { page, close } = await openPage(browser, "/", {
      before: (page) => page.route("**/*.mvt**", (route) => (away ? route.abort() : route.continue())),
    });
    await reachOut(page);
    await page.getByText("Parts of the map did not load.").waitFor();
    away = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await mapOf(page);
    await eventually(() => page.getByText("Parts of the map did not load.").count(), 0, "the map is whole");
    await close();
  });
});

describe("without the map", () => {
  it("everything is in the list when the map is hidden, and the address says so", async () => {
    const { page, close } = await openPage(browser, `/?${at(world.point)}`);
    await mapOf(page);
    await page.getByRole("button", { name: "Hide the map" }).click();
    assert.equal(await page.locator("#map").count(), 0);
    assert.equal(new URL(page.url()).searchParams.get("hide"), "map");
    await page.locator(".answer").getByRole("link", { name: world.area.name, exact: true }).first().click();
    await eventually(() => page.locator("#answer").innerText(), world.area.name, "the card");
    await page.getByRole("button", { name: "Show the map" }).click();
    await mapOf(page);
    await close();
  });

  it("search and list work in a browser without WebGL, which is said", async () => {
    const { page, close } = await openPage(browser, "/", {
      before: (page) =>
        page.addInitScript(() => {
          const real = HTMLCanvasElement.prototype.getContext;
          // @ts-expect-error one signature stands for all
          HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return String(kind).startsWith("webgl") ? null : real.call(this, kind, ...rest);
          };
        }),
    });
    await reachOut(page);
    await page.getByText(/cannot draw the map/).waitFor();
    await page
      .getByRole("combobox", { name: "Search for an area or a place" })
      .fill(`${world.point.lat}, ${world.point.lon}`);
    await page.keyboard.press("Enter");
    await page.locator(".answer").getByRole("link", { name: world.area.name, exact: true }).first().waitFor();
    await close();
  });
});
