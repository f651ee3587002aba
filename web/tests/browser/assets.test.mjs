// What somebody can do with places and services in Explore, on any server that has some of them.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, mapOf, NARROW, openBrowser, openPage, pixelsOf, WIDE } from "./browser.mjs";
import { at, keyOf, surveyWorld } from "./world.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./world.mjs").World} */
let world;
/**
 * A kind of which there are some, one of these with a place, and the answer around it.
 *
 * @type {{ kind: any, asset: any, spot: { lon: number, lat: number }, near: any }}
 */
let here;

/** How many of a list are shown at first. */
const FIRST = 12;

before(async () => {
  browser = await openBrowser();
  world = await surveyWorld();
  const { groups } = await ask("/api/kinds");
  const kinds = groups.flatMap((/** @type {any} */ group) => group.kinds);
  const kind = kinds.find((/** @type {any} */ one) => one.assets > 0);
  assert.ok(kind, "The server holds no assets.");
  const { assets } = await ask(`/api/assets?kinds=${kind.id}&limit=1000`);
  const asset = assets.find((/** @type {any} */ one) => one.lon !== null && one.precision === "exact");
  assert.ok(asset, "No asset of the first kind has a place.");
  const spot = { lon: round(asset.lon), lat: round(asset.lat) };
  here = { kind, asset, spot, near: await around(spot) };
});
after(() => browser?.close());

/** To the decimals that an address has. @param {number} degrees */
const round = (degrees) => Number(degrees.toFixed(6));
/** @param {{ lon: number, lat: number }} spot @param {string} [more] */
const around = ({ lon, lat }, more = "") =>
  ask(`/api/assets?near=${lon},${lat}&within_m=1600&limit=200${more}`);

/** @param {import("playwright-core").Page} page */
const listed = (page) =>
  page.getByRole("list", { name: "Places and services listed" }).getByRole("link").allTextContents();
/** @param {any} answer */
const firstOf = (answer) => answer.assets.slice(0, FIRST).map((/** @type {any} */ one) => one.name);
/** @param {import("playwright-core").Page} page */
const focused = (page) => page.evaluate(() => document.activeElement?.id);

describe("places and services", () => {
  it("are listed around a point, nearest first, with no fault on the page", async () => {
    const { page, faults, hosts, close } = await openPage(browser, `/?${at(here.spot)}`);
    await mapOf(page);
    await eventually(() => listed(page), firstOf(here.near), "the nearest first");
    await page.waitForLoadState("networkidle");
    assert.deepEqual(faults, []);
    assert.equal(hosts.size, 1);
    await close();
  });

  it("are listed for an area", async () => {
    const area = `${world.area.layer}:${world.area.code ?? world.area.id}`;
    const answer = await ask(`/api/assets?in=${area}&limit=200`);
    const { page, close } = await openPage(browser, `/?area=${keyOf(world.area)}&hide=map`);
    await page.getByText(new RegExp(`recorded in ${world.area.name}\\.`)).waitFor();
    if (answer.total > 0) await eventually(() => listed(page), firstOf(answer), "those in it");
    await close();
  });

  it("are filtered by kind and by where people can meet, with the keyboard alone", async () => {
    const { page, close } = await openPage(browser, `/?${at(here.spot)}&hide=map`);
    await eventually(() => listed(page), firstOf(here.near), "all kinds");
    await page.getByText("Every kind of place").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: here.kind.plural }).focus();
    await page.keyboard.press("Space");
    const some = await around(here.spot, `&kinds=${here.kind.id}`);
    await eventually(() => listed(page), firstOf(some), "one kind");
    assert.equal(new URL(page.url()).searchParams.get("kinds"), here.kind.id);
    await page.getByLabel("Only where people can meet").focus();
    await page.keyboard.press("Space");
    const meeting = await around(here.spot, `&kinds=${here.kind.id}&meet=true`);
    await eventually(() => listed(page), firstOf(meeting), "where people can meet");
    assert.equal(new URL(page.url()).searchParams.get("meet"), "yes");
    await page.goBack();
    await eventually(() => listed(page), firstOf(some), "Back takes the last filter away");
    await close();
  });

  it("are looked for within another distance", async () => {
    const { lon, lat } = here.spot;
    const wide = await ask(`/api/assets?near=${lon},${lat}&within_m=5000&limit=200`);
    const { page, close } = await openPage(browser, `/?${at(here.spot)}&hide=map`);
    await page.getByLabel("Within").selectOption("5000");
    await page
      .getByText(new RegExp(`^${wide.total.toLocaleString("en-GB")} places? recorded within 5 km`))
      .waitFor();
    assert.equal(new URL(page.url()).searchParams.get("within"), "5000");
    await close();
  });

  it("are many close together on the map of the whole place, each with its count", async () => {
    const { page, close } = await openPage(browser, "/");
    await mapOf(page);
    await eventually(
      () => pixelsOf(page, "#0b5d5e"),
      (count) => count > 60,
      "the rings of the marks are on the map",
    );
    await page.getByRole("checkbox", { name: "Places and services" }).uncheck();
    await eventually(
      () => pixelsOf(page, "#0b5d5e"),
      (count) => count < 60,
      "they can be switched off",
    );
    await close();
  });

  it("say that nothing is recorded, and what to do", async () => {
    const { page, close } = await openPage(browser, "/?at=-3.5,49.95&hide=map");
    await page.getByText(/^No places recorded within 1.6 km/).waitFor();
    await page.getByText("What is not recorded may still be there.").waitFor();
    await close();
  });

  it("leave the rest of the page alone when they cannot be had", async () => {
    let away = true;
    const { page, close } = await openPage(browser, `/?${at(here.spot)}&hide=map`, {
      before: (page) =>
        page.route("**/api/assets?**", (route) => (away ? route.fulfill({ status: 500 }) : route.continue())),
    });
    await page.locator(".assets").getByRole("alert").waitFor();
    await page.locator(".answer ol a").first().waitFor();
    away = false;
    await page.locator(".assets").getByRole("button", { name: "Try again" }).click();
    await eventually(() => listed(page), firstOf(here.near), "the list");
    await close();
  });
});

