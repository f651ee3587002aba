// The viewer for everyone: small screens, dark rooms, screen readers, and nothing that jumps.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, boxOf, mapOf, NARROW, openBrowser, openPage, WIDE } from "./browser.mjs";
import { at, keyOf, surveyWorld } from "./world.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./world.mjs").World} */
let world;
/** @type {any} */
let option;
/** @type {any} */
let hood;

before(async () => {
  browser = await openBrowser();
  world = await surveyWorld();
  [option] = (await ask("/api/scenarios/compare")).options;
  [hood] = (await ask("/api/neighbourhoods?limit=1")).neighbourhoods;
});
after(() => browser?.close());

/** The views to be judged, and what is on the page when each is ready. One has the map; the others are quicker without. */
const views = () => {
  const found = encodeURIComponent(world.area.name.slice(0, 3));
  return [
    { name: "a point on the map", path: `/?${at(world.point)}`, ready: ".answer ol a" },
    { name: "the start", path: "/?hide=map", ready: ".answer .steps" },
    { name: "an area", path: `/?hide=map&area=${keyOf(world.area)}`, ready: ".answer dl" },
    { name: "a search", path: `/?hide=map&q=${found}`, ready: ".answer .body ol" },
    { name: "nothing found", path: "/?hide=map&q=zzzzqqqqxxxx", ready: ".answer .body > p" },
    { name: "the options", path: "/plan?hide=map", ready: ".options li a" },
    { name: "an option", path: `/plan?hide=map&id=${option.id}`, ready: ".moving li select" },
    { name: "the neighbourhoods", path: "/neighbourhoods?hide=map", ready: "section ul li a" },
    { name: "a neighbourhood", path: `/neighbourhoods?hide=map&id=${hood.id}`, ready: "#answer.sentence" },
    { name: "a drawing", path: "/neighbourhoods?hide=map&do=draw", ready: ".fields input" },
    { name: "an embedded map", path: "/embed?layer=wards", ready: "figure" },
    { name: "no such area", path: `/?hide=map&area=${world.area.layer}/none`, ready: "[role=alert]" },
  ];
};

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const viewport of [WIDE, NARROW]) {
    it(`breaks no rule of WCAG 2.2 AA in a ${colorScheme} room at ${viewport.width} pixels`, async () => {
      for (const view of views()) {
        const { page, close } = await openPage(browser, view.path, { viewport, colorScheme });
        await page.locator(view.ready).first().waitFor();
        if (view.path.startsWith("/?") && !view.path.includes("hide=map")) await mapOf(page);
        await openEverything(page);
        assert.deepEqual(await accessFaults(page), [], view.name);
        await close();
      }
    });
  }
}

it("breaks no rule where the visitor's own colours replace ours", async () => {
  for (const view of views()) {
    const { page, close } = await openPage(browser, view.path, { forcedColors: "active" });
    await page.locator(view.ready).first().waitFor();
    assert.deepEqual(await accessFaults(page), [], view.name);
    await close();
  }
});

describe("a screen of 320 pixels", () => {
  it("never scrolls sideways", async () => {
    for (const view of views()) {
      const { page, close } = await openPage(browser, view.path, { viewport: NARROW });
      await page.locator(view.ready).first().waitFor();
      await openEverything(page);
      const [content, screen] = await widthsOf(page);
      assert.equal(content, screen, view.name);
      await close();
    }
  });

  it("shows the answer to a tap without scrolling", async () => {
    const { page, close } = await openPage(
      browser,
      `/?layers=${world.area.layer}&map=${world.point.lon},${world.point.lat},12`,
      {
        viewport: NARROW,
        hasTouch: true,
      },
    );
    const canvas = await mapOf(page);
    const box = await canvas.boundingBox();
    assert.ok(box);
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    const sentence = page.locator(".answer .sentence");
    await sentence.waitFor();
    const top = (await sentence.boundingBox())?.y ?? Infinity;
    assert.ok(top < NARROW.height, `the sentence begins at ${top} pixels`);
    await close();
  });
});

for (const viewport of [WIDE, NARROW]) {
  for (const path of ["/", "/compare", "/coverage"]) {
    it(`the whole place is on the map of ${path} at first, at ${viewport.width} pixels`, async () => {
      const { page, close } = await openPage(browser, path, { viewport });
      await mapOf(page);
      if (path !== "/") await page.locator(".map .legend").waitFor();
      await page.waitForLoadState("networkidle");
      const { extent } = (await ask("/api/config")).place;
      const box = await boxOf(page);
      const whole = extent ?? world.layers.find((one) => one.id === world.area.layer).bounds;
      const isInside = box.every((side, at) => (at < 2 ? side <= whole[at] : side >= whole[at]));
      assert.ok(isInside, `${whole} in ${box}`);
      await close();
    });
  }
}

it("nothing jumps when the answers arrive", async () => {
  const { page, close } = await openPage(browser, `/?${at(world.point)}`, {
    before: (page) =>
      page.addInitScript(() => {
        const jumps = /** @type {number[]} */ ([]);
        Object.assign(window, { jumps });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) jumps.push(/** @type {any} */ (entry).value);
        }).observe({ type: "layout-shift", buffered: true });
      }),
  });
  await page.locator(".answer ol a").first().waitFor();
  await mapOf(page);
  await page.waitForLoadState("networkidle");
  const jumps = await page.evaluate(() => /** @type {any} */ (window).jumps);
  const sum = jumps.reduce((/** @type {number} */ total, /** @type {number} */ jump) => total + jump, 0);
  assert.ok(sum < 0.1, `layout shifts add up to ${sum}`);
  await close();
});

it("the answer is announced", async () => {
  const { page, close } = await openPage(browser, `/?${at(world.point)}`);
  const status = page.locator(".answer [role=status]");
  await page.locator(".answer ol a").first().waitFor();
  assert.match(await status.innerText(), /in all\.$/);
  await close();
});

it("prints the answer without the map and its controls", async () => {
  const { page, close } = await openPage(browser, `/?${at(world.point)}`);
  await page.locator(".answer ol a").first().waitFor();
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#map").isVisible(), false);
  assert.equal(
    await page.getByRole("combobox", { name: "Search for an area or a place" }).isVisible(),
    false,
  );
  assert.equal(await page.locator(".answer ol a").first().isVisible(), true);
  await close();
});
