/**
 * How fast the Plan panel answers on the screen: one part moved, and another day chosen.
 *
 *     PATCHWORK_URL=http://127.0.0.1:8080 node benches/peers/plan_screen.mjs OPTION [DAY …]
 *
 * Needs a running server with the option, Debian's chromium, and web/node_modules. Prints a table in Markdown. PATCHWORK_DIST: the folder of a
 * newer build of the viewer, in place of the server's own.
 */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { loadavg } from "node:os";
import { extname, join } from "node:path";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const server = (process.env.PATCHWORK_URL ?? "").replace(/\/$/, "");
const dist = process.env.PATCHWORK_DIST;
const [option, ...days] = process.argv.slice(2);
if (!server || !option) throw new Error("Set PATCHWORK_URL and name an option.");
const KINDS = { ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const browser = await chromium.launch({
  executablePath: process.env.PATCHWORK_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"],
});
const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" })).newPage();
if (dist) {
  await page.route(
    (url) => !/^\/(api|tiles|health)/.test(url.pathname),
    async (route) => {
      const { pathname } = new URL(route.request().url());
      const name = pathname.includes(".") ? pathname : "/index.html";
      const body = await readFile(join(dist, name)).catch(() => null);
      if (body === null) await route.continue();
      else await route.fulfill({ body, contentType: KINDS[extname(name)] ?? "text/html" });
    },
  );
}

/** @param {number[]} times */
const told = (times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `${at(0)} ms, ${at(0.5)} ms, ${at(1)} ms (${times.length} times)`;
};

console.log("| what | least, median, most | load |\n| --- | --- | --- |");
await page.goto(`${server}/plan?id=${option}`);
await page.getByText("Move a part to another area").waitFor();
await page.waitForLoadState("networkidle");

// From the choice to the frame after the figures have changed.
const moves = await page.evaluate(async () => {
  const cells = () => [...document.querySelectorAll("tbody")][0]?.textContent ?? "";
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const times = [];
  for (let at = 0; at < 16; at += 1) {
    const choice = document.querySelectorAll("ul select")[at % 8];
    const others = [...choice.options].filter((one) => one.value.startsWith("=") && one.value !== choice.value);
    const was = cells();
    choice.value = others[at % others.length].value;
    const start = performance.now();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    while (cells() === was && performance.now() - start < 10_000) await frame();
    await frame();
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 500));
  }
  return times;
});
console.log(`| one part moved, until its figures are on the screen | ${told(moves)} | ${loadavg()[0].toFixed(1)} |`);

if (days.length > 0) {
  const times = [];
  for (let at = 0; at < 8; at += 1) {
    const day = days[at % days.length];
    await page.goto(`${server}/?on=${days[(at + 1) % days.length]}`);
    await page.locator("#map canvas").waitFor();
    await page.waitForLoadState("networkidle");
    const start = Date.now();
    const tile = page.waitForResponse((reply) => reply.url().includes(".mvt") && reply.url().includes(`on=${day}`));
    await page.evaluate((day) => {
      const field = document.querySelector('input[type="date"]');
      field.value = day;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, day);
    await (await tile).finished();
    times.push(Date.now() - start);
  }
  console.log(`| another day chosen, until its first tile is there | ${told(times)} | ${loadavg()[0].toFixed(1)} |`);
}
await browser.close();
