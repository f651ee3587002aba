// A drawing under the hand: corners dragged by mouse and finger, snapped to lines, and sent through a connection that breaks.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything } from "./access.mjs";
import { ask, eventually, NARROW, openBrowser, openPage } from "./browser.mjs";
import { clickOn, fillAndSend, fresh, making, squareOn, TOKEN, waitingOf } from "./hoods.mjs";

/** @type {import("playwright-core").Browser} */
let browser;

before(async () => {
  assert.ok(TOKEN, "Set PATCHWORK_MODERATOR to a moderator's token of the server.");
  browser = await openBrowser();
});
after(() => browser?.close());

/** @typedef {{ x: number, y: number }} Place */

/** @param {import("playwright-core").Page} page @param {Place} from @param {Place} to */
async function dragByMouse(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
}

/** @param {import("playwright-core").Page} page @param {Place} from @param {Place} to */
async function dragByFinger(page, from, to) {
  const hand = await page.context().newCDPSession(page);
  const touch = (
    /** @type {"touchStart" | "touchMove" | "touchEnd"} */ type,
    /** @type {Place[]} */ touchPoints,
  ) => hand.send("Input.dispatchTouchEvent", { type, touchPoints });
  await touch("touchStart", [from]);
  await touch("touchMove", [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }]);
  await touch("touchMove", [to]);
  await touch("touchEnd", []);
}

for (const [how, options, drag] of /** @type {const} */ ([
  ["by mouse", {}, dragByMouse],
  ["by finger at 320 pixels", { viewport: NARROW, hasTouch: true }, dragByFinger],
])) {
  describe(`a corner that is dragged ${how}`, () => {
    it("moves, the middle of a side becomes a corner, and each is one step back", async () => {
      const { page, faults, close } = await openPage(browser, "/neighbourhoods?do=draw", options);
      const byFinger = "hasTouch" in options;
      const places = await squareOn(page, 80);
      await clickOn(page, places, byFinger);
      const drawn = (await making(page)).corners;
      const [first, second] = places;
      assert.ok(first && second);

      await drag(page, first, { x: first.x - 30, y: first.y - 20 });
      await eventually(
        async () => (await making(page)).corners[0].lon < drawn[0].lon,
        true,
        "the corner went west",
      );
      const moved = (await making(page)).corners;
      assert.equal(moved.length, 4, "and is no other corner");
      assert.ok(moved[0].lat > drawn[0].lat, "and north");
      assert.deepEqual(moved.slice(1), drawn.slice(1), "the others stay");
      assert.equal(new URL(page.url()).searchParams.get("map"), null, "and so does the map");

      const middle = { x: (first.x - 30 + second.x) / 2, y: (first.y - 20 + second.y) / 2 };
      await drag(page, middle, { x: middle.x, y: middle.y - 30 });
      await page.getByText("5 corners").waitFor();
      assert.ok((await making(page)).corners[1].lat > moved[0].lat, "it stands where it was let go");

      await page.getByRole("button", { name: "Undo" }).click();
      assert.deepEqual((await making(page)).corners, moved);
      await page.getByRole("button", { name: "Undo" }).click();
      assert.deepEqual((await making(page)).corners, drawn);
      await page.getByRole("button", { name: "Redo" }).click();
      assert.deepEqual((await making(page)).corners, moved);

      const sizes = await page
        .locator(".handles > *")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
      assert.ok(Math.min(...sizes) >= 24, `a handle is ${Math.min(...sizes)} pixels wide`);
      await openEverything(page);
      assert.deepEqual(await accessFaults(page), []);
      assert.deepEqual(faults, []);
      await close();
    });
  });
}

