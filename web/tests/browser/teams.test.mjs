// Neighbourhood teams: the small areas of all Sussex in a table of two columns become an option in the browser, saved for those who have signed
// in alone, then for everybody. On a server of its own, with the data pack.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { accessFaults, openEverything, widthsOf } from "./access.mjs";
import { eventually, NARROW, openBrowser, openPage } from "./browser.mjs";
import { DATA, missing, serve } from "./own-server.mjs";

const SUSSEX = fileURLToPath(new URL("../../../boundaries/sussex.toml", import.meta.url));
/** Small areas of a team: about 50,000 people. */
const OF_A_TEAM = 7;
const TITLE = "Teams of Sussex";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {import("./own-server.mjs").OwnServer} */
let sussex;
/** Code and team of every small area. @type {[string, string][]} */
let rows;

const skip = missing();

before(
  async () => {
    if (skip) return;
    rows = await teamsOfSussex();
    [browser, sussex] = await Promise.all([openBrowser(), serve(SUSSEX)]);
  },
  { timeout: 240_000 },
);
after(async () => {
  await browser?.close();
  await sussex?.stop();
});

/** The small areas of each district in the order of their numbers, seven to a team. */
async function teamsOfSussex() {
  /** @type {Map<string, string[]>} */
  const districts = new Map();
  for (const county of ["brighton_and_hove", "east_sussex", "west_sussex"]) {
    const file = join(DATA, `boundaries/sussex/msoa21_${county}.geojson`);
    const { features } = JSON.parse(await readFile(file, "utf8"));
    const named = features
      .map((/** @type {any} */ { properties }) => [properties.MSOA21NM, properties.MSOA21CD])
      .sort(([a = ""], [b = ""]) => a.localeCompare(b));
    for (const [name, code] of named) {
      const district = name.replace(/ \d+$/, "");
      districts.set(district, [...(districts.get(district) ?? []), code]);
    }
  }
  return [...districts].flatMap(([district, codes]) =>
    codes.map(
      (code, at) =>
        /** @type {[string, string]} */ ([
          code,
          `${district} ${Math.min(Math.floor(at / OF_A_TEAM), Math.max(0, Math.round(codes.length / OF_A_TEAM) - 1)) + 1}`,
        ]),
    ),
  );
}

/** Everything that an anonymous visitor can ask for and that could say something of an option. @param {string} id */
const publicPlaces = (id) => [
  "/api/scenarios",
  "/api/scenarios/compare",
  `/api/scenarios/${id}`,
  `/api/scenarios/${id}.csv`,
  `/api/scenarios/${id}.geojson`,
  `/api/scenarios/${id}.svg`,
  `/api/scenarios/${id}/figures`,
  `/api/scenarios/${id}/moves?what=pcns`,
  `/tiles/scenario.${id}.json`,
  `/tiles/scenario.${id}/8/127/86.mvt`,
  `/api/compare?a=pcns&b=scenario.${id}`,
  `/embed?scenario=${id}`,
  `/embed.svg?scenario=${id}`,
  `/oembed?url=${encodeURIComponent(`${sussex.url}/plan?id=${id}`)}`,
  "/api/layers",
  "/api/search?q=Teams+of+Sussex",
];

/** What anybody sees there: status and text. @param {string} path */
async function seen(path) {
  const reply = await fetch(sussex.url + path);
  return { status: reply.status, text: await reply.text() };
}

