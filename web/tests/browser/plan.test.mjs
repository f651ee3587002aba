// The Plan panel: options side by side, one of them changed by mouse and by keyboard, and one that comes as a table.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, NARROW, openBrowser, openPage, SERVER } from "./browser.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {any} */
let options;

before(async () => {
  browser = await openBrowser();
  ({ options } = await ask("/api/scenarios/compare"));
  assert.ok(options.length > 1, "The server has no options to compare.");
});
after(() => browser?.close());

/** An option with two areas at least, and a part of its first one. */
async function someOption() {
  const option = options.find((/** @type {any} */ one) => one.drawn && one.areas > 1);
  const whole = await ask(`/api/scenarios/${option.id}`);
  const part = whole.assignment.components.find((/** @type {any} */ one) => one.area === 0);
  return { option, part, to: whole.assignment.areas[1] };
}

const numbers = async (/** @type {import("playwright-core").Page} */ page) =>
  page.locator("section:has(h2:text-is('Its areas')) tbody td").allTextContents();

describe("options", () => {
  it("stand side by side in order of the people across a line, each with its status", async () => {
    const { page, faults, close } = await openPage(browser, "/plan");
    await page.getByRole("link", { name: options[0].title }).waitFor();
    const listed = await page.locator("li h2 a").allTextContents();
    assert.deepEqual(
      listed,
      options.map((/** @type {any} */ one) => one.title),
    );
    const across = options
      .map((/** @type {any} */ one) => one.across)
      .filter((/** @type {any} */ n) => n !== null);
    assert.deepEqual(
      across,
      [...across].sort((a, b) => a - b),
    );
    assert.match((await page.locator("main").textContent()) ?? "", /not today’s number/);
    await page.locator("li img").first().waitFor();
    assert.deepEqual(await accessFaults(page), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("are changed from the list, and every figure answers; back and forth by keyboard", async () => {
    const { option, part, to } = await someOption();
    const { page, faults, close } = await openPage(browser, `/plan?id=${option.id}`);
    const choice = page.getByLabel(`${part.name}: Goes to`).last();
    await choice.waitFor();
    const first = await numbers(page);
    await choice.selectOption({ label: `2 ${to}` });
    await page.getByText("With one change of your own").waitFor();
    await eventually(async () => (await numbers(page)).join() !== first.join(), true, "the figures answer");
    const shared = page.url();
    assert.match(shared, /moves=/);
    await page.locator("#answer").focus();
    await page.keyboard.press("Control+z");
    await eventually(() => numbers(page), first, "undone, the figures are as they were");
    await page.keyboard.press("Control+Shift+Z");
    await eventually(async () => (await numbers(page)).join() !== first.join(), true, "and done again");
    // Whoever is sent the address sees the same.
    const other = await openPage(browser, new URL(shared).pathname + new URL(shared).search);
    await other.page.getByText("With one change of your own").waitFor();
    await other.close();
    await openEverything(page);
    assert.deepEqual(await accessFaults(page), []);
    assert.deepEqual(faults, []);
    await close();
  });

  it("are drawn from a table that somebody brings, and stay in their browser", async () => {
    const { numbers: known } = await ask("/tiles/wards.json");
    const { areas } = await ask(known.replace(SERVER, ""));
    const codes = Object.keys(areas).slice(0, 6);
    assert.ok(codes.length > 3, "The server has too few wards.");
    const rows = codes.map((code, at) => `${code},${at % 2 ? "East" : "West"} team`);
    const { page, faults, close } = await openPage(browser, "/plan");
    await page.getByLabel("Table (CSV or Excel)").setInputFiles({
      name: "teams.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`code,team\n${rows.join("\n")}\nX99999999,East team\n`),
    });
    await page.getByText(/rows? (is|are) not as (it|they) should be/).waitFor();
    await page.getByRole("button", { name: "See what it would mean" }).click();
    await page.getByText("Only in this browser.").waitFor();
    await page.getByRole("rowheader", { name: /West team/ }).waitFor();
    const { options: now } = await ask("/api/scenarios/compare");
    assert.equal(now.length, options.length, "the server keeps nothing of it");
    await page.reload();
    await page.getByRole("rowheader", { name: /East team/ }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  it("fit a small screen", async () => {
    const { option } = await someOption();
    for (const path of ["/plan", `/plan?id=${option.id}`]) {
      const { page, close } = await openPage(browser, path, { viewport: NARROW });
      await page.locator("#answer").waitFor();
      await openEverything(page);
      const [content, screen] = await widthsOf(page);
      assert.ok(content <= screen, `${path}: ${content} of ${screen}`);
      await close();
    }
  });
});
