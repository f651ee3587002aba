// What somebody can do in the Compare panel, with the mouse or without, on any server with these layers and a patient list.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, eventually, mapOf, NARROW, openBrowser, openPage, pixelsOf, WIDE } from "./browser.mjs";

const SMALL = "wards";
const LARGE = "districts";

/** @type {import("playwright-core").Browser} */
let browser;
/**
 * Two pairs of layers, each with the server's own answer: areas with areas, and lists of people with areas.
 *
 * @type {{ ground: Pair, lists: Pair }}
 */
let pairs;

/** @typedef {{ a: string, b: string, answer: any }} Pair */

before(async () => {
  browser = await openBrowser();
  const { layers, memberships } = await ask("/api/layers");
  for (const id of [SMALL, LARGE])
    assert.ok(
      layers.some((/** @type {any} */ one) => one.id === id && one.edition),
      `The server holds no ${id} in force today, so there is nothing to compare.`,
    );
  assert.ok(memberships.length > 0, "The server holds no patient list.");
  pairs = { ground: await pairOf(SMALL, LARGE), lists: await pairOf(memberships[0].id, LARGE) };
});
after(() => browser?.close());

/** @param {string} a @param {string} b @returns {Promise<Pair>} */
async function pairOf(a, b) {
  return { a, b, answer: await ask(`/api/compare?a=${a}&b=${b}`) };
}

/** @param {Pair} pair */
const at = ({ a, b }) => `/compare?a=${a}&b=${b}`;
/** @param {Pair} pair */
const blind = (pair) => `${at(pair)}&hide=map`;

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

/** The areas as the table should have them. @param {any[]} areas @param {(area: any) => number} [figure] */
function ordered(areas, figure) {
  return [...areas]
    .sort((x, y) => (figure ? figure(y) - figure(x) : 0) || COLLATOR.compare(x.name, y.name))
    .slice(0, 100)
    .map(({ code }) => code);
}

/** The area that most live outside the best fit of. @param {Pair} pair */
const worst = ({ answer }) =>
  answer.areas_a.find((/** @type {any} */ one) => one.code === ordered(answer.areas_a, outside)[0]);
/** @param {any} area */
const outside = (area) => area.outside_best_fit;

describe("an answer", () => {
  it("is the server's sentence, for areas and for patient lists, with no fault on the page", async () => {
    for (const pair of [pairs.ground, pairs.lists]) {
      const { page, faults, hosts, close } = await openPage(browser, at(pair));
      await mapOf(page);
      await eventually(() => sentence(page), pair.answer.summary.headline, "the headline");
      await page.getByText(pair.answer.summary.headline_back, { exact: false }).first().waitFor();
      await eventually(() => listed(page), ordered(pair.answer.areas_a, outside), "every area, worst first");
      await page.waitForLoadState("networkidle");
      assert.deepEqual(faults, []);
      assert.equal(hosts.size, 1);
      await close();
    }
  });

  it("is there before anybody chose, a link away from Explore; Back returns", async () => {
    const { page, close } = await openPage(browser, "/?hide=map");
    await page.getByRole("link", { name: "Compare", exact: true }).click();
    await eventually(() => sentence(page), pairs.lists.answer.summary.headline, "the first comparison");
    await page.goBack();
    await page.getByRole("heading", { name: "What patches am I in?" }).waitFor();
    await close();
  });

  it("says calmly that a layer is compared with itself", async () => {
    const { a } = pairs.ground;
    const { page, close } = await openPage(browser, `/compare?a=${a}&b=${a}&hide=map`);
    await page.getByText("every area is the same as itself", { exact: false }).waitFor();
    await close();
  });

  it("says what the server says of a layer that does not exist", async () => {
    const { page, close } = await openPage(browser, `/compare?a=nowhere&b=${pairs.ground.b}&hide=map`);
    await page
      .getByRole("alert")
      .getByText(/there is no layer “nowhere”/)
      .waitFor();
    await page.getByLabel("Compare", { exact: true }).selectOption(pairs.ground.a);
    await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "the way out works");
    await close();
  });

  it("can be left while it is worked out, and asked again", async () => {
    let slow = true;
    const { page, close } = await openPage(browser, blind(pairs.ground), {
      before: (page) => page.route("**/api/compare?**", (route) => (slow ? undefined : route.continue())),
    });
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("You stopped this question").waitFor();
    slow = false;
    await page.getByRole("button", { name: "Ask again" }).click();
    await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "the answer");
    await close();
  });

  it("is the other way round when the sides are swapped, and back", async () => {
    const { page, close } = await openPage(browser, blind(pairs.ground));
    await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "the headline");
    await page.getByRole("button", { name: "Swap sides" }).click();
    await eventually(
      () => sentence(page),
      pairs.ground.answer.summary.headline_back,
      "the sides are swapped",
    );
    assert.equal(new URL(page.url()).searchParams.get("a"), pairs.ground.b);
    await page.goBack();
    await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "Back swaps again");
    await close();
  });

  it("is for one place when one is chosen", async () => {
    const area = pairs.ground.answer.areas_b[0];
    const { b } = pairs.ground;
    const { summary } = await ask(`/api/compare?a=${pairs.ground.a}&b=${b}&in=${b}:${area.code}`);
    const { page, close } = await openPage(browser, blind(pairs.ground));
    await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "the headline");
    await page.getByText(/; everywhere; today/).click();
    const box = page.getByRole("combobox", { name: "Only in one place" });
    await box.fill(area.code);
    await page.getByRole("listbox", { name: "Suggestions" }).getByRole("option").first().waitFor();
    await box.press("ArrowDown");
    await box.press("Enter");
    await eventually(() => sentence(page), summary.headline, "the headline of that place");
    await page.getByText(`Only in ${area.name}`, { exact: false }).first().waitFor();
    await page.goBack();
    await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "Back leads everywhere");
    await close();
  });

  it("counts ground when it is asked to", async () => {
    const { summary } = await ask(`/api/compare?a=${pairs.ground.a}&b=${pairs.ground.b}&weight=area`);
    const { page, close } = await openPage(browser, blind(pairs.ground));
    await page.getByText(/; everywhere; today/).click();
    await page.getByLabel("Counted").selectOption("area");
    await eventually(() => sentence(page), summary.headline, "the headline in ground");
    await close();
  });
});

