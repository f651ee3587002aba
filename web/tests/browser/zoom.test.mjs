// Text at twice and four times its size, as a browser's own zoom makes it: fewer CSS pixels, each of them larger. And no flights for those who asked for less motion.

import assert from "node:assert/strict";
import { after, before, it } from "node:test";

import { openEverything, widthsOf } from "./access.mjs";
import { ask, mapOf, openBrowser, openPage } from "./browser.mjs";
import { at, keyOf, surveyWorld } from "./world.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./world.mjs").World} */
let world;
/** @type {{ name: string, path: string, ready: string }[]} */
let views;

before(async () => {
  browser = await openBrowser();
  world = await surveyWorld();
  const [option] = (await ask("/api/scenarios/compare")).options;
  const [hood] = (await ask("/api/neighbourhoods?limit=1")).neighbourhoods;
  views = [
    { name: "the first page", path: "/", ready: ".doors li" },
    { name: "a place", path: `/?${at(world.point)}`, ready: ".answer ol a" },
    { name: "an area", path: `/?area=${keyOf(world.area)}`, ready: ".answer dl" },
    { name: "a comparison", path: "/compare", ready: ".sentence" },
    { name: "coverage", path: "/coverage", ready: ".sentence" },
    { name: "the options", path: "/plan", ready: ".options li a" },
    { name: "an option", path: `/plan?id=${option.id}`, ready: ".moving li select" },
    { name: "the neighbourhoods", path: "/neighbourhoods", ready: "section ul li a" },
    { name: "a neighbourhood", path: `/neighbourhoods?id=${hood.id}`, ready: "#answer.sentence" },
    { name: "a drawing", path: "/neighbourhoods?do=draw", ready: ".fields input" },
    { name: "somebody's own list", path: "/sheets", ready: "h1" },
    { name: "signing in", path: "/sign-in", ready: "h1" },
    { name: "an embedded map", path: "/embed?layer=wards", ready: "figure" },
  ];
});
after(() => browser?.close());

/**
 * What is cut off: text that is wider than the box that hides what does not fit, and anything beyond the edges of the screen
 * that no box lets one scroll to.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
const cutOff = (page) =>
  page.evaluate(() => {
    /** @param {Element} element */
    const nameOf = (element) =>
      `<${element.tagName.toLowerCase()} class="${element.className}">${(element.textContent ?? "").trim().slice(0, 60)}`;
    /** Whether somebody can see it, and it is not cut on purpose: for screen readers only, or a map. @param {Element} element */
    const counts = (element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest(
        "[aria-hidden=true], .hidden-text, .skip, .pane, .maplibregl-map, figure, option, svg",
      );
    /** @param {Element} element @param {(style: CSSStyleDeclaration) => boolean} is */
    const boxAround = (element, is) => {
      for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
        if (is(getComputedStyle(box))) return box;
      }
      return null;
    };
    return [...document.querySelectorAll("body *")].filter(counts).flatMap((element) => {
      const style = getComputedStyle(element);
      const hides = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const { left, right, width } = element.getBoundingClientRect();
      const beyond = hasText && width > 0 && (right > innerWidth + 1 || left < -1);
      const scrolls = beyond && boxAround(element, ({ overflowX }) => /auto|scroll/.test(overflowX));
      return hides || (beyond && !scrolls) ? [nameOf(element)] : [];
    });
  });

for (const [percent, width, deviceScaleFactor] of /** @type {const} */ ([
  [200, 640, 2],
  [400, 320, 4],
])) {
  it(`nothing scrolls sideways and nothing is cut off at ${percent} %`, async () => {
    for (const { name, path, ready } of views) {
      const { page, close } = await openPage(browser, path, {
        viewport: { width, height: Math.round((width * 5) / 8) },
        deviceScaleFactor,
      });
      await page.locator(ready).first().waitFor();
      await openEverything(page);
      const [content, screen] = await widthsOf(page);
      assert.equal(content, screen, `${name} scrolls sideways`);
      assert.deepEqual(await cutOff(page), [], `${name} is cut off`);
      await close();
    }
  });
}

it("finds what is cut off and what scrolls sideways", async () => {
  const { page, close } = await openPage(browser, "/?hide=map", { viewport: { width: 320, height: 400 } });
  await page.locator(".doors li").first().waitFor();
  await page.evaluate(() => {
    const cut = document.createElement("p");
    cut.style.cssText = "overflow: hidden; white-space: nowrap; width: 100px";
    cut.textContent = "Words that are far too long for the room that they have";
    document.querySelector("main")?.append(cut);
  });
  assert.equal((await cutOff(page)).length, 1);
  await page.evaluate(() => {
    const wide = document.createElement("div");
    wide.style.cssText = "width: 600px";
    wide.textContent = "wide";
    document.body.append(wide);
  });
  const [content, screen] = await widthsOf(page);
  assert.ok(content > screen);
  await close();
});

for (const reducedMotion of /** @type {const} */ (["reduce", "no-preference"])) {
  it(`the map ${reducedMotion === "reduce" ? "jumps" : "flies"} where ${reducedMotion === "reduce" ? "less motion is asked for" : "it is not"}`, async () => {
    const { page, close } = await openPage(browser, "/", { reducedMotion });
    await mapOf(page);
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => {
      const bar = document.querySelector(".pane .scale");
      if (!bar) throw new Error("There is no scale bar to watch.");
      const seen = new Map([[bar.innerHTML, 0]]);
      Object.assign(window, { seen });
      new MutationObserver(() => seen.set(bar.innerHTML, performance.now())).observe(bar, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    const box = page.getByRole("combobox", { name: "Search for an area or a place" });
    const { lon, lat } = world.point;
    await box.fill(`${lat}, ${lon}`);
    await box.press("Enter");
    await page.locator(".answer ol a").first().waitFor();
    await page.waitForTimeout(1500);
    const [stages = 0, lasted = 0] = await page.evaluate(() => {
      const times = [.../** @type {any} */ (window).seen.values()].slice(1);
      return [times.length + 1, times.length > 0 ? Math.max(...times) - Math.min(...times) : 0];
    });
    // Each stage is a width of the scale bar: before, after, and whatever a flight passes through; a slow machine draws few of these.
    const said = `${stages} stages in ${Math.round(lasted)} ms`;
    if (reducedMotion === "reduce") assert.ok(stages <= 4, said);
    else assert.ok(stages > 4 || lasted > 300, said);
    await close();
  });
}
