// What somebody can do in the Coverage panel, with the mouse or without, on any server with districts and assets.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, mapOf, NARROW, openBrowser, openPage, pixelsOf, WIDE } from "./browser.mjs";

const BY = "districts";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {{ kind: any, other: any, search: string, answer: any }} */
let here;

before(async () => {
  browser = await openBrowser();
  const { layers } = await ask("/api/layers");
  assert.ok(
    layers.some((/** @type {any} */ one) => one.id === BY && one.edition),
    `The server holds no ${BY} in force today, so there is nothing to answer by.`,
  );
  const { groups } = await ask("/api/kinds");
  const kinds = groups
    .flatMap((/** @type {any} */ group) => group.kinds)
    .filter((/** @type {any} */ one) => one.assets > 0);
  assert.ok(kinds.length > 1, "The server holds assets of fewer than two kinds.");
  const kind = kinds.find((/** @type {any} */ one) => one.place_to_be) ?? kinds[0];
  const other = kinds.find((/** @type {any} */ one) => one !== kind);
  const search = `?kinds=${kind.id}&by=${BY}`;
  here = { kind, other, search, answer: await ask(`/api/coverage${search}&within_m=1600`) };
});
after(() => browser?.close());

const path = () => `/coverage${here.search}`;
const blind = () => `${path()}&hide=map`;

/** @param {import("playwright-core").Page} page */
const sentence = async (page) => {
  const parts = await page
    .locator("#answer")
    .evaluateAll((found) => found.map((one) => one.firstChild?.textContent));
  return parts[0]?.trim();
};
/** @param {import("playwright-core").Page} page */
const tableOf = (page) => page.getByRole("table", { name: /^Each of the/ });
/** The codes in the table. @param {import("playwright-core").Page} page */
const listed = (page) => tableOf(page).locator("tbody .code").allTextContents();

const COLLATOR = new Intl.Collator("en-GB", { numeric: true });
/** The codes as the table should have them. @param {any[]} areas @param {(area: any) => number} [figure] */
const ordered = (areas, figure) =>
  [...areas]
    .sort((x, y) => (figure ? figure(y) - figure(x) : 0) || COLLATOR.compare(x.name, y.name))
    .slice(0, 100)
    .map(({ code }) => code);
/** @param {any} area */
const without = (area) => area.without;

describe("an answer", () => {
  it("is the server's sentence with its notes, most people without first, and no fault on the page", async () => {
    const { page, faults, hosts, close } = await openPage(browser, path());
    await mapOf(page);
    await eventually(() => sentence(page), here.answer.summary.headline, "the headline");
    for (const note of here.answer.summary.notes) await page.getByText(note).first().waitFor();
    await eventually(() => listed(page), ordered(here.answer.areas, without), "every area");
    await page.waitForLoadState("networkidle");
    assert.deepEqual(faults, []);
    assert.equal(hosts.size, 1);
    await close();
  });

  it("is there before anybody chose, a link away from Explore", async () => {
    const { page, close } = await openPage(browser, "/?hide=map");
    await page.getByRole("link", { name: "Coverage", exact: true }).click();
    await eventually(
      () => sentence(page),
      (said) => Boolean(said),
      "a headline",
    );
    await tableOf(page).waitFor();
    await close();
  });

  it("is for other kinds, another distance and other areas, with the keyboard alone", async () => {
    const { page, close } = await openPage(browser, blind());
    await eventually(() => sentence(page), here.answer.summary.headline, "the headline");
    await page.getByText(`Within reach of: ${here.kind.plural}`).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: here.other.plural, exact: false }).first().focus();
    await page.keyboard.press("Space");
    const kinds = await kindsInAddress(page);
    assert.deepEqual([...kinds].sort(), [here.kind.id, here.other.id].sort());
    await page.getByLabel("How far").selectOption("800");
    const { summary } = await ask(`/api/coverage?kinds=${kinds.join(",")}&within_m=800&by=${BY}`);
    await eventually(() => sentence(page), summary.headline, "the headline of 800 metres");
    await page.goBack();
    await page.goBack();
    await eventually(() => sentence(page), here.answer.summary.headline, "Back leads to the first");
    await close();
  });

  it("is for a distance of somebody's own", async () => {
    const { summary } = await ask(`/api/coverage${here.search}&within_m=2345`);
    const { page, close } = await openPage(browser, blind());
    await page.getByLabel("How far").selectOption("0");
    await page.getByLabel("Distance in metres").fill("2345");
    await page.keyboard.press("Enter");
    await eventually(() => sentence(page), summary.headline, "the headline of that distance");
    assert.equal(new URL(page.url()).searchParams.get("within"), "2345");
    await close();
  });

  it("counts ground when it is asked to, and says so", async () => {
    const { summary } = await ask(`/api/coverage${here.search}&within_m=1600&weight=area`);
    const { page, close } = await openPage(browser, `${blind()}&weight=area`);
    await eventually(() => sentence(page), summary.headline, "the headline in ground");
    await page.getByText("this counts ground, not people", { exact: false }).waitFor();
    await close();
  });

  it("is split by a class of small areas, where one is loaded", async () => {
    const { classes } = await ask("/api/layers");
    if (classes.length === 0) return;
    const { name } = classes[0];
    const { summary } = await ask(`/api/coverage${here.search}&within_m=1600&class=${name}`);
    const { page, close } = await openPage(browser, blind());
    await page.getByText(/; everywhere; today/).click();
    await page.getByLabel("Split by").selectOption(name);
    const table = page.getByRole("table", { name: `By ${name}` });
    await eventually(
      () => table.getByRole("rowheader").allTextContents(),
      summary.classes.map((/** @type {any} */ one) => one.class),
      "a row a class",
    );
    await close();
  });

  it("can be left while it is worked out, and asked again", async () => {
    let slow = true;
    const { page, close } = await openPage(browser, blind(), {
      before: (page) => page.route("**/api/coverage?**", (route) => (slow ? undefined : route.continue())),
    });
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("You stopped this question").waitFor();
    slow = false;
    await page.getByRole("button", { name: "Ask again" }).click();
    await eventually(() => sentence(page), here.answer.summary.headline, "the answer");
    await close();
  });
});