describe("the table", () => {
  it("is put in order by its heads, which say so", async () => {
    const { areas_a } = pairs.lists.answer;
    const { page, close } = await openPage(browser, blind(pairs.lists));
    await eventually(() => listed(page), ordered(areas_a, outside), "worst first");
    const head = tableOf(page).getByRole("columnheader").nth(1);
    await head.getByRole("button").click();
    await eventually(
      () => listed(page),
      ordered(areas_a, (area) => area.total),
      "largest first",
    );
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    await tableOf(page).getByRole("columnheader").first().getByRole("button").click();
    await eventually(() => listed(page), ordered(areas_a), "by name");
    assert.equal(await head.getAttribute("aria-sort"), null);
    assert.equal(new URL(page.url()).searchParams.get("sort"), "name");
    await close();
  });

  it("is searched, and cut to what crosses", async () => {
    const { areas_a } = pairs.lists.answer;
    const some = areas_a[0];
    const { page, close } = await openPage(browser, blind(pairs.lists));
    await page.getByRole("searchbox").fill(some.code);
    await eventually(() => listed(page), [some.code], "the one");
    await page.getByRole("searchbox").fill("zzzzqqqq");
    await page.getByText("No area in the table matches.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByLabel("Only those that cross").check();
    const crossing = areas_a.filter((/** @type {any} */ area) => area.crosses);
    await eventually(() => listed(page), ordered(crossing, outside), "those that cross");
    assert.equal(new URL(page.url()).searchParams.get("only"), "crossing");
    await close();
  });
});

describe("a chosen area", () => {
  it("is shown with its partners, stands in the address and leads back to its row", async () => {
    const area = worst(pairs.lists);
    const partners = pairs.lists.answer.pairs.filter((/** @type {any} */ pair) => pair.a_code === area.code);
    const { page, close } = await openPage(browser, blind(pairs.lists));
    await tableOf(page).getByRole("link", { name: area.name, exact: true }).click();
    await eventually(() => page.evaluate(() => document.activeElement?.id), "chosen", "the focus is there");
    const table = page.getByRole("table", { name: `Partners of ${area.name}` });
    await eventually(
      () => table.locator("tbody .code").allTextContents(),
      partners.slice(0, 12).map((/** @type {any} */ pair) => pair.b_code),
      "its partners, largest first",
    );
    assert.equal(new URL(page.url()).searchParams.get("area"), area.code);
    await page.getByRole("button", { name: "Close" }).click();
    await eventually(
      () => page.evaluate(() => document.activeElement?.id),
      `row-${area.code}`,
      "the focus is on its row",
    );
    await close();
  });

  it("is outlined on the map, and gives its shape", async () => {
    const area = worst(pairs.ground);
    const { page, close } = await openPage(browser, `${at(pairs.ground)}&area=${area.code}`);
    await mapOf(page);
    await eventually(
      () => pixelsOf(page, "#0b5d5e"),
      (count) => count > 300,
      "its outline is on the map",
    );
    const shape = await ask((await page.getByRole("link", { name: /its shape/ }).getAttribute("href")) ?? "");
    assert.equal(shape.type, "Feature");
    await close();
  });

  it("can be picked in the middle of the map", async () => {
    const area = worst(pairs.ground);
    const found = await ask(`/api/areas/${pairs.ground.a}/${area.code}`);
    const [lon, lat] = found.centre;
    const { page, close } = await openPage(browser, `${at(pairs.ground)}&map=${lon},${lat},13`);
    await mapOf(page);
    await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "the headline");
    await page.getByRole("button", { name: "What is in the middle?" }).click();
    await eventually(() => page.locator("#chosen").allTextContents(), [area.name], "the area there");
    await close();
  });
});

