// Adding, correcting, checking and closing one place in Explore, by somebody who may. Needs a store of its own and a contributor's token.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, NARROW, openBrowser, openPage, SERVER } from "./browser.mjs";

const TOKEN = process.env.PATCHWORK_CONTRIBUTOR ?? "";

/** @type {import("playwright-core").Browser} */
let browser;
/** A place that stands in a list, and where it is. @type {any} */
let known;

before(async () => {
  assert.ok(TOKEN, "Set PATCHWORK_CONTRIBUTOR to a contributor's token of the server.");
  browser = await openBrowser();
  const { assets } = await ask("/api/assets?kinds=library&limit=1000");
  known = assets.find((/** @type {any} */ one) => one.lon !== null && one.precision === "exact");
  assert.ok(known, "The server has no library with a place.");
});
after(() => browser?.close());

/** A page whose visitor has signed in. @param {string} path @param {any} [options] */
async function signedIn(path, options = {}) {
  const opened = await openPage(browser, "/", options);
  const { page } = opened;
  const status = await page.evaluate(async (token) => {
    const headers = { "content-type": "application/json" };
    const sent = await fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ token }) });
    return sent.status;
  }, TOKEN);
  assert.equal(status, 200, "the contributor's token does not hold");
  await page.goto(SERVER + path);
  return opened;
}

/** @param {any} asset */
const cardOf = (asset) => `/?asset=${encodeURIComponent(asset.id)}&kinds=${asset.kind}`;

describe("one place", () => {
  it("is corrected and checked by keyboard alone, and everybody sees it", async () => {
    const { page, faults, close } = await signedIn(cardOf(known));
    const hoursNow = `Daily 9 to 5, asked at ${Date.now()}`;
    const summary = page.getByText("Correct this entry");
    await summary.focus();
    await page.keyboard.press("Enter");
    const hours = page.getByLabel("When it is open");
    await page.getByText("More about it").focus();
    await page.keyboard.press("Enter");
    await hours.focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type(hoursNow);
    await page.getByRole("button", { name: "Save the corrections" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText(/is saved, and shown so to everybody now/).waitFor();
    const now = await ask(`/api/assets/${encodeURIComponent(known.id)}`);
    assert.equal(now.opening_hours, hoursNow);

    await page.getByText("Correct this entry").click();
    await page.getByRole("button", { name: /I have checked/ }).click();
    await page.getByText(/is marked as checked today/).waitFor();
    const checked = await ask(`/api/assets/${encodeURIComponent(known.id)}`);
    assert.equal(checked.stale, false);
    assert.deepEqual(faults, []);
    await close();
  });

  it("that is on no list is added at the chosen point, and closed again", async () => {
    const at = `${known.lon.toFixed(6)},${known.lat.toFixed(6)}`;
    const { page, faults, close } = await signedIn(`/?at=${at}`);
    await page.getByText("Add a place here").click();
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("Give it a name.").waitFor();
    assert.ok(await page.getByText("Choose what it is.").isVisible(), "every problem is told at once");
    const name = `Reading Room ${Date.now()}`;
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("What it is").selectOption("library");
    assert.match(await page.getByLabel("Where it is").inputValue(), /^[-\d.]+, [-\d.]+$/);
    assert.deepEqual(await accessFaults(page), []);
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByRole("heading", { name }).waitFor();
    const find = async () => {
      const { assets } = await ask(`/api/assets?text=${encodeURIComponent(name)}&kinds=library`);
      return assets.length;
    };
    await eventually(find, 1, "it is on the list");

    await page.getByText("Correct this entry").click();
    await page.getByRole("button", { name: "It has closed" }).click();
    await page.getByRole("button", { name: "Yes, it has closed" }).click();
    await eventually(find, 0, "it has left the list");
    assert.deepEqual(faults, []);
    await close();
  });

  it("is corrected on a narrow screen without scrolling sideways or a fault", async () => {
    const { page, close } = await signedIn(cardOf(known), { viewport: NARROW });
    await page.getByText("Correct this entry").click();
    await page.getByLabel("Name", { exact: true }).waitFor();
    await openEverything(page);
    const [content, screen] = await widthsOf(page);
    assert.ok(content <= screen, `the content is ${content} px wide`);
    assert.deepEqual(await accessFaults(page), []);
    await close();
  });

  it("cannot be changed by a visitor who has not signed in", async () => {
    const { page, close } = await openPage(browser, cardOf(known));
    await page.getByText("Is this right?").waitFor();
    assert.equal(await page.getByText("Correct this entry").count(), 0);
    assert.equal(await page.getByText("Add a place").count(), 0);
    await close();
  });
});