describe("a corner that is put near the line of a small census area", () => {
  it("goes to it where that is wished, and stays where it is not", async () => {
    const { layers } = await ask("/api/layers");
    const blocks = layers.find((/** @type {any} */ one) => one.family === "census" && one.edition);
    assert.ok(blocks, "The server has no small census areas.");
    const { results } = await ask("/api/search?q=a&limit=50");
    const ward = results.find((/** @type {any} */ one) => one.layer === "wards");
    const [lon, lat] = ward.centre;
    const { areas } = await ask(`/api/locate?lon=${lon}&lat=${lat}`);
    const block = areas.find((/** @type {any} */ one) => one.layer === blocks.id);
    assert.ok(block, "No small census area lies in the middle of a ward.");
    const { geometry } = await ask(`/api/areas/${blocks.id}/${block.code}.geojson`);
    const ring = geometry.type === "Polygon" ? geometry.coordinates[0] : geometry.coordinates[0][0];
    const [east, north] = ring[Math.floor(ring.length / 2)];

    const ways = /** @type {const} */ ([
      [8, 3],
      [-3, 8],
    ]);
    /** How far a corner is from the nearest line, in metres. @param {{ lon: number, lat: number }} corner */
    const off = async (corner) => {
      const found = await ask(`/api/locate?lon=${corner.lon}&lat=${corner.lat}&within_m=200`);
      const near = [...found.nearby].filter((/** @type {any} */ one) => one.layer === blocks.id);
      return Math.min(...near.map((/** @type {any} */ one) => one.distance_m));
    };
    // A border may run along the way that the hand is off it: of two ways across one another one leads away.
    const pixel = 360 / (512 * 2 ** 14);
    const [off1 = 0, off2 = 0] = await Promise.all(
      ways.map(([x, y]) =>
        off({ lon: east + x * pixel, lat: north - y * pixel * Math.cos((north * Math.PI) / 180) }),
      ),
    );
    const [right, down] = off1 > off2 ? ways[0] : ways[1];

    /** @param {string} snap */
    const corner = async (snap) => {
      const path = `/neighbourhoods?do=draw${snap}&map=${east.toFixed(5)},${north.toFixed(5)},14`;
      const { page, faults, close } = await openPage(browser, path);
      const box = await page.locator("#map canvas").boundingBox();
      assert.ok(box);
      // The lines of small areas arrive a moment after the map.
      await page.waitForTimeout(3000);
      await page.mouse.click(box.x + box.width / 2 + right, box.y + box.height / 2 + down, { delay: 40 });
      await page.getByText("1 corner", { exact: true }).waitFor();
      const [put] = (await making(page)).corners;
      assert.deepEqual(faults, []);
      await close();
      return put;
    };
    const free = await off(await corner(""));
    const bound = await off(await corner("&snap=yes"));
    assert.ok(free > 4, `without snapping it is ${free} m off`);
    assert.ok(bound < 2, `with snapping it is ${bound} m off`);
  });
});

describe("a drawing that is sent while the connection is lost", () => {
  it("waits, says so, and arrives once, by itself, when the connection is back", async () => {
    const name = fresh("Ferry Steps");
    const { page, close } = await openPage(browser, "/neighbourhoods?do=draw");
    await clickOn(page, await squareOn(page));
    await page.getByLabel("What is it called?").fill(name);
    await page.getByText(/people live here|Fewer than 50/).waitFor();
    await page.getByLabel(/I send this under/).check();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Send it to the moderators" }).click();
    await page.getByText(`${name} is waiting to be sent.`).waitFor();
    await page.getByRole("button", { name: "Send now" }).click();
    await page.getByText(`${name} is waiting to be sent.`).waitFor();
    assert.deepEqual(await accessFaults(page), []);
    assert.equal(await waitingOf(name), 0);
    await page.context().setOffline(false);
    await page.getByText(/This is your private link/).waitFor();
    assert.equal(await waitingOf(name), 1);
    await close();
  });

  it("arrives once although its answer was lost, from a page that was closed meanwhile", async () => {
    const name = fresh("Toll House");
    const { page, close } = await openPage(browser, "/neighbourhoods?do=draw");
    await clickOn(page, await squareOn(page));
    let lost = 0;
    await page.route("**/api/neighbourhoods", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const answer = await route.fetch();
      assert.equal(answer.status(), 201);
      lost += 1;
      return route.abort("connectionreset");
    });
    await fillAndSend(page, name);
    await page.getByText(`${name} is waiting to be sent.`).waitFor();
    assert.equal(lost, 1);
    assert.equal(await waitingOf(name), 1, "it has arrived, though the page does not know");
    await page.unroute("**/api/neighbourhoods");
    await page.reload();
    await page.getByText(/This is your private link/).waitFor();
    assert.equal(await waitingOf(name), 1, "and is there once");
    await close();
  });
});