it("the map fills the areas in steps and says what they mean", async () => {
  const { page, close } = await openPage(browser, at(pairs.lists));
  await mapOf(page);
  await page.getByText(/on lists that are mainly another/).waitFor();
  const steps = ["#fbeeb8", "#d6c778", "#9c9778", "#5f687b", "#1f3b6d"];
  await eventually(
    async () => Math.max(...(await Promise.all(steps.map((colour) => pixelsOf(page, colour))))),
    (count) => count > 5000,
    "one of the steps is on the map",
  );
  await close();
});

it("the map fills the areas from afar, from where tiles know them by number alone", async () => {
  const { extent } = (await ask("/api/config")).place;
  const [west, south, east, north] = extent ?? [-6.5, 49.8, 1.9, 55.9];
  const look = `${(west + east) / 2},${(south + north) / 2},7`;
  const { page, close } = await openPage(browser, `${at(pairs.lists)}&map=${look}`);
  await mapOf(page);
  await page.getByText(/on lists that are mainly another/).waitFor();
  assert.equal(await page.getByText("Zoom in to see the shading").count(), 0);
  const steps = ["#fbeeb8", "#d6c778", "#9c9778", "#5f687b", "#1f3b6d"];
  await eventually(
    async () => Math.max(...(await Promise.all(steps.map((colour) => pixelsOf(page, colour))))),
    (count) => count > 500,
    "one of the steps is on the map",
  );
  await close();
});

describe("the address", () => {
  it("brings a whole view back: layers, weight, day, order, search, area and map", async () => {
    const { answer, a, b } = pairs.lists;
    const area = worst(pairs.lists);
    const { weight, on } = answer.summary;
    const search = `?a=${a}&b=${b}&weight=${weight}&on=${on}&sort=room&find=${area.code}&only=crossing&area=${area.code}&hide=map`;
    const { page, close } = await openPage(browser, `/compare${search}`);
    await eventually(() => sentence(page), answer.summary.headline, "the headline");
    assert.equal(await page.getByLabel("Find in the table").inputValue(), area.code);
    assert.equal(await page.getByLabel("Only those that cross").isChecked(), true);
    assert.equal(await page.locator("#chosen").innerText(), area.name);
    assert.equal(await tableOf(page).getByRole("columnheader").last().getAttribute("aria-sort"), "ascending");
    await page.waitForLoadState("networkidle");
    assert.equal(decodeURIComponent(new URL(page.url()).search), search);
    await close();
  });

  it("survives nonsense", async () => {
    const { page, faults, close } = await openPage(
      browser,
      "/compare?in=,&on=x&sort=?&area=none&map=q&hide=map",
    );
    await eventually(() => sentence(page), pairs.lists.answer.summary.headline, "the first comparison");
    await page.getByText("No area with the code none is in this answer.").waitFor();
    assert.deepEqual(
      faults.filter((fault) => !/404/.test(fault)),
      [],
    );
    await close();
  });
});

it("works with the keyboard alone: layers, order, an area and back", async () => {
  const area = worst(pairs.ground);
  const { page, close } = await openPage(browser, blind(pairs.ground));
  await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "the headline");
  /** Tabs until the focus is on what has this text or label. @param {string} name */
  const tabTo = async (name) => {
    for (let tries = 0; tries < 200; tries += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const focused = /** @type {HTMLElement | null} */ (document.activeElement);
        const label = /** @type {HTMLInputElement | null} */ (focused)?.labels?.[0]?.textContent;
        return (label ?? focused?.textContent ?? "").trim();
      });
      if (here === name) return;
    }
    assert.fail(`Tab does not lead to ${name}`);
  };
  await tabTo("Swap sides");
  await page.keyboard.press("Enter");
  await eventually(() => sentence(page), pairs.ground.answer.summary.headline_back, "swapped");
  await page.keyboard.press("Enter");
  await eventually(() => sentence(page), pairs.ground.answer.summary.headline, "swapped back");
  await tabTo("Only those that cross");
  await page.keyboard.press("Space");
  await page.keyboard.press("Space");
  await tabTo("Best fit");
  await page.keyboard.press("Enter");
  await eventually(async () => new URL(page.url()).searchParams.get("sort"), "-best", "in order");
  await tabTo("Outside it");
  await page.keyboard.press("Enter");
  await tabTo(area.name);
  await page.keyboard.press("Enter");
  await eventually(() => page.locator("#chosen").allTextContents(), [area.name], "the area");
  await tabTo("Close");
  await page.keyboard.press("Enter");
  await eventually(() => page.evaluate(() => document.activeElement?.id), `row-${area.code}`, "its row");
  await close();
});

