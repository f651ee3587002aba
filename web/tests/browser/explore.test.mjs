// What somebody can do in the Explore panel, with the mouse or without, on whatever the server holds.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { ask, eventually, mapOf, openBrowser, openPage, pixelsOf } from "./browser.mjs";
import { at, keyOf, surveyWorld } from "./world.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./world.mjs").World} */
let world;

before(async () => {
  browser = await openBrowser();
  world = await surveyWorld();
});
after(() => browser?.close());

/** The names of the areas in the list at a point. @param {import("playwright-core").Page} page */
const listed = (page) =>
  page.getByRole("list", { name: "Patches at this point" }).getByRole("link").allTextContents();

/** The names that the server gives for what comes first at a point. @param {any[]} areas */
function firstNames(areas) {
  const first = areas.filter((area) => ["council", "community"].includes(area.family));
  return (first.length > 0 ? first : areas).map((area) => area.name);
}

/** The chosen point in the address. @param {import("playwright-core").Page} page */
const pointIn = (page) => new URL(page.url()).searchParams.get("at");

/** @param {import("playwright-core").Page} page */
async function answersMatchTheAddress(page) {
  await eventually(async () => pointIn(page) !== null, true, "the point is in the address");
  const [lon, lat] = (pointIn(page) ?? "").split(",");
  const { areas } = await ask(`/api/locate?lon=${lon}&lat=${lat}`);
  await eventually(() => listed(page), firstNames(areas), "the list is what the server says");
}

describe("the start", () => {
  it("shows the place, a switch for each layer, and calls no other host", async () => {
    const { page, faults, hosts, close } = await openPage(browser, "/");
    await mapOf(page);
    const { place } = await ask("/api/config");
    await page.getByText(place.title, { exact: true }).waitFor();
    const { groups } = await ask("/api/kinds");
    const assets = groups.some((/** @type {any} */ { kinds }) =>
      kinds.some((/** @type {any} */ one) => one.assets),
    );
    await eventually(
      () => page.locator(".legend").getByRole("checkbox").count(),
      world.layers.length + (assets ? 1 : 0),
      "a switch for each layer, and one for the assets",
    );
    await page.waitForLoadState("networkidle");
    assert.deepEqual([...hosts], [new URL(page.url()).origin]);
    assert.deepEqual(faults, []);
    await close();
  });

  it("draws the lines of the layers that are on, and takes them away", async () => {
    const { page, close } = await openPage(browser, "/");
    await mapOf(page);
    const council = "#3b4a54";
    await eventually(
      () => pixelsOf(page, council),
      (count) => count > 300,
      "council lines are on the map",
    );
    const before = await pixelsOf(page, council);
    const on = page.getByRole("checkbox", { checked: true });
    while ((await on.count()) > 0) await on.first().uncheck();
    assert.equal(new URL(page.url()).searchParams.get("layers"), "");
    await eventually(
      () => pixelsOf(page, council),
      (count) => count < before / 3,
      "the lines are gone",
    );
    await close();
  });

  it("thanks the sources of what it shows", async () => {
    const { page, close } = await openPage(browser, "/");
    await mapOf(page);
    const shown = await page.getByRole("list", { name: "Sources of the map" }).innerText();
    assert.ok(shown.trim().length > 0, "the map says whose lines these are");
    await close();
  });
});

describe("a point", () => {
  it("is answered where the map is clicked", async () => {
    const { page, close } = await openPage(
      browser,
      `/?layers=${world.area.layer}&map=${world.point.lon},${world.point.lat},12`,
    );
    const canvas = await mapOf(page);
    await canvas.click({ position: { x: 300, y: 300 } });
    await answersMatchTheAddress(page);
    await close();
  });

  it("is answered without a mouse: skip to the map, move, Enter, Escape", async () => {
    const { page, close } = await openPage(
      browser,
      `/?layers=${world.area.layer}&map=${world.point.lon},${world.point.lat},12`,
    );
    await mapOf(page);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await eventually(
      () => page.evaluate(() => document.activeElement?.tagName),
      "CANVAS",
      "the map has the focus",
    );
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("+");
    await eventually(
      async () => new URL(page.url()).searchParams.get("map"),
      (map) => map !== `${world.point.lon},${world.point.lat},12`,
      "the keys move the map",
    );
    await page.keyboard.press("Enter");
    await answersMatchTheAddress(page);
    await page.keyboard.press("Escape");
    await eventually(
      () => page.evaluate(() => document.activeElement?.id),
      "answer",
      "Escape leads to the answer",
    );
    await close();
  });

  it("is answered for the middle of the map by a button", async () => {
    const { page, close } = await openPage(
      browser,
      `/?layers=${world.area.layer}&map=${world.point.lon},${world.point.lat},12`,
    );
    await mapOf(page);
    await page.getByRole("button", { name: "What is in the middle?" }).click();
    await eventually(() => listed(page), firstNames(world.located.areas), "the list for the middle");
    await close();
  });

  it("is answered for coordinates that are typed, in degrees and on the grid", async () => {
    const { page, close } = await openPage(browser, "/");
    const box = page.getByRole("combobox", { name: "Search for an area or a place" });
    const { lon, lat, easting, northing } = world.located.point;
    for (const typed of [`${lat}, ${lon}`, `${lon},${lat}`, `${easting} ${northing}`]) {
      await box.fill(typed);
      await box.press("Enter");
      await eventually(() => listed(page), firstNames(world.located.areas), `the list for ${typed}`);
    }
    await close();
  });

  it("says how it knows: every attribution that the answer came with", async () => {
    const { page, close } = await openPage(browser, `/?${at(world.point)}`);
    await eventually(() => listed(page), firstNames(world.located.areas), "the list");
    const sources = page.getByRole("region", { name: "How we know" });
    for (const thanks of world.located.attribution) {
      assert.ok((await sources.innerText()).includes(thanks), `“${thanks}” is there`);
    }
    await close();
  });
});

