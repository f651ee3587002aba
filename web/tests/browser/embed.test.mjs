// Maps on a page of another site, whose rules forbid nearly everything.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults } from "./access.mjs";
import { ask, openBrowser, openPage, SERVER } from "./browser.mjs";
import { openPartner } from "./partner.mjs";
import { keyOf, surveyWorld } from "./world.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof openPartner>>} */
let partner;
/** What the partner's page holds. */
let body = "";

const STRICT = `default-src 'none'; script-src ${SERVER}; frame-src ${SERVER}; style-src 'self'`;
const MAP = "layer=wards&on=today";

before(async () => {
  browser = await openBrowser();
  partner = await openPartner(() => ({ html: body, policy: STRICT }));
});
after(async () => {
  await browser?.close();
  partner?.close();
});

/** A partner's page with something in it. @param {string} html */
async function partnersPage(html) {
  body = html;
  const context = await browser.newContext({
    viewport: { width: 900, height: 900 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(partner.origin);
  return { page, close: () => context.close() };
}

/** The map in the frame is drawn. @param {import("playwright-core").Page} page */
async function drawn(page) {
  await page.frameLocator("iframe").locator("#map.drawn").waitFor();
}

describe("a map on another site", () => {
  it("is drawn in a frame, also in a sandbox", async () => {
    for (const sandbox of ["", ' sandbox="allow-scripts"']) {
      const { page, close } = await partnersPage(
        `<iframe src="${SERVER}/embed?${MAP.replace("&", "&amp;")}" title="Wards" width="720" height="640"${sandbox}></iframe>`,
      );
      await drawn(page);
      await close();
    }
  });

  it("is drawn by the element, as high as it needs to be", async () => {
    const { page, close } = await partnersPage(
      `<script type="module" src="${SERVER}/patchwork-map.js"></script><patchwork-map layer="wards" on="today"></patchwork-map>`,
    );
    await drawn(page);
    await page.waitForFunction(() => document.querySelector("iframe")?.style.height !== "540px");
    await close();
  });

  it("comes from a pasted link", async () => {
    const { html } = await ask(`/oembed?url=${encodeURIComponent(`${SERVER}/embed?${MAP}`)}`);
    const { page, close } = await partnersPage(html);
    await drawn(page);
    await close();
  });

  it("says the same as a list, without script and by axe", async () => {
    const { page, faults, hosts, close } = await openPage(browser, `/embed?${MAP}`);
    await page.locator("#map.drawn").waitFor();
    await page.locator("summary").click();
    assert.ok((await page.locator("tbody tr").count()) > 3);
    assert.deepEqual(await accessFaults(page), []);
    assert.deepEqual(faults, []);
    assert.deepEqual([...hosts], [SERVER], "nobody else is asked for anything");
    assert.deepEqual(await page.context().cookies(), []);
    await close();
    const still = await openPage(browser, `/embed?${MAP}`, { javaScriptEnabled: false });
    const [width] = await still.page
      .locator("figure img")
      .evaluateAll((images) => images.map((image) => /** @type {HTMLImageElement} */ (image).naturalWidth));
    assert.ok((width ?? 0) > 100, "without script there is the picture");
    await still.close();
  });

  it("cannot be a page where something can be changed", async () => {
    const { page, close } = await partnersPage(
      `<iframe src="${SERVER}/neighbourhoods?do=queue" title="Not allowed"></iframe>`,
    );
    await page.waitForTimeout(1000);
    assert.equal(await page.frameLocator("iframe").locator("main").count(), 0);
    await close();
  });
});

describe("the code that the viewer gives", () => {
  const WAYS = ["Code for a page (iframe)", "Link to paste", "Element"];

  /** The three codes of a page of the viewer. @param {string} path @param {(page: import("playwright-core").Page) => Promise<void>} [choose] */
  async function codesOf(path, choose) {
    const { page, close } = await openPage(browser, path);
    await page.getByText("Put this map on your page").click();
    await choose?.(page);
    const codes = await Promise.all(WAYS.map((name) => page.getByLabel(name, { exact: true }).inputValue()));
    assert.deepEqual(await accessFaults(page), []);
    const seen = await page.getByRole("link", { name: /^See how it looks/ }).getAttribute("href");
    await close();
    const [frame = "", link = "", element = ""] = codes;
    return { frame, link, element, seen };
  }

  /** The map stands drawn on the partner's page, with these words in it. @param {string} html @param {RegExp} words */
  async function standsOn(html, words) {
    const { page, close } = await partnersPage(html);
    await drawn(page);
    assert.match(await page.frameLocator("iframe").locator("main").innerText(), words);
    await close();
  }

  it("draws what Explore shows of an area, by each of the three ways", async () => {
    const { area } = await surveyWorld();
    const { frame, link, element, seen } = await codesOf(`/?hide=map&area=${keyOf(area)}`, async (page) => {
      await page.getByLabel("Title", { exact: true }).fill("Our <b>own</b> “patch”");
      await page.getByLabel("A colour of your own").check();
      await page.getByLabel("Colour", { exact: true }).fill("#aa3300");
    });
    for (const code of [frame, link, element, seen ?? ""]) assert.ok(code.includes("aa3300"), code);
    const title = /Our <b>own<\/b> “patch”/;
    await standsOn(frame, title);
    await standsOn(element, title);
    const { html } = await ask(`/oembed?url=${encodeURIComponent(link)}`);
    await standsOn(html, title);
  });

  it("stays on a day or follows today, and the map says which", async () => {
    const { on } = await ask("/api/layers");
    const { frame: follows } = await codesOf("/?hide=map");
    assert.match(follows, /on=today/);
    const { frame: stays } = await codesOf(`/?hide=map&on=${on}`);
    assert.ok(stays.includes(`on=${on}`), stays);
    await standsOn(follows, /today/i);
    const { frame: chosen } = await codesOf("/?hide=map", async (page) => {
      await page.getByLabel("Stays on one day").check();
      await page.getByLabel("The day it stays on").fill(on);
      await page.getByLabel("The day it stays on").dispatchEvent("change");
    });
    assert.equal(chosen, stays);
    await standsOn(stays, new RegExp(on.slice(0, 4)));
  });

  it("draws what Compare shows", async () => {
    const { frame } = await codesOf("/compare?hide=map&a=wards&b=districts");
    assert.match(frame, /layer=wards&amp;with=districts/);
    await standsOn(frame, /./);
  });
});
