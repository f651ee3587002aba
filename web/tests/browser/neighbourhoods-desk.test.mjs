// A moderator's desk with more on it than one page: looked through, decided together, and what a drawing was before.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { ask, NARROW, openBrowser, openPage, SERVER } from "./browser.mjs";
import { asModerator, fresh, moderators, TOKEN, waitingOf } from "./hoods.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** A place on land. @type {[number, number]} */
let centre;

before(async () => {
  assert.ok(TOKEN, "Set PATCHWORK_MODERATOR to a moderator's token of the server.");
  browser = await openBrowser();
  const { results } = await ask("/api/search?q=a&limit=50");
  centre = results.find((/** @type {any} */ one) => one.layer === "wards").centre;
});
after(() => browser?.close());

/** A square of some 300 metres. @param {number} [more] degrees that it is wider */
function square(more = 0) {
  const [lon, lat] = centre;
  const [east, north] = [lon + 0.004 + more, lat + 0.003];
  const ring = [
    [lon, lat],
    [east, lat],
    [east, north],
    [lon, north],
    [lon, lat],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

const drawing = (/** @type {string} */ name, more = 0) => ({
  ...{ name, why: "", tags: [], website: "", geometry: square(more) },
});

describe("a queue of more than one page", () => {
  it("is looked through to its end, and what was chosen is declined for one reason", async () => {
    const name = fresh("Paged");
    const drawings = Array.from({ length: 60 }, () => drawing(name));
    const entered = await asModerator("POST", "/api/neighbourhoods/enter", {
      ...{ route: "paper", licence: "CC BY 4.0", drawings },
    });
    assert.equal(entered.kept, 60);
    const { page, faults, close } = await moderators(browser, "/neighbourhoods?do=queue", {
      viewport: NARROW,
    });
    await page.getByText(/^50 drawings shown, the oldest first; more wait/).waitFor();
    const more = page.getByRole("button", { name: "Show more" });
    while (await more.isVisible()) {
      const shown = await page.getByRole("checkbox").count();
      await more.click();
      await page.waitForFunction(
        (before) => document.querySelectorAll("li input[type=checkbox]").length > before,
        shown,
      );
    }
    const rows = page.locator("li", { hasText: name });
    assert.equal(await rows.count(), 60);
    for (const row of (await rows.all()).slice(0, 55)) await row.getByRole("checkbox").check();
    await page.getByLabel("Reason for all that are chosen").selectOption("duplicate");
    await page.getByRole("button", { name: "Decline 55 chosen" }).click();
    await page.getByText("55 drawings decided.").waitFor();
    assert.equal(await rows.count(), 5, "the others stay on the desk");
    assert.equal(await waitingOf(name, "waiting"), 5);
    assert.equal(await waitingOf(name, "declined"), 55);
    await openEverything(page);
    assert.deepEqual(await accessFaults(page), []);
    const [content, screen] = await widthsOf(page);
    assert.ok(content <= screen, `${content} of ${screen}`);
    for (const row of await rows.all()) await row.getByRole("checkbox").check();
    await page.getByLabel("Reason for all that are chosen").selectOption("duplicate");
    await page.getByRole("button", { name: "Decline 5 chosen" }).click();
    await page.getByText("5 drawings decided.", { exact: true }).waitFor();
    assert.deepEqual(faults, []);
    await close();
  });
});

describe("a drawing that has been changed", () => {
  it("shows a moderator what it was before, and is not published on an older look", async () => {
    const name = fresh("Two Wells");
    const headers = { "content-type": "application/json" };
    const sent = { ...drawing(name), licence: "CC BY 4.0" };
    const kept = await fetch(`${SERVER}/api/neighbourhoods`, {
      method: "POST",
      headers,
      body: JSON.stringify(sent),
    });
    assert.equal(kept.status, 201);
    const { edit_token: token } = await kept.json();
    const change = async (/** @type {string} */ why, /** @type {number} */ revision) => {
      const own = { ...headers, "edit-token": token, "if-match": `"r${revision}"` };
      const body = JSON.stringify({ ...drawing(name, 0.001), why });
      const changed = await fetch(`${SERVER}/api/neighbourhoods/mine`, { method: "PUT", headers: own, body });
      assert.equal(changed.status, 200);
    };
    await change("We share two wells.", 1);

    const { page, faults, close } = await moderators(browser, "/neighbourhoods?do=queue");
    const row = page.locator("li", { has: page.getByRole("checkbox", { name: `Choose ${name}` }) });
    await row.getByText("2 versions of it").click();
    await row.getByText(/^Version 1, /).waitFor();
    await row.getByText("We share two wells.").last().waitFor();
    await row.getByRole("button", { name: "Show version 1 on the map" }).click();
    assert.deepEqual(await accessFaults(page), []);

    await change("We share three wells.", 2);
    await row.getByRole("button", { name: "Publish", exact: true }).click();
    await page
      .getByText(`0 drawings decided. ${name} has changed since you opened this list`, { exact: false })
      .waitFor();
    await row.getByText("We share three wells.").first().waitFor();
    await row.getByText("3 versions of it").click();
    await row.getByText(/^Version 3, /).waitFor();
    await row.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("1 drawing decided.").waitFor();
    assert.equal((await ask(`/api/neighbourhoods?name=${encodeURIComponent(name)}`)).total, 1);
    assert.deepEqual(faults, []);
    await close();

    // Whoever drew it sees the same under the link, and may go back to the first.
    const own = await openPage(browser, `/neighbourhoods#edit=${token}`, { viewport: NARROW });
    await own.page.getByText("3 versions of it").click();
    await own.page.getByText(/^Version 3, .* \(on the map\)/).waitFor();
    assert.deepEqual(await accessFaults(own.page), []);
    await own.page.getByRole("button", { name: "Take version 1 up again" }).click();
    assert.equal(await own.page.getByLabel(/^Why is it one neighbourhood/).inputValue(), "");
    await own.page.getByRole("button", { name: "Change it" }).click();
    await own.page.getByText("A changed version waits for a moderator", { exact: false }).waitFor();
    await own.page.getByText("4 versions of it").waitFor();
    assert.deepEqual(own.faults, []);
    await own.close();
  });
});
