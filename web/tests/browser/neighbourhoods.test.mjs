// A neighbourhood from the first corner to the map of everybody: drawn, sent, absent from everywhere public, published, found.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, mapOf, NARROW, openBrowser, openPage, SERVER } from "./browser.mjs";

const TOKEN = process.env.PATCHWORK_MODERATOR ?? "";

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

/** A page of a moderator. @param {string} path @param {any} [options] */
async function moderators(path, options = {}) {
  const opened = await openPage(browser, "/", options);
  const status = await opened.page.evaluate(async (token) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ token }) })).status;
  }, TOKEN);
  assert.equal(status, 200, "the moderator's token does not hold");
  await opened.page.goto(SERVER + path);
  return opened;
}

/** Whether a name stands anywhere that everybody may read. @param {string} name */
async function isPublic(name) {
  const paths = [
    "/api/neighbourhoods?limit=200",
    `/api/neighbourhoods?name=${encodeURIComponent(name)}`,
    `/api/search?q=${encodeURIComponent(name)}`,
    "/api/neighbourhoods/agreements",
    "/api/compare.csv?a=neighbourhoods&b=wards&weight=area",
  ];
  const bodies = await Promise.all(paths.map(async (path) => (await fetch(SERVER + path)).text()));
  // A search repeats what was searched for.
  return bodies.some((body) => body.replaceAll(`"query":"${name}"`, "").includes(name));
}

/** @param {import("playwright-core").Page} page @param {string} name */
async function fillAndSend(page, name) {
  await page.getByLabel("What is it called?").fill(name);
  await page.getByText(/people live here|Fewer than 50/).waitFor();
  await page.getByLabel(/I send this under/).check();
  await page.getByRole("button", { name: "Send it to the moderators" }).click();
  await page.getByText(/This is your private link/).waitFor();
}

describe("a neighbourhood", () => {
  it("is drawn by mouse, sent, seen by nobody, published, and seen by everybody", async () => {
    const name = `Kiln Corner ${Date.now() % 100_000}`;
    const { page, faults, close } = await openPage(browser, "/neighbourhoods?do=draw");
    const canvas = await mapOf(page);
    const box = await canvas.boundingBox();
    assert.ok(box);
    const middle = { x: box.x + box.width * 0.45, y: box.y + box.height * 0.45 };
    for (const [dx, dy] of [
      [0, 0],
      [14, 2],
      [12, 14],
      [-2, 12],
    ])
      await page.mouse.click(middle.x + (dx ?? 0), middle.y + (dy ?? 0), { delay: 40 });
    await page.getByText("4 corners").waitFor();
    await page.getByRole("button", { name: "Take back the last corner" }).click();
    await page.getByText("3 corners").waitFor();
    await openEverything(page);
    assert.deepEqual(await accessFaults(page), []);
    await fillAndSend(page, name);
    const link = (await page.locator("p.link a").getAttribute("href")) ?? "";
    assert.match(link, /\/neighbourhoods#edit=/);
    assert.equal(await isPublic(name), false, "nobody else sees it yet");
    assert.deepEqual(faults, []);
    await close();

    const own = await openPage(browser, new URL(link).pathname + new URL(link).hash);
    await own.page.getByText("A moderator looks at it").waitFor();
    await own.close();

    const desk = await moderators("/neighbourhoods?do=queue");
    const row = desk.page.locator("li", { hasText: name });
    await row.waitFor();
    assert.deepEqual(await accessFaults(desk.page), []);
    await row.getByRole("button", { name: "Publish", exact: true }).click();
    await desk.page.getByText("1 drawing decided.").waitFor();
    await desk.close();
    await eventually(() => isPublic(name), true, "everybody sees it");

    const found = await openPage(browser, `/neighbourhoods?find=${encodeURIComponent(name)}`);
    await found.page.getByRole("link", { name }).click();
    await found.page.getByText(/Who stands above it on/).waitFor();
    assert.match(
      (await found.page.locator("main").textContent()) ?? "",
      /not an official boundary|no official boundary|official/i,
    );
    assert.deepEqual(await accessFaults(found.page), []);
    assert.deepEqual(found.faults, []);
    await found.close();
  });

  it("is built from areas by keyboard alone, at 320 pixels", async () => {
    const name = `Sluice End ${Date.now() % 100_000}`;
    const { page, faults, close } = await openPage(browser, "/neighbourhoods?do=draw", { viewport: NARROW });
    const search = page.getByLabel("Find a ward or a small area by name");
    await search.focus();
    await page.keyboard.type(ward.name);
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Take out/ }).waitFor();
    await page.getByLabel("What is it called?").focus();
    await page.keyboard.type(name);
    await page.getByText(/people live here|Fewer than 50/).waitFor();
    const agree = page.getByLabel(/I send this under/);
    await agree.focus();
    await page.keyboard.press("Space");
    const send = page.getByRole("button", { name: "Keep it as a draft" });
    await send.focus();
    await page.keyboard.press("Enter");
    await page.getByText(/A draft: only you can see it/).waitFor();
    const [content, screen] = await widthsOf(page);
    assert.ok(content <= screen, `${content} of ${screen}`);
    assert.equal(await isPublic(name), false, "a draft is nobody else's");
    assert.deepEqual(faults, []);
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