/** @param {import("playwright-core").Page} page */
async function kindsInAddress(page) {
  const kinds = async () => (new URL(page.url()).searchParams.get("kinds") ?? "").split(",");
  await eventually(kinds, (ids) => ids.length === 2, "two kinds are in the address");
  return kinds();
}

describe("when there is no answer", () => {
  it("says that the server holds no assets", async () => {
    const { page, close } = await openPage(browser, "/coverage?hide=map", {
      before: (page) =>
        page.route("**/api/kinds**", (route) => route.fulfill({ json: { on: "2026-11-22", groups: [] } })),
    });
    await page.getByText(/^No assets have been loaded/).waitFor();
    await close();
  });

  it("says what the server says of a kind that does not exist, and of a busy one when to come back", async () => {
    const { page, close } = await openPage(browser, `/coverage?kinds=no-such-kind&by=${BY}&hide=map`);
    await page
      .getByRole("alert")
      .getByText(/no-such-kind/)
      .waitFor();
    await close();
    const busy = await openPage(browser, blind(), {
      before: (page) =>
        page.route("**/api/coverage?**", (route) =>
          route.fulfill({ status: 503, headers: { "Retry-After": "7" }, body: "" }),
        ),
    });
    await busy.page.getByText("Try again in 7 seconds.").waitFor();
    await busy.close();
  });
});

describe("the table", () => {
  it("is put in order by its heads, and searched", async () => {
    const { areas } = here.answer;
    const { page, close } = await openPage(browser, blind());
    await eventually(() => listed(page), ordered(areas, without), "most people without first");
    const head = tableOf(page).getByRole("columnheader").nth(2);
    await head.getByRole("button").press("Enter");
    await eventually(
      () => listed(page),
      ordered(areas, (area) => (area.total > 0 ? area.without / area.total : 0)),
      "by share",
    );
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    await page.getByRole("searchbox").fill(areas[0].code);
    await eventually(() => listed(page), [areas[0].code], "the one");
    await page.getByRole("searchbox").fill("zzzzqqqq");
    await page.getByRole("button", { name: "Show all" }).click();
    await eventually(async () => (await listed(page)).length, Math.min(100, areas.length), "all");
    await close();
  });

  it("leads to an area and back, and on to what stands in it", async () => {
    const [code] = ordered(here.answer.areas, without);
    const area = here.answer.areas.find((/** @type {any} */ one) => one.code === code);
    const { page, close } = await openPage(browser, blind());
    await tableOf(page).getByRole("link", { name: area.name, exact: true }).click();
    await eventually(() => page.evaluate(() => document.activeElement?.id), "chosen", "the focus is there");
    await page.getByText(`In ${area.name}, `, { exact: false }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get("area"), area.code);
    if (area.assets > 0) {
      const link = page.getByRole("link", { name: "List them in Explore" });
      assert.equal(await link.getAttribute("href"), `/?area=${BY}/${area.code}&kinds=${here.kind.id}`);
    }
    await page.getByRole("button", { name: "Close" }).click();
    await eventually(
      () => page.evaluate(() => document.activeElement?.id),
      `row-${area.code}`,
      "the focus is on its row",
    );
    await close();
  });
});

