/**
 * A real browser on a real server, for the tests beside this file.
 *
 * They know nothing of what the server holds: whatever they expect, they ask its API first.
 */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const CHROMIUM = process.env.PATCHWORK_CHROMIUM ?? "/usr/bin/chromium";

/** The address of the running server, without a slash at its end. */
export const SERVER = (process.env.PATCHWORK_URL ?? "").replace(/\/$/, "");

/** What the browser says where service workers are blocked. */
const BLOCKED = "Service Worker registration blocked by Playwright";

export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 320, height: 700 };

/** Starts the browser, or says in a sentence what is missing. */
export function openBrowser() {
  assert.ok(
    SERVER,
    "Set PATCHWORK_URL to the address of a running Patchwork server, such as http://127.0.0.1:8080.",
  );
  assert.ok(
    existsSync(CHROMIUM),
    `There is no browser at ${CHROMIUM}: install Debian's chromium, or set PATCHWORK_CHROMIUM.`,
  );
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/**
 * An answer of the server's API.
 *
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function ask(path) {
  const response = await fetch(SERVER + path);
  assert.ok(response.ok, `${path} answered ${response.status}: ${await response.clone().text()}`);
  return response.json();
}

/**
 * A page at an address of the viewer, with everything that went wrong in it.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} path
 * @param {import("playwright-core").BrowserContextOptions & { server?: string, before?: (page: import("playwright-core").Page) => Promise<unknown> }} [options]
 *   `server`: another than the one that the tests are given
 */
export async function openPage(browser, path, { before, server = SERVER, ...options } = {}) {
  const context = await browser.newContext({
    viewport: WIDE,
    locale: "en-GB",
    reducedMotion: "reduce",
    // What is kept for days without a connection is offline.test.mjs's to look at; elsewhere it would only take time.
    serviceWorkers: "block",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  /** @type {string[]} */
  const faults = [];
  /** @type {Set<string>} */
  const hosts = new Set();
  page.on("console", (message) => {
    const told = message.type() === "error" || message.type() === "warning";
    if (told && message.text() !== BLOCKED) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) hosts.add(new URL(request.url()).origin);
  });
  await before?.(page);
  await page.goto(server + path);
  return { page, faults, hosts, close: () => context.close() };
}

/**
 * Moves the pointer, as whoever looks at a page does: until then the first page has a picture in the map's place.
 *
 * @param {import("playwright-core").Page} page
 */
export async function reachOut(page) {
  await page.locator(".pane").waitFor();
  await page.mouse.move(1, 1);
  await page.mouse.move(2, 2);
}

/**
 * The map, once it is there.
 *
 * @param {import("playwright-core").Page} page
 */
export async function mapOf(page) {
  await reachOut(page);
  const canvas = page.locator("#map canvas");
  await canvas.waitFor();
  return canvas;
}

/**
 * Waits until a question about the page has the answer it should have.
 *
 * @template T
 * @param {() => Promise<T>} question
 * @param {T | ((answer: T) => boolean)} expected
 * @param {string} meaning
 */
export async function eventually(question, expected, meaning) {
  const right = typeof expected === "function" ? /** @type {(answer: T) => boolean} */ (expected) : null;
  let answer = await question();
  for (let tries = 0; tries < 100; tries += 1) {
    if (right ? right(answer) : isSame(answer, expected)) return;
    await new Promise((done) => setTimeout(done, 100));
    answer = await question();
  }
  if (right) assert.fail(`${meaning}: ${JSON.stringify(answer)}`);
  assert.deepEqual(answer, expected, meaning);
}

/** @param {unknown} a @param {unknown} b */
function isSame(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * How many pixels of the map have about this colour, given as `#rrggbb`.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} colour
 */
export async function pixelsOf(page, colour) {
  const png = await page.locator("#map").screenshot();
  const judge = await page.context().browser()?.newPage();
  assert.ok(judge);
  try {
    return await judge.evaluate(
      async ([data, wanted]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
        context.drawImage(image, 0, 0);
        const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
        const target = [1, 3, 5].map((at) => Number.parseInt((wanted ?? "").slice(at, at + 2), 16));
        let count = 0;
        for (let at = 0; at < pixels.length; at += 4) {
          if (target.every((value, channel) => Math.abs(value - (pixels[at + channel] ?? 0)) <= 24))
            count += 1;
        }
        return count;
      },
      [png.toString("base64"), colour],
    );
  } finally {
    await judge.close();
  }
}

/**
 * The box that the map shows, in degrees: west, south, east, north. Zooming in and out again writes into the address
 * where the map looks, and leaves it there.
 *
 * @param {import("playwright-core").Page} page
 */
export async function boxOf(page) {
  await page.getByRole("button", { name: "Zoom in" }).click();
  await eventually(
    () => lookOf(page),
    (look) => look !== null,
    "where the map looks is in the address",
  );
  const near = await lookOf(page);
  await page.getByRole("button", { name: "Zoom out" }).click();
  await eventually(
    () => lookOf(page),
    (look) => look !== near,
    "the map looks from afar again",
  );
  const [lon = 0, lat = 0, zoom = 0] = ((await lookOf(page)) ?? "").split(",").map(Number);
  const pane = await page.locator("#map").boundingBox();
  assert.ok(pane);
  // Web Mercator, in tiles of 512 pixels.
  const pixels = 512 * 2 ** zoom;
  const across = (pane.width / pixels) * 180;
  const middle = Math.asinh(Math.tan((lat * Math.PI) / 180));
  const up = (pane.height / pixels) * Math.PI;
  const latitude = (/** @type {number} */ y) => (Math.atan(Math.sinh(y)) * 180) / Math.PI;
  return [lon - across, latitude(middle - up), lon + across, latitude(middle + up)];
}

/** @param {import("playwright-core").Page} page */
const lookOf = async (page) => new URL(page.url()).searchParams.get("map");
