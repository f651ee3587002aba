/** What the tests of neighbourhoods share: a hand on the map, a moderator, and everything that the public may read. */

import assert from "node:assert/strict";

import { mapOf, openPage, SERVER } from "./browser.mjs";

export const TOKEN = process.env.PATCHWORK_MODERATOR ?? "";

/** A name that nobody has used. @param {string} name */
export const fresh = (name) => `${name} ${Date.now() % 1_000_000}`;

/**
 * A page of somebody who has signed in as a moderator.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} path
 * @param {any} [options]
 */
export async function moderators(browser, path, options = {}) {
  const opened = await openPage(browser, "/sign-in", options);
  await opened.page.getByLabel("Your token").fill(TOKEN);
  await opened.page.keyboard.press("Enter");
  await opened.page
    .getByText(/^Signed in as/)
    .first()
    .waitFor();
  await opened.page.goto(SERVER + path);
  return opened;
}

/** Asks the API as a moderator's program. @param {string} method @param {string} path @param {unknown} [body] */
export async function asModerator(method, path, body) {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(SERVER + path, init);
  assert.ok(response.ok, `${path} answered ${response.status}: ${await response.clone().text()}`);
  return response.json();
}

/** How many drawings of a name wait for a moderator. @param {string} name @param {string} [status] */
export async function waitingOf(name, status = "all") {
  let count = 0;
  for (let cursor = ""; ;) {
    const query = `status=${status}&limit=200${cursor && `&cursor=${cursor}`}`;
    const page = await asModerator("GET", `/api/neighbourhoods/queue?${query}`);
    count += page.drawings.filter((/** @type {any} */ { drawing }) => drawing.name === name).length;
    if (page.next_cursor === null) return count;
    cursor = page.next_cursor;
  }
}

/**
 * Every public route on which a published drawing has to be, and no other may be; with a place inside it.
 *
 * @param {string} name
 * @param {{ lon: number, lat: number }} spot
 */
function routes(name, { lon, lat }) {
  const zoom = 12;
  const tiles = 2 ** zoom;
  const x = Math.floor(((lon + 180) / 360) * tiles);
  const up = Math.asinh(Math.tan((lat * Math.PI) / 180));
  const y = Math.floor(((1 - up / Math.PI) / 2) * tiles);
  const asked = encodeURIComponent(name);
  return [
    "/api/neighbourhoods?limit=200",
    `/api/neighbourhoods?name=${asked}`,
    `/api/search?q=${asked}`,
    `/api/locate?lon=${lon}&lat=${lat}`,
    "/api/compare?a=neighbourhoods&b=wards&weight=area",
    "/api/compare.csv?a=neighbourhoods&b=wards&weight=area",
    `/tiles/neighbourhoods/${zoom}/${x}/${y}.mvt`,
  ];
}

/**
 * On how many of all public routes a name stands, of how many there are.
 *
 * @param {string} name
 * @param {{ lon: number, lat: number }} spot
 */
export async function publicOn(name, spot) {
  const paths = routes(name, spot);
  const bodies = await Promise.all(paths.map(async (path) => (await fetch(SERVER + path)).text()));
  // A search repeats what was searched for.
  const found = paths.filter((_, at) =>
    (bodies[at] ?? "").replaceAll(`"query":"${name}"`, "").includes(name),
  );
  return `${found.length} of ${paths.length}`;
}

export const NOWHERE = "0 of 7";
export const EVERYWHERE = "7 of 7";

/** The drawing that a page keeps. @param {import("playwright-core").Page} page */
export async function making(page) {
  const text = await page.evaluate(() => localStorage.getItem("patchwork-drawing"));
  return JSON.parse(text ?? "null")?.making ?? null;
}

/** The middle of what was drawn. @param {{ lon: number, lat: number }[]} corners */
export function middleOf(corners) {
  const sum = corners.reduce((a, b) => ({ lon: a.lon + b.lon, lat: a.lat + b.lat }), { lon: 0, lat: 0 });
  return { lon: sum.lon / corners.length, lat: sum.lat / corners.length };
}

/** A square on the screen around a little off the map's middle, its corners in order. @param {import("playwright-core").Page} page @param {number} [side] */
export async function squareOn(page, side = 80) {
  const box = await (await mapOf(page)).boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width * 0.45, box.y + box.height * 0.45];
  return [
    { x, y },
    { x: x + side, y },
    { x: x + side, y: y + side },
    { x, y: y + side },
  ];
}

/** @param {import("playwright-core").Page} page @param {{ x: number, y: number }[]} places @param {boolean} [byFinger] */
export async function clickOn(page, places, byFinger = false) {
  for (const { x, y } of places) {
    if (byFinger) await page.touchscreen.tap(x, y);
    else await page.mouse.click(x, y, { delay: 40 });
    // Two quick ones would be a double click, which the map takes to come nearer.
    await page.waitForTimeout(350);
  }
  await page.getByText(`${places.length} corners`).waitFor();
}

/** @param {import("playwright-core").Page} page @param {string} name */
export async function fillAndSend(page, name) {
  await page.getByLabel("What is it called?").fill(name);
  await page.getByText(/people live here|Fewer than 50/).waitFor();
  await page.getByLabel(/I send this under/).check();
  await page.getByRole("button", { name: "Send it to the moderators" }).click();
}
