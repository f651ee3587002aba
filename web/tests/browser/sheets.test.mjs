// A spreadsheet there and back, signing in, and what visitors report, on a server of its own: it is changed. Its tokens come in
// PATCHWORK_CONTRIBUTOR and PATCHWORK_MODERATOR.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, NARROW, openBrowser, openPage, WIDE } from "./browser.mjs";
import { surveyWorld } from "./world.mjs";

const CONTRIBUTOR = process.env.PATCHWORK_CONTRIBUTOR ?? "";
const MODERATOR = process.env.PATCHWORK_MODERATOR ?? "";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {{ lon: number, lat: number }} */
let point;
/** A title that no list has yet. */
const title = `Halls ${Date.now()}`;

before(async () => {
  assert.ok(
    CONTRIBUTOR && MODERATOR,
    "Set PATCHWORK_CONTRIBUTOR and PATCHWORK_MODERATOR to tokens that the server knows.",
  );
  browser = await openBrowser();
  ({ point } = await surveyWorld());
});
after(() => browser?.close());

/** A sheet as people keep them: semicolons, a postcode that does not exist, swapped degrees, an unknown kind. */
const messy = () =>
  [
    "Venue;Street;Postcode;Longitude;Latitude;Kind;Notes",
    `Mill Hall;1 Mill Road;;${point.lon};${point.lat};Village hall;"Large; with a stage"`,
    `Swapped Hall;2 Mill Road;;${point.lat};${point.lon};Village hall;`,
    `Strange Hall;3 Mill Road;;${point.lon};${point.lat};Lighthaus;`,
    "Nowhere Hall;4 Mill Road;QX9 9ZZ;;;Village hall;",
    `=Formula Hall;5 Mill Road;;${point.lon};${point.lat};Village hall;`,
  ].join("\n");

/** @param {string} name @param {string} text */
const asFile = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

/** @param {import("playwright-core").Page} page @param {string} token */
async function signIn(page, token) {
  await page.getByLabel("Your token").fill(token);
  await page.keyboard.press("Enter");
}

/**
 * The panel, signed in, with a sheet that was read.
 *
 * @param {string} name
 * @param {string} text
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
async function bring(name, text, options) {
  const opened = await openPage(browser, "/sheets?hide=map", { ...options, acceptDownloads: true });
  await signIn(opened.page, CONTRIBUTOR);
  await opened.page.locator("input[type=file]").setInputFiles(asFile(name, text));
  await opened.page.getByRole("heading", { name: "What we read" }).waitFor();
  return opened;
}

/** @param {import("playwright-core").Page} page */
const sentence = (page) => page.locator("section .sentence").innerText();

