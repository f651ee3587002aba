// The first page: what this is, where to type a place, and three doors whose examples lead somewhere on whatever the server holds.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, widthsOf } from "./access.mjs";
import { ask, eventually, mapOf, NARROW, openBrowser, openPage, SERVER } from "./browser.mjs";

/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

const DOORS = [
  { door: "Compare two kinds of area", path: "/compare", answer: ".sentence" },
  { door: "Plan another council map", path: "/plan", answer: ".moving li select" },
  { door: "Draw your neighbourhood", path: "/neighbourhoods", answer: "#answer.sentence" },
];

/** One of the doors. @param {import("playwright-core").Page} page @param {string} door */
const doorOf = (page, door) =>
  page.locator(".doors li").filter({ has: page.getByRole("link", { name: door }) });

/** Every door says what it has to say. @param {import("playwright-core").Page} page */
const settled = async (page) => {
  await page.locator(".doors li").first().waitFor();
  await eventually(() => page.getByText("Looking for an example…").count(), 0, "no door is still looking");
};

it("says what this is, asks for a place, and has a title and a description", async () => {
  const { page, faults, close } = await openPage(browser, "/");
  await page.getByText(/^Patchwork shows which council, NHS area and neighbourhood/).waitFor();
  await page.getByRole("combobox", { name: "Search for an area or a place" }).waitFor();
  await settled(page);
  assert.equal(await page.locator(".doors li").count(), 3);
  assert.equal(await page.title(), "Patchwork");
  assert.ok(await page.locator("meta[name=description]").getAttribute("content"));
  assert.deepEqual(faults, []);
  await close();
});

for (const { door, path, answer } of DOORS) {
  describe(`the door “${door}”`, () => {
    it("leads to its panel", async () => {
      const { page, close } = await openPage(browser, "/?hide=map");
      await page.getByRole("link", { name: door }).click();
      await eventually(async () => new URL(page.url()).pathname, path, "the panel's own address");
      await page.locator("h1").waitFor();
      await close();
    });

    it("has an example that is answered", async () => {
      const { page, close } = await openPage(browser, "/?hide=map");
      await settled(page);
      const example = doorOf(page, door).getByText("Example:").getByRole("link");
      const href = (await example.getAttribute("href")) ?? "";
      assert.ok(href.startsWith(`${path}?`), href);
      await example.click();
      await page.locator(answer).first().waitFor();
      assert.equal(await page.getByRole("alert").count(), 0);
      await close();
    });
  });
}

it("makes its examples of what the server holds", async () => {
  const { page, close } = await openPage(browser, "/?hide=map");
  await settled(page);
  const { scenarios } = await ask("/api/scenarios?limit=20");
  const option = scenarios.find((/** @type {any} */ one) => one.drawn) ?? scenarios[0];
  const { neighbourhoods } = await ask("/api/neighbourhoods?limit=40");
  const hood = neighbourhoods.find((/** @type {any} */ one) => one.drawn) ?? neighbourhoods[0];
  const said = await page.locator(".doors").innerText();
  assert.ok(said.includes(option.title), said);
  assert.ok(said.includes(hood.name), said);
  await close();
});

it("says what would be behind a door where this server has nothing", async () => {
  const { page, close } = await openPage(browser, "/?hide=map", {
    before: (page) =>
      page.route(/\/api\/(scenarios|neighbourhoods)\?/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({
          response,
          json: { ...(await response.json()), scenarios: [], neighbourhoods: [], total: 0 },
        });
      }),
  });
  await page.getByText(/^No option has been put here yet\./).waitFor();
  await page.getByText(/^No neighbourhood has been published here yet\./).waitFor();
  await close();
});

it("is gone once a place is chosen, and Back brings it again", async () => {
  const { page, close } = await openPage(browser, "/?hide=map");
  await settled(page);
  const box = page.getByRole("combobox", { name: "Search for an area or a place" });
  await box.fill("zzzzqqqq");
  await box.press("Enter");
  await eventually(() => page.locator(".doors").count(), 0, "the doors are gone");
  await page.goBack();
  await page.locator(".doors").waitFor();
  await close();
});

it("begins with a picture of its map, which the map itself replaces as soon as somebody moves", async () => {
  /** @type {string[]} */
  const asked = [];
  const { page, faults, close } = await openPage(browser, "/", {
    before: async (page) => page.on("request", (request) => asked.push(new URL(request.url()).pathname)),
  });
  const picture = page.locator(".pane img.still");
  await picture.waitFor();
  await settled(page);
  await eventually(
    () => picture.evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth),
    (wide) => wide > 300,
    "the picture is there",
  );
  const program = () => asked.filter((path) => /library|maplibre|\/tiles\/[^/]+\/\d/.test(path));
  assert.deepEqual(program(), []);
  await page.keyboard.press("Tab");
  await page.locator("#map canvas").waitFor();
  await eventually(() => picture.count(), 0, "the map is in its place");
  assert.ok(program().length > 0);
  assert.deepEqual(faults, []);
  await close();
});

it("has the map at once where it was asked for something, and in dark, which the picture is not", async () => {
  const [layer] = (await ask("/api/layers")).layers;
  for (const [path, looks] of /** @type {const} */ ([
    [`/?layers=${layer.id}`, {}],
    ["/", { colorScheme: "dark" }],
  ])) {
    const { page, close } = await openPage(browser, path, looks);
    await page.locator("#map canvas").waitFor();
    assert.equal(await page.locator(".pane img.still").count(), 0, path);
    await close();
  }
});

it("is walked through by keyboard: the search first, then each door and its example", async () => {
  const { page, close } = await openPage(browser, "/?hide=map");
  await settled(page);
  /** @type {string[]} */
  const stops = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    stops.push(
      await page.evaluate(() => {
        const at = document.activeElement;
        return at?.getAttribute("role") === "combobox" ? "the search" : (at?.textContent ?? "").trim();
      }),
    );
  }
  const wanted = ["the search", ...DOORS.map(({ door }) => door)].map((name) => stops.indexOf(name));
  assert.ok(
    wanted.every((at, index) => at >= 0 && (index === 0 || at > (wanted[index - 1] ?? -1))),
    stops.join(" > "),
  );
  const example = await doorOf(page, "Draw your neighbourhood")
    .getByText("Example:")
    .getByRole("link")
    .innerText();
  assert.equal(stops[(wanted.at(-1) ?? 0) + 1], example);
  await close();
});

it("fits a screen of 320 pixels, with the map and without", async () => {
  for (const path of ["/", "/?hide=map"]) {
    const { page, close } = await openPage(browser, path, { viewport: NARROW });
    if (path === "/") await mapOf(page);
    await settled(page);
    const [content, screen] = await widthsOf(page);
    assert.equal(content, screen, path);
    await close();
  }
});

it("breaks no rule of WCAG 2.2 AA in light, in dark and in the visitor's own colours", async () => {
  for (const looks of /** @type {const} */ ([
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { forcedColors: "active" },
  ])) {
    const { page, hosts, close } = await openPage(browser, "/", looks);
    await mapOf(page);
    await settled(page);
    assert.deepEqual(await accessFaults(page), [], JSON.stringify(looks));
    assert.deepEqual([...hosts], [SERVER]);
    await close();
  }
});
