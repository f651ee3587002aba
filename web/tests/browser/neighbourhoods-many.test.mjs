// Sheffield's neighbourhoods, drawn with residents over three years: uploaded in one file, published, and compared with the wards.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything } from "./access.mjs";
import { openBrowser, WIDE } from "./browser.mjs";
import { DATA, missing, serve } from "./own-server.mjs";

const FILE = path.join(DATA, "boundaries/sheffield/sheffield_neighbourhoods.geojson");
const PLACE = new URL("../../../boundaries/sheffield.toml", import.meta.url);

/** @type {string} */
let scratch;
/** @type {import("./own-server.mjs").OwnServer} */
let sheffield;
/** @type {import("playwright-core").Browser} */
let browser;

/** @param {string} question @returns {Promise<any>} */
async function ask(question) {
  const response = await fetch(sheffield.url + question);
  assert.ok(response.ok, `${question} answered ${response.status}`);
  return response.json();
}

describe("Sheffield's neighbourhoods", { skip: missing() }, () => {
  before(async () => {
    scratch = mkdtempSync(path.join(tmpdir(), "sheffield-"));
    // The place without its neighbourhoods: they are to come through the panel.
    const layers = readFileSync(PLACE, "utf8").split("[[layer]]");
    const place = layers.filter((layer) => !layer.includes('id = "neighbourhoods"')).join("[[layer]]");
    assert.equal(layers.length, place.split("[[layer]]").length + 1);
    writeFileSync(path.join(scratch, "place.toml"), place);
    sheffield = await serve(path.join(scratch, "place.toml"));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await sheffield?.stop();
    if (scratch) rmSync(scratch, { recursive: true });
  });

  it("are uploaded at once, published, and stand beside the wards", async () => {
    const all = JSON.parse(readFileSync(FILE, "utf8")).features.length;
    assert.equal(all, 147);
    const context = await browser.newContext({ viewport: WIDE, locale: "en-GB", reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${sheffield.url}/sign-in`);
    await page.getByLabel("Your token").fill(await sheffield.token("moderator"));
    await page.keyboard.press("Enter");
    await page
      .getByText(/^Signed in as/)
      .first()
      .waitFor();
    await page.goto(`${sheffield.url}/neighbourhoods?do=queue`);
    await page.getByLabel(/^Bring a file/).setInputFiles(FILE);
    await page.getByText(`${all} drawings found.`).waitFor();
    await page.getByLabel("How they came").selectOption("workshop");
    await page.getByRole("button", { name: `Keep all ${all}` }).click();
    await page.getByText(`${all} drawings kept.`).waitFor();

    const more = page.getByRole("button", { name: "Show more" });
    for (const shown of [50, 100]) {
      await page.getByText(`${shown} drawings shown, the oldest first; more wait.`).waitFor();
      await more.click();
    }
    await page.getByText(`${all} drawings shown, the oldest first.`).waitFor();
    await page.getByRole("button", { name: `Choose all ${all} shown` }).click();
    await page.getByRole("button", { name: `Publish ${all} chosen` }).click();
    await page.getByText(`${all} drawings decided.`).waitFor();
    assert.equal((await ask("/api/neighbourhoods")).total, all);

    const compared = await ask("/api/compare?a=neighbourhoods&b=wards&weight=area");
    assert.equal(compared.areas_a.length, all);
    assert.equal(compared.areas_b.length, 28);
    // Drawn by people who know of no ward: most cross one's line.
    assert.ok(compared.summary.crossing_a > all / 2, `${compared.summary.crossing_a} cross`);

    await page.goto(`${sheffield.url}/neighbourhoods?find=Walkley`);
    await page.getByRole("link", { name: "Walkley", exact: true }).click();
    await page.getByText("drawn at a workshop.", { exact: false }).waitFor();
    await page.getByRole("heading", { name: /^Who stands above it on/ }).waitFor();
    const story = (await page.locator("main").textContent()) ?? "";
    for (const words of ["Wards", "Sheffield", "not an official boundary"])
      assert.ok(story.includes(words), words);
    await openEverything(page);
    assert.deepEqual(await accessFaults(page), []);
    if (process.env.PATCHWORK_PICTURES)
      await page.screenshot({ path: path.join(process.env.PATCHWORK_PICTURES, "walkley.png") });
    await context.close();
  });
});