describe("signing in", () => {
  it("says in words that a token does not hold, and who is signed in when it does; signing out", async () => {
    const { page, close } = await openPage(browser, "/?hide=map");
    await page.getByRole("link", { name: "Sign in" }).click();
    await signIn(page, "pw_nobody");
    await page.getByText(/^This token does not hold/).waitFor();
    await signIn(page, CONTRIBUTOR);
    await page.getByRole("heading", { name: /^Signed in as/ }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You have signed out.").waitFor();
    await close();
  });

  it("is what the panel of sheets asks for, and says how to get a token", async () => {
    const { page, close } = await openPage(browser, "/sheets?hide=map");
    await page.getByText(/sign in with a contributor/).waitFor();
    await page.getByText(/patchwork token create --role contributor/).waitFor();
    assert.equal(await page.locator("input[type=file]").count(), 0);
    await close();
  });
});

describe("a messy sheet", () => {
  it("is put right by row, published, downloaded, changed and brought again without a double", async () => {
    const { page, faults, close } = await bring("halls.csv", messy());
    await eventually(
      () => sentence(page),
      (said) => said.startsWith("3 of 5 rows are good. 2 rows have problems."),
      "what was read",
    );
    assert.equal(await page.getByLabel("What “Venue” holds").inputValue(), "name");
    await page.getByLabel("What is the list called?").fill(title);

    await page.getByRole("button", { name: "Swap longitude and latitude of row 3" }).click();
    await page.getByLabel("“Lighthaus” (1 row) means").selectOption("village-hall");
    await page
      .getByRole("listitem")
      .filter({ hasText: "Row 5: Nowhere Hall" })
      .getByLabel("Longitude")
      .fill(`${point.lon}`);
    await page
      .getByRole("listitem")
      .filter({ hasText: "Row 5: Nowhere Hall" })
      .getByLabel("Latitude")
      .fill(`${point.lat}`);
    await page.getByRole("button", { name: "Check again" }).click();
    await eventually(() => sentence(page), "All 5 rows are good.", "all were put right");

    await page.getByRole("button", { name: "Publish 5 places" }).click();
    await eventually(() => sentence(page), "5 places: 5 new, 0 known before.", "what was published");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: /^Download the sheet/ }).click(),
    ]);
    const text = await readFile(await download.path(), "utf8");
    const [head = "", ...rows] = text.trim().split(/\r?\n/);
    for (const column of [
      "patchwork_id",
      "last_verified",
      "ward",
      "neighbourhood",
      "council",
      "council_on_vesting_day",
    ])
      assert.ok(head.split(",").includes(column), column);
    assert.equal(rows.length, 5);
    assert.ok(text.includes("'=Formula Hall"), "a formula is handed back as text");

    await page.getByRole("button", { name: "Bring another sheet" }).click();
    const edited = `${text.trim().replace("Mill Hall", "Old Mill Hall")}\n,New Hall,village-hall,,,${point.lon},${point.lat}${",".repeat(23)}\n`;
    await page.locator("input[type=file]").setInputFiles(asFile("back.csv", edited));
    await page.getByText("5 known by their patchwork_id, 1 new.").waitFor();
    await page.getByRole("button", { name: "Publish 6 places" }).click();
    await eventually(() => sentence(page), "6 places: 1 new, 5 known before.", "what was published again");
    const { total, assets } = await ask(`/api/assets?list=${(await listed()).id}&limit=50`);
    assert.equal(total, 6);
    const names = assets.map((/** @type {any} */ one) => one.name);
    assert.deepEqual([names.includes("Old Mill Hall"), names.includes("Mill Hall")], [true, false]);
    assert.deepEqual(faults, []);
    await close();
  });

  it("keeps everything when the server says no, and can leave rows out", async () => {
    const { page, close } = await bring("halls.csv", messy());
    await page.getByRole("button", { name: "Leave row 4 out" }).click();
    await page.getByRole("button", { name: "Swap longitude and latitude of row 3" }).click();
    await page.route("**/api/sheets?**", (route) => route.abort());
    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText(/Nothing is lost/).waitFor();
    await page.unroute("**/api/sheets?**");
    await page.getByRole("button", { name: "Check again" }).click();
    await eventually(
      () => sentence(page),
      (said) => said.startsWith("All 4 rows are good."),
      "as before, without row 4",
    );
    await page.getByText("Left out: 1 row").click();
    await page.getByRole("button", { name: "Put row 4 back" }).click();
    await page.getByText("Left out: 1 row").waitFor({ state: "detached" });
    await close();
  });

  it("goes in by keyboard alone", async () => {
    const { page, close } = await bring("halls.csv", messy());
    const swap = page.getByRole("button", { name: "Swap longitude and latitude of row 3" });
    for (let tabs = 0; tabs < 120; tabs += 1) {
      if (await swap.evaluate((one) => one === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await swap.waitFor({ state: "detached" });
    await page
      .getByRole("listitem")
      .filter({ hasText: "Row 5: Nowhere Hall" })
      .getByLabel("Longitude")
      .press("Enter");
    await eventually(
      () => sentence(page),
      (said) => said.startsWith("4 of 5 rows are good."),
      "Enter checks again",
    );
    await eventually(
      () => page.evaluate(() => document.activeElement?.id),
      "problems",
      "the rows have the focus",
    );
    await close();
  });

  for (const viewport of [WIDE, NARROW]) {
    it(`breaks no rule of WCAG 2.2 AA and never scrolls sideways at ${viewport.width} pixels`, async () => {
      const { page, close } = await bring("halls.csv", messy(), { viewport });
      await openEverything(page);
      assert.deepEqual(await accessFaults(page), []);
      const [content, screen] = await widthsOf(page);
      assert.equal(content, screen);
      await close();
      for (const path of ["/sign-in", "/sheets?hide=map", "/reports"]) {
        const plain = await openPage(browser, path, { viewport });
        await plain.page.getByLabel("Your token").waitFor();
        assert.deepEqual(await accessFaults(plain.page), [], path);
        const [width, room] = await widthsOf(plain.page);
        assert.equal(width, room, path);
        await plain.close();
      }
    });
  }
});

/** The list that was published here. @returns {Promise<any>} */
async function listed() {
  const { lists } = await ask("/api/assets?limit=1&status=all");
  const found = lists.find((/** @type {any} */ one) => one.title === title);
  assert.ok(found, `There is no list “${title}”.`);
  return found;
}

describe("is this right?", () => {
  it("is asked of anybody, and a moderator settles what they say", async () => {
    const { assets } = await ask("/api/assets?limit=1");
    const words = `It moved to Mill Road ${Date.now()}.`;
    const visitor = await openPage(browser, `/?hide=map&asset=${assets[0].id}`);
    await visitor.page.getByText("Is this right?").click();
    await visitor.page.getByLabel("It has moved").check();
    await visitor.page.getByLabel("In a sentence").fill(words);
    await visitor.page.getByRole("button", { name: "Send" }).click();
    await visitor.page.getByText(/^Thank you/).waitFor();
    await visitor.close();

    const { page, close } = await openPage(browser, "/reports");
    await signIn(page, MODERATOR);
    const report = page.getByRole("listitem").filter({ hasText: words });
    await report.waitFor();
    assert.deepEqual(await accessFaults(page), []);
    await report.getByRole("button", { name: /^It was right/ }).click();
    await report.waitFor({ state: "detached" });
    await close();
  });
});