describe("one of them", () => {
  it("is shown with its source and when it was verified; closing leads back to its row", async () => {
    const [first] = here.near.assets;
    const detail = await ask(`/api/assets/${encodeURIComponent(first.id)}`);
    const { page, close } = await openPage(browser, `/?${at(here.spot)}&hide=map`);
    await page.getByRole("list", { name: "Places and services listed" }).getByRole("link").first().click();
    await eventually(() => focused(page), "asset", "its name has the focus");
    const card = page.getByRole("article");
    await card.getByText(detail.source.title, { exact: false }).first().waitFor();
    assert.equal(new URL(page.url()).searchParams.get("asset"), first.id);
    await card.getByRole("button", { name: "Close" }).click();
    await eventually(() => focused(page), `asset-${first.id}`, "its row has the focus");
    await close();
  });

  it("stands in the address, and its page comes back from a link", async () => {
    const { page, close } = await openPage(browser, `/?asset=${encodeURIComponent(here.asset.id)}&hide=map`);
    await eventually(() => page.locator("#asset").allTextContents(), [here.asset.name], "its name");
    assert.ok((await page.title()).includes(here.asset.name));
    await close();
  });

  it("is picked on the map", async () => {
    const { lon, lat } = here.spot;
    const { page, close } = await openPage(browser, `/?map=${lon},${lat},17`);
    const canvas = await mapOf(page);
    await eventually(
      () => pixelsOf(page, "#0b5d5e"),
      (count) => count > 60,
      "its mark is there",
    );
    const box = await canvas.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await eventually(
      async () => new URL(page.url()).searchParams.get("asset"),
      (id) => id !== null,
      "an asset is in the address",
    );
    await page.getByRole("article").waitFor();
    await close();
  });

  it("that does not exist is said to be missing", async () => {
    const { page, close } = await openPage(browser, "/?asset=no:such-place&hide=map");
    await page.locator("#asset").getByText("There is no such place").waitFor();
    await close();
  });
});

it("a postcode is a place to ask about, in any case and spacing", async () => {
  const withOne = here.near.assets.find((/** @type {any} */ one) => one.postcode);
  if (!withOne) return;
  const { postcode } = withOne;
  const { areas } = await ask(`/api/locate?postcode=${encodeURIComponent(postcode)}`);
  const { page, close } = await openPage(browser, "/?hide=map");
  const box = page.getByRole("combobox", { name: "Search for an area or a place" });
  assert.match((await box.getAttribute("placeholder")) ?? "", /postcode/);
  await box.fill(postcode.toLowerCase().replace(" ", ""));
  await box.press("Enter");
  await page.getByText(`${postcode} is in ${areas[0].name}`, { exact: false }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("at"), postcode);
  await close();
});

describe("everybody", () => {
  const views = () => [
    { name: "a list", path: `/?${at(here.spot)}&hide=map` },
    { name: "one of them", path: `/?asset=${encodeURIComponent(here.asset.id)}&hide=map` },
    { name: "the map", path: `/?${at(here.spot)}` },
  ];

  /** @param {import("playwright-core").Page} page @param {string} path */
  async function ready(page, path) {
    await page
      .locator(path.includes("asset=") ? ".assets article dl" : ".assets li")
      .first()
      .waitFor();
    await openEverything(page);
  }

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const viewport of [WIDE, NARROW]) {
      it(`finds no fault by WCAG 2.2 AA in a ${colorScheme} room at ${viewport.width} pixels`, async () => {
        for (const { name, path } of views()) {
          const { page, close } = await openPage(browser, path, { viewport, colorScheme });
          await ready(page, path);
          assert.deepEqual(await accessFaults(page), [], name);
          await close();
        }
      });
    }
  }

  it("never scrolls sideways at 320 pixels", async () => {
    for (const { name, path } of views()) {
      const { page, close } = await openPage(browser, path, { viewport: NARROW });
      await ready(page, path);
      const [content, screen] = await widthsOf(page);
      assert.equal(content, screen, name);
      await close();
    }
  });
});