describe("taken along", () => {
  it("the paragraph is on the clipboard, with sources and reference, and that is said", async () => {
    const { summary } = pairs.lists.answer;
    const { page, close } = await openPage(browser, blind(pairs.lists), {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await page.getByRole("button", { name: "Copy paragraph" }).click();
    await page.getByRole("status").getByText("Copied", { exact: false }).waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    for (const part of [summary.headline, summary.reference, ...summary.attribution, page.url()])
      assert.ok(text.includes(part), `“${part}” is in the paragraph`);
    await close();
  });

  it("the paragraph is there to be copied by hand when the browser refuses", async () => {
    const { page, close } = await openPage(browser, blind(pairs.lists), {
      before: (page) =>
        page.addInitScript(() => {
          Object.defineProperty(navigator, "clipboard", { value: undefined });
        }),
    });
    await page.getByRole("button", { name: "Copy paragraph" }).click();
    const box = page.getByRole("textbox", { name: "The paragraph to copy" });
    assert.ok((await box.inputValue()).includes(pairs.lists.answer.summary.reference));
    await close();
  });

  it("the pairs are a CSV, the areas a GeoJSON with their figures", async () => {
    const { page, close } = await openPage(browser, blind(pairs.ground));
    const link = page.getByRole("link", { name: /CSV/ });
    const csv = await page.evaluate(
      async (address) => (await fetch(address)).text(),
      (await link.getAttribute("href")) ?? "",
    );
    assert.match(csv, /a_code,/);
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: /GeoJSON/ }).click();
    const file = JSON.parse(readFileSync(await (await coming).path(), "utf8"));
    const { answer } = pairs.ground;
    assert.equal(file.features.length, answer.areas_a.length);
    assert.equal(file.reference, answer.summary.reference);
    assert.equal(typeof file.features[0].properties.outside_best_fit, "number");
    await close();
  });

  it("paper has sentence, figures, table, method, sources and reference, and no controls", async () => {
    const { summary } = pairs.lists.answer;
    const { page, close } = await openPage(browser, at(pairs.lists));
    await mapOf(page);
    await eventually(() => sentence(page), summary.headline, "the headline");
    await page.emulateMedia({ media: "print" });
    for (const hidden of ["#map", ".controls", ".tools", ".take", ".analysts"])
      assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    assert.equal(await page.locator("#answer").isVisible(), true);
    const known = page.locator(".know");
    for (const text of [summary.reference, summary.method, ...summary.attribution])
      assert.equal(await known.getByText(text, { exact: false }).last().isVisible(), true, text);
    assert.equal(await page.locator("dl").first().isVisible(), true);
    assert.equal(await tableOf(page).isVisible(), true);
    await close();
  });
});

describe("scores", () => {
  it("are only under “For analysts”, each explained one click away", async () => {
    const { summary } = pairs.ground.answer;
    const { page, close } = await openPage(browser, blind(pairs.ground));
    await eventually(() => sentence(page), summary.headline, "the headline");
    assert.equal(await page.getByText("V-measure", { exact: true }).isVisible(), false);
    await page.getByText("For analysts").click();
    await page
      .getByRole("row", { name: /V-measure/ })
      .getByText(summary.v_measure.toFixed(3))
      .waitFor();
    await page.getByRole("button", { name: "What is V-measure?" }).click();
    await page.getByText("V = 2hc / (h + c)").waitFor();
    await close();
  });
});

describe("everybody", () => {
  const views = () => [
    { name: "areas", path: blind(pairs.ground) },
    { name: "a chosen list", path: `${blind(pairs.lists)}&area=${worst(pairs.lists).code}` },
    { name: "the map", path: at(pairs.lists) },
  ];

  /** @param {import("playwright-core").Page} page */
  async function openAnswer(page) {
    await eventually(() => page.locator("#answer").count(), 1, "the answer");
    await openEverything(page);
  }

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const viewport of [WIDE, NARROW]) {
      it(`finds no fault by WCAG 2.2 AA in a ${colorScheme} room at ${viewport.width} pixels`, async () => {
        for (const view of views()) {
          const { page, close } = await openPage(browser, view.path, { viewport, colorScheme });
          await openAnswer(page);
          assert.deepEqual(await accessFaults(page), [], view.name);
          await close();
        }
      });
    }
  }

  it("never scrolls sideways at 320 pixels", async () => {
    for (const view of views()) {
      const { page, close } = await openPage(browser, view.path, { viewport: NARROW });
      await openAnswer(page);
      const [content, screen] = await widthsOf(page);
      assert.equal(content, screen, view.name);
      await close();
    }
  });
});
