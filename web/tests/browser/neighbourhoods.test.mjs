// A neighbourhood from the first corner to the map of everybody: drawn, sent, absent from everywhere public, published, found.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, mapOf, NARROW, openBrowser, openPage, WIDE } from "./browser.mjs";
import {
  clickOn,
  EVERYWHERE,
  fillAndSend,
  fresh,
  making,
  middleOf,
  moderators,
  NOWHERE,
  publicOn,
  squareOn,
  TOKEN,
} from "./hoods.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {any} */
let ward;

before(async () => {
  assert.ok(TOKEN, "Set PATCHWORK_MODERATOR to a moderator's token of the server.");
  browser = await openBrowser();
  const { results } = await ask("/api/search?q=a&limit=50");
  ward = results.find((/** @type {any} */ one) => one.layer === "wards");
  assert.ok(ward, "The server has no ward.");
});
after(() => browser?.close());

/** Presses Tab until something has the focus, as somebody does who has no mouse. @param {import("playwright-core").Page} page @param {import("playwright-core").Locator} wanted */
async function tabTo(page, wanted) {
  await wanted.waitFor();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not come to ${wanted}`);
}

for (const [where, viewport, byFinger] of /** @type {const} */ ([
  ["by mouse at 1280 pixels", WIDE, false],
  ["by finger at 320 pixels", NARROW, true],
])) {
  describe(`a neighbourhood, ${where},`, () => {
    it("is drawn, sent, seen by nobody, published, and seen by everybody", async () => {
      const name = fresh("Kiln Corner");
      const options = { viewport, hasTouch: byFinger };
      const { page, faults, close } = await openPage(browser, "/neighbourhoods?do=draw", options);
      await clickOn(page, await squareOn(page, byFinger ? 50 : 80), byFinger);
      await page.getByRole("button", { name: "Undo" }).click();
      await page.getByText("3 corners").waitFor();
      await page.getByRole("button", { name: "Redo" }).click();
      await page.getByText("4 corners").waitFor();
      await page.getByText(/^About [\d.,]+ (km²|hectares)\./).waitFor();
      await page.getByText(/people live here|Fewer than 50/).waitFor();
      const spot = middleOf((await making(page)).corners);
      await openEverything(page);
      assert.deepEqual(await accessFaults(page), []);
      const [content, screen] = await widthsOf(page);
      assert.ok(content <= screen, `${content} of ${screen}`);
      await fillAndSend(page, name);
      await page.getByText(/This is your private link/).waitFor();
      const link = (await page.locator("p.link a").getAttribute("href")) ?? "";
      assert.match(link, /\/neighbourhoods#edit=/);
      assert.equal(await publicOn(name, spot), NOWHERE, "nobody else sees it yet");
      assert.deepEqual(await accessFaults(page), []);
      assert.deepEqual(faults, []);
      await close();

      const own = await openPage(browser, new URL(link).pathname + new URL(link).hash, { viewport });
      await own.page.getByText("A moderator looks at it").waitFor();
      await own.page.getByText("4 corners").waitFor();
      await openEverything(own.page);
      assert.deepEqual(await accessFaults(own.page), []);
      await own.close();

      const desk = await moderators(browser, "/neighbourhoods?do=queue", { viewport });
      const row = desk.page.locator("li", { hasText: name });
      await row.waitFor();
      await openEverything(desk.page);
      assert.deepEqual(await accessFaults(desk.page), []);
      await row.getByRole("button", { name: "Publish", exact: true }).click();
      await desk.page.getByText("1 drawing decided.").waitFor();
      assert.deepEqual(desk.faults, []);
      await desk.close();
      await eventually(() => publicOn(name, spot), EVERYWHERE, "everybody sees it");

      const found = await openPage(browser, `/neighbourhoods?find=${encodeURIComponent(name)}`, { viewport });
      await found.page.getByRole("link", { name }).click();
      await found.page.getByText(/Who stands above it on/).waitFor();
      assert.match((await found.page.locator("main").textContent()) ?? "", /not an official boundary/i);
      const id = new URL(found.page.url()).searchParams.get("id") ?? "";
      assert.equal((await ask(`/api/neighbourhoods/${id}`)).name, name);
      assert.equal((await ask(`/api/areas/neighbourhoods/${id}`)).name, name);
      assert.deepEqual(await accessFaults(found.page), []);
      assert.deepEqual(found.faults, []);
      await found.close();
    });
  });
}

describe("a neighbourhood", () => {
  it("is drawn on the map, sent, published and found by keyboard alone", async () => {
    const name = fresh("Lock Gates");
    const { page, faults, close } = await openPage(browser, "/neighbourhoods?do=draw");
    const canvas = await mapOf(page);
    await tabTo(page, page.getByRole("link", { name: "Skip to the map" }));
    await page.keyboard.press("Enter");
    assert.ok(await canvas.evaluate((one) => one === document.activeElement), "the map has the focus");
    for (const keys of [["ArrowLeft"], ["ArrowRight"], ["ArrowDown"]]) {
      for (const key of keys) {
        await page.keyboard.press(key);
        await page.waitForTimeout(600);
      }
      await page.keyboard.press("Enter");
    }
    await page.getByText("3 corners").waitFor();
    await tabTo(page, page.getByText("Corners", { exact: true }));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("button", { name: "Move corner 1", exact: true }));
    const before = (await making(page)).corners[0];
    await page.keyboard.press("ArrowUp");
    const moved = (await making(page)).corners[0];
    assert.ok(moved.lat > before.lat && moved.lon === before.lon, "the arrow key moves the corner");
    const spot = middleOf((await making(page)).corners);
    await tabTo(page, page.getByLabel("What is it called?"));
    await page.keyboard.type(name);
    await page.getByText(/people live here|Fewer than 50/).waitFor();
    await tabTo(page, page.getByLabel(/I send this under/));
    await page.keyboard.press("Space");
    await tabTo(page, page.getByRole("button", { name: "Send it to the moderators" }));
    await page.keyboard.press("Enter");
    await page.getByText(/This is your private link/).waitFor();
    assert.equal(
      await page.evaluate(() => document.activeElement?.id),
      "arrived",
      "the focus is on what came",
    );
    assert.equal(await publicOn(name, spot), NOWHERE);
    assert.deepEqual(faults, []);
    await close();

    const desk = await moderators(browser, "/neighbourhoods?do=queue");
    const row = desk.page.locator("li", { hasText: name });
    await tabTo(desk.page, row.getByRole("button", { name: "Publish", exact: true }));
    await desk.page.keyboard.press("Enter");
    await desk.page.getByText("1 drawing decided.").waitFor();
    await desk.close();
    await eventually(() => publicOn(name, spot), EVERYWHERE, "everybody sees it");
  });

  it("is built from areas by keyboard alone, at 320 pixels", async () => {
    const name = fresh("Sluice End");
    const { page, faults, close } = await openPage(browser, "/neighbourhoods?do=draw", { viewport: NARROW });
    await tabTo(page, page.getByLabel("Find a ward or a small area by name"));
    await page.keyboard.type(ward.name);
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Take out/ }).waitFor();
    await tabTo(page, page.getByLabel("What is it called?"));
    await page.keyboard.type(name);
    await page.getByText(/people live here|Fewer than 50/).waitFor();
    await tabTo(page, page.getByLabel(/I send this under/));
    await page.keyboard.press("Space");
    await tabTo(page, page.getByRole("button", { name: "Keep it as a draft" }));
    await page.keyboard.press("Enter");
    await page.getByText(/A draft: only you can see it/).waitFor();
    const [content, screen] = await widthsOf(page);
    assert.ok(content <= screen, `${content} of ${screen}`);
    const [west, south, east, north] = ward.bounds;
    const spot = { lon: (west + east) / 2, lat: (south + north) / 2 };
    assert.equal(await publicOn(name, spot), NOWHERE, "a draft is nobody else's");
    assert.deepEqual(faults, []);
    await close();
  });

  it("is built from postcodes by keyboard alone, and says which were not found", async () => {
    const { assets } = await ask("/api/assets?limit=200");
    const [outward] = assets.find((/** @type {any} */ one) => one.postcode).postcode.split(" ");
    const { postcodes } = await ask(`/api/search?q=${outward}`);
    const some = postcodes.slice(0, 4).map((/** @type {any} */ one) => one.postcode);
    assert.ok(some.length > 1, "The server knows too few postcodes.");
    const { layers } = await ask("/api/layers");
    const blocks = layers.find((/** @type {any} */ one) => one.family === "census" && one.edition).id;
    const located = await Promise.all(
      some.map((/** @type {string} */ one) => ask(`/api/locate?postcode=${encodeURIComponent(one)}`)),
    );
    const names = new Set(
      located.map(({ areas }) => areas.find((/** @type {any} */ one) => one.layer === blocks).name),
    );

    const { page, close } = await openPage(browser, "/neighbourhoods?do=draw", { viewport: NARROW });
    await tabTo(page, page.getByLabel("Or from postcodes"));
    await page.keyboard.type(`${some.join(" ").toLowerCase()}, ZZ99 9ZZ`);
    await tabTo(page, page.getByRole("button", { name: "Add their areas" }));
    await page.keyboard.press("Enter");
    await page.getByText(/Not found: ZZ99 9ZZ\./).waitFor();
    for (const name of names) await page.getByRole("button", { name: `Take out ${name}` }).waitFor();
    assert.equal(await page.getByRole("button", { name: /^Take out/ }).count(), names.size);
    await page.getByText(/people live here|Fewer than 50/).waitFor();
    assert.deepEqual(await accessFaults(page), []);
    await close();
  });

  it("that was begun is found again after the page was left", async () => {
    const { page, close } = await openPage(browser, "/neighbourhoods?do=draw");
    await page.getByLabel("What is it called?").fill("Halfway House");
    await page.reload();
    await page.getByRole("button", { name: "Go on with it" }).click();
    assert.equal(await page.getByLabel("What is it called?").inputValue(), "Halfway House");
    await close();
  });
});
