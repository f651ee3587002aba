// The documents at /docs: read by everybody, without a script.

import assert from "node:assert/strict";
import { after, before, it } from "node:test";

import { accessFaults, widthsOf } from "./access.mjs";
import { NARROW, openBrowser, openPage, SERVER, WIDE } from "./browser.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {string[]} */
let paths;

before(async () => {
  browser = await openBrowser();
  const first = await (await fetch(`${SERVER}/docs`)).text();
  const links = [...first.matchAll(/href="(\/docs[\w/-]*)"/g)].map(([, path]) => path ?? "");
  paths = [...new Set(links)];
  assert.ok(paths.length > 15, paths.join());
});
after(() => browser?.close());

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  it(`breaks no rule of WCAG 2.2 AA in a ${colorScheme} room, and asks nobody else for anything`, async () => {
    for (const path of paths) {
      const viewport = colorScheme === "light" ? WIDE : NARROW;
      const { page, faults, hosts, close } = await openPage(browser, path, { viewport, colorScheme });
      assert.deepEqual(await accessFaults(page), [], path);
      assert.deepEqual(faults, [], path);
      assert.deepEqual([...hosts], [SERVER], path);
      await close();
    }
  });
}

it("breaks no rule where the visitor's own colours replace ours", async () => {
  const { page, close } = await openPage(browser, "/docs/running", { forcedColors: "active" });
  assert.deepEqual(await accessFaults(page), []);
  await close();
});

it("never scrolls sideways on a screen of 320 pixels", async () => {
  for (const path of paths) {
    const { page, close } = await openPage(browser, path, { viewport: NARROW });
    const [content, screen] = await widthsOf(page);
    assert.equal(content, screen, path);
    await close();
  }
});

it("is read and left by keyboard alone", async () => {
  const { page, close } = await openPage(browser, "/docs/embedding");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the text");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  // What is too wide is reached, so that it can be moved.
  const inMain = () => page.evaluate(() => Boolean(document.activeElement?.closest("main")));
  assert.ok(await inMain());
  await page.locator("nav#documents a", { hasText: "Start here" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`${SERVER}/docs/start`);
  assert.equal(await page.locator("h1").textContent(), "Start here");
  assert.equal(await page.locator("[aria-current=page]").textContent(), "Start here");
  await close();
});

it("is found from the foot of the viewer", async () => {
  const { page, close } = await openPage(browser, "/?hide=map");
  await page.locator("footer a[href='/docs']").click();
  await page.waitForURL(`${SERVER}/docs`);
  await close();
});