describe("an area", () => {
  it("is found by name, chosen by keyboard, shown and outlined; Back returns", async () => {
    const { page, close } = await openPage(browser, "/");
    await mapOf(page);
    const box = page.getByRole("combobox", { name: "Search for an area or a place" });
    await box.pressSequentially(world.area.name);
    const { results } = await ask(`/api/search?q=${encodeURIComponent(world.area.name)}`);
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const [first] = results;
    await eventually(() => page.locator("#answer").innerText(), first.name, "the card has its name");
    assert.equal(new URL(page.url()).searchParams.get("area"), keyOf(first));
    await eventually(
      () => page.evaluate(() => document.activeElement?.id),
      "answer",
      "the card has the focus",
    );
    await eventually(
      () => pixelsOf(page, "#0b5d5e"),
      (count) => count > 300,
      "its outline is on the map",
    );
    await page.goBack();
    await eventually(
      () => page.locator("#answer").innerText(),
      "What patches am I in?",
      "Back leads to the start",
    );
    await close();
  });

  it("is found by its code", async () => {
    const { page, close } = await openPage(browser, "/");
    await page
      .getByRole("combobox", { name: "Search for an area or a place" })
      .fill(world.area.code ?? world.area.id);
    await page.getByRole("button", { name: "Search" }).click();
    await page
      .locator(".answer ol")
      .getByRole("link", { name: world.area.name, exact: true })
      .first()
      .click();
    await eventually(() => page.locator("#answer").innerText(), world.area.name, "the card has its name");
    await page.getByRole("link", { name: "Back to the areas found" }).click();
    await page.locator(".answer ol").getByRole("link").first().waitFor();
    await close();
  });

  it("comes from the list at a point, and leads back to it", async () => {
    const { page, close } = await openPage(browser, `/?${at(world.point)}`);
    await page.locator(".answer").getByRole("link", { name: world.area.name, exact: true }).first().click();
    await eventually(() => page.locator("#answer").innerText(), world.area.name, "the card has its name");
    await page.getByRole("link", { name: "Back to the patches at this point" }).click();
    await eventually(() => listed(page), firstNames(world.located.areas), "the list is back");
    await close();
  });

  it("gives its shape as GeoJSON", async () => {
    const { page, close } = await openPage(browser, `/?area=${keyOf(world.area)}`);
    const link = page.getByRole("link", { name: /its shape \(GeoJSON\)/ });
    const shape = await ask((await link.getAttribute("href")) ?? "");
    assert.equal(shape.type, "Feature");
    await close();
  });
});

describe("the address", () => {
  it("brings a whole view back: date, layers, point, area and where the map looks", async () => {
    const { on } = world.located;
    const layer = world.area.layer;
    const search = `?${at(world.point)}&area=${keyOf(world.area)}&on=${on}&layers=${layer}&map=${world.point.lon},${world.point.lat},11.5`;
    const { page, close } = await openPage(browser, `/${search}`);
    await mapOf(page);
    await eventually(() => page.locator("#answer").innerText(), world.area.name, "the area");
    assert.equal(await page.getByLabel("Date").inputValue(), on);
    assert.equal(await page.getByRole("checkbox", { checked: true }).count(), 1);
    await page.waitForLoadState("networkidle");
    assert.equal(decodeURIComponent(new URL(page.url()).search), search);
    await close();
  });

  it("survives nonsense", async () => {
    const { page, close } = await openPage(browser, "/?map=x&at=,&area=&on=2026-02-31&layers=nowhere&z=1");
    await mapOf(page);
    assert.equal(await page.locator("#answer").innerText(), "What patches am I in?");
    await close();
  });
});

describe("the date", () => {
  it("changes every answer, and says which layers have no release then", async () => {
    const day = "1900-01-01";
    const { layers } = await ask(`/api/layers?on=${day}`);
    const { areas, absent } = await ask(
      `/api/locate?lon=${world.point.lon}&lat=${world.point.lat}&on=${day}`,
    );
    const { page, close } = await openPage(browser, `/?${at(world.point)}`);
    await eventually(() => listed(page), firstNames(world.located.areas), "the list of today");
    await page.getByLabel("Date").fill(day);
    await page.getByLabel("Date").dispatchEvent("change");
    await eventually(() => listed(page), firstNames(areas), "the list of that day");
    const without = layers.filter((/** @type {any} */ layer) => !layer.edition).length;
    await eventually(
      () => page.getByRole("checkbox", { disabled: true }).count(),
      without,
      "switches locked",
    );
    if (absent.length > 0) await page.getByText("Not here", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Today" }).click();
    await eventually(() => listed(page), firstNames(world.located.areas), "the list of today again");
    await close();
  });
});