describe("neighbourhood teams", { skip }, () => {
  it("come as a table, are seen by those who have signed in, and by everybody once they are shared", async () => {
    const { page, faults, close } = await openPage(browser, "/plan", { server: sussex.url });
    const teams = new Set(rows.map(([, team]) => team));
    assert.equal(rows.length, 202);
    await page.getByLabel("Table (CSV or Excel)").setInputFiles({
      name: `${TITLE}.csv`,
      mimeType: "text/csv",
      buffer: Buffer.from(`msoa,team\n${rows.map((row) => row.join(",")).join("\n")}\n`),
    });
    await page.getByText(`202 rows read: ${teams.size} areas`).waitFor();
    await page.getByRole("button", { name: "See what it would mean" }).click();
    await page.getByText("Only in this browser.").waitFor({ timeout: 60_000 });
    const table = page.locator("section:has(h2:text-is('Its areas')) tbody tr");
    assert.equal(await table.count(), teams.size);
    await page.getByRole("columnheader", { name: "Against the guide" }).waitFor();
    await page.getByText("The guide of this option: about 50,000 people an area.").waitFor();
    // Whom to have in the room: every network that crosses is named with its teams.
    const networks = page.getByRole("table", { name: "Primary care networks" });
    assert.ok((await networks.locator("tbody tr").count()) > 0);
    const nothing = await seen("/api/scenarios");
    assert.ok(!nothing.text.includes(TITLE), "the server keeps nothing of it");
    await openEverything(page);
    assert.deepEqual(await accessFaults(page), []);

    // Saved for people who have signed in.
    const token = await sussex.token("planner");
    await page.evaluate(async (token) => {
      const headers = { "content-type": "application/json" };
      await fetch("/api/session", { method: "POST", headers, body: JSON.stringify({ token }) });
    }, token);
    await page.reload();
    await page.getByLabel("Everybody may see it").waitFor({ timeout: 60_000 });
    await page.getByLabel("Name", { exact: true }).fill(TITLE);
    await page.getByRole("button", { name: "Save as a new option" }).click();
    await page.getByText("Only for people who have signed in").first().waitFor({ timeout: 60_000 });
    const id = new URL(page.url()).searchParams.get("id") ?? "";
    assert.notEqual(id, "own");
    // As if it were not there, to the letter.
    for (const path of publicPlaces(id)) {
      const [hidden, never] = [await seen(path), await seen(path.replaceAll(id, "no-such-option"))];
      assert.equal(hidden.status, never.status, path);
      // A search repeats what was searched for.
      assert.ok(!hidden.text.replace(`"query":"${TITLE}"`, "").includes(TITLE), path);
      assert.equal(hidden.text.replaceAll(id, "no-such-option"), never.text, path);
    }
    // Its small map is there for whoever has signed in.
    await page.getByRole("link", { name: "All options" }).click();
    const picture = page.getByRole("img", { name: `Small map of ${TITLE}` });
    await picture.scrollIntoViewIfNeeded();
    await eventually(
      () => picture.evaluate((image) => /** @type {HTMLImageElement} */ (image).naturalWidth > 0),
      true,
      "its picture is drawn",
    );

    // Before and after, and a small area moved by keyboard.
    await page.getByRole("link", { name: TITLE }).click();
    await table.first().waitFor({ timeout: 60_000 });
    await page.getByRole("link", { name: /^Before: councils on/ }).click();
    await page.getByRole("heading", { name: "The councils that are there" }).waitFor({ timeout: 60_000 });
    assert.equal(
      await page.locator("section:has(h2:text-is('The councils that are there')) tbody tr").count(),
      13,
    );
    await page.getByRole("link", { name: "After: this option" }).click();
    await eventually(() => table.count(), teams.size, "the teams are back");
    await page.getByLabel("Find a part").fill("Adur 001");
    const choice = page.getByLabel("Adur 001: Goes to").last();
    await choice.focus();
    await choice.selectOption({ label: `2 ${[...teams][1]}` });
    await page.getByText("With one change of your own").waitFor();
    await page.locator("#answer").focus();
    await page.keyboard.press("Control+z");
    await page.getByText("With one change of your own").waitFor({ state: "detached" });

    // Shared with everybody.
    await page.getByLabel("Everybody may see it").check();
    await page.getByRole("button", { name: "Save over this option" }).click();
    await page.getByText(`Saved as ${TITLE}.`).waitFor({ timeout: 60_000 });
    await eventually(async () => (await seen(`/api/scenarios/${id}`)).status, 200, "everybody sees it");
    const listed = await seen("/api/scenarios");
    assert.ok(listed.text.includes(TITLE));
    assert.equal((await seen(`/embed.svg?scenario=${id}`)).status, 200);
    assert.deepEqual(faults, []);
    await close();
  });

  it("fit a small screen", async () => {
    const { options } = JSON.parse((await seen("/api/scenarios/compare")).text);
    const { id } = options.find((/** @type {any} */ one) => one.title === TITLE);
    const { page, close } = await openPage(browser, `/plan?id=${id}`, {
      server: sussex.url,
      viewport: NARROW,
    });
    await page.locator("#answer").waitFor({ timeout: 60_000 });
    await openEverything(page);
    const [content, screen] = await widthsOf(page);
    assert.ok(content <= screen, `${content} of ${screen}`);
    await close();
  });
});