it("the map shades areas by people without, with the ground that nothing reaches over them", async () => {
  const { page, close } = await openPage(browser, path());
  await mapOf(page);
  await page.getByText("People with none recorded within reach").waitFor();
  await page.getByText("none recorded within 1.6 km (about a mile)", { exact: true }).waitFor();
  const steps = ["#fbeeb8", "#d6c778", "#9c9778", "#5f687b", "#1f3b6d"];
  await eventually(
    async () => Math.max(...(await Promise.all(steps.map((colour) => pixelsOf(page, colour))))),
    (count) => count > 2000,
    "one of the steps is on the map",
  );
  await close();
});

it("the address brings a whole view back", async () => {
  const area = here.answer.areas[0];
  const { weight, on } = here.answer.summary;
  const search = `?kinds=${here.kind.id}&within=800&by=${BY}&weight=${weight}&on=${on}&sort=-rate&find=${area.code}&area=${area.code}&hide=map`;
  const { page, close } = await openPage(browser, `/coverage${search}`);
  await eventually(() => page.locator("#chosen").allTextContents(), [area.name], "the area");
  assert.equal(await page.getByLabel("How far").inputValue(), "800");
  assert.equal(await page.getByLabel("Find in the table").inputValue(), area.code);
  await page.waitForLoadState("networkidle");
  assert.equal(decodeURIComponent(new URL(page.url()).search), search);
  await close();
});

it("the answer is taken along: a paragraph with its reference, a table, the gaps, paper", async () => {
  const { summary } = here.answer;
  const { page, close } = await openPage(browser, blind(), {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.getByRole("button", { name: "Copy paragraph" }).click();
  await page.getByRole("status").getByText("Copied", { exact: false }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [summary.headline, summary.reference, ...summary.notes, page.url()])
    assert.ok(text.includes(part), `“${part}” is in the paragraph`);
  const csv = await page.evaluate(
    async (address) => (await fetch(address)).text(),
    (await page.getByRole("link", { name: /CSV/ }).getAttribute("href")) ?? "",
  );
  assert.ok(csv.includes(here.answer.areas[0].code));
  const gaps = await ask((await page.getByRole("link", { name: /GeoJSON/ }).getAttribute("href")) ?? "");
  assert.equal(gaps.type, "FeatureCollection");
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".controls", ".tools", ".take"])
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  assert.equal(await page.locator(".know").getByText(summary.reference).isVisible(), true);
  await close();
});

describe("everybody", () => {
  const views = () => [
    { name: "the answer", path: blind() },
    { name: "an area", path: `${blind()}&area=${here.answer.areas[0].code}` },
    { name: "the map", path: path() },
  ];

  /** @param {import("playwright-core").Page} page */
  async function ready(page) {
    await tableOf(page).waitFor();
    await openEverything(page);
  }

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const viewport of [WIDE, NARROW]) {
      it(`finds no fault by WCAG 2.2 AA in a ${colorScheme} room at ${viewport.width} pixels`, async () => {
        for (const view of views()) {
          const { page, close } = await openPage(browser, view.path, { viewport, colorScheme });
          await ready(page);
          assert.deepEqual(await accessFaults(page), [], view.name);
          await close();
        }
      });
    }
  }

  it("never scrolls sideways at 320 pixels", async () => {
    for (const view of views()) {
      const { page, close } = await openPage(browser, view.path, { viewport: NARROW });
      await ready(page);
      const [content, screen] = await widthsOf(page);
      assert.equal(content, screen, view.name);
      await close();
    }
  });
});
