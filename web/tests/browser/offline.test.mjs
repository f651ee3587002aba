// The viewer without a connection: it opens from what the browser kept, says so, and goes on when the connection is back.

import assert from "node:assert/strict";
import { after, before, it } from "node:test";

import { accessFaults, widthsOf } from "./access.mjs";
import { eventually, mapOf, NARROW, openBrowser, openPage, SERVER } from "./browser.mjs";

/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const ALLOWED = /** @type {const} */ ({ serviceWorkers: "allow" });

/** The program is kept. @param {import("playwright-core").Page} page */
const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

/** The paths of everything that the browser keeps. @param {import("playwright-core").Page} page */
const keptPaths = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
  });

it("opens every panel without a connection, says what can be seen, and goes on by itself", async () => {
  const { page, close } = await openPage(browser, "/", { ...ALLOWED, viewport: NARROW });
  await page.locator(".doors").waitFor();
  await kept(page);
  await page.context().setOffline(true);
  for (const path of ["/", "/compare", "/coverage", "/plan", "/neighbourhoods", "/sheets", "/sign-in"]) {
    await page.goto(SERVER + path);
    await page.getByRole("heading", { name: "No connection" }).waitFor();
    await page.getByText("Maps, names and figures").waitFor();
    const [content, screen] = await widthsOf(page);
    assert.equal(content, screen, path);
    assert.equal(await page.locator("section.map").count(), 0, `${path}: no room for a map that cannot come`);
    assert.deepEqual(await accessFaults(page), [], path);
  }
  await page.goto(`${SERVER}/`);
  await page.getByRole("heading", { name: "No connection" }).waitFor();
  await page.context().setOffline(false);
  await eventually(() => page.getByRole("heading", { name: "No connection" }).count(), 0, "it is back");
  await page.getByText("Example:").first().waitFor();
  await close();
});

it("keeps the program's own files, and nothing that the server answered", async () => {
  const { page, close } = await openPage(browser, "/", ALLOWED);
  await mapOf(page);
  await kept(page);
  await page.reload();
  await mapOf(page);
  await page.waitForLoadState("networkidle");
  const paths = await keptPaths(page);
  assert.ok(paths.includes("/") && paths.length > 10, paths.join(" "));
  const foreign = paths.filter(
    (path) => path !== "/" && path !== "/favicon.svg" && !path.startsWith("/assets/"),
  );
  assert.deepEqual(foreign, []);
  assert.deepEqual(await page.context().cookies(), []);
  await close();
});

it("gives the page of the server, not the one it keeps, while there is a connection", async () => {
  const { page, close } = await openPage(browser, "/", ALLOWED);
  await kept(page);
  const answers = await page.evaluate(async () => {
    const paths = ["/api/config", "/embed?layer=wards"];
    return Promise.all(paths.map(async (path) => (await fetch(path)).ok));
  });
  assert.deepEqual(answers, [true, true]);
  const response = await page.reload();
  assert.equal(response?.ok(), true);
  assert.match((await response?.text()) ?? "", /json\+oembed|<div id="app">/);
  await close();
});

it("is not asked for by an embedded map", async () => {
  const { page, close } = await openPage(browser, "/embed?layer=wards", ALLOWED);
  await page.locator("#map.drawn").waitFor();
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
  await close();
});
