// How long an embedded map takes until it is drawn, on a cold cache, with the page's processor four times slower:
// node benches/peers/embed_time.mjs URL [RUNS]. Run web/'s npm ci before; PATCHWORK_CHROMIUM says where the browser is.

import { createRequire } from "node:module";
import { cpus, loadavg } from "node:os";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))("playwright-core");

const SLOWER = 4;
const server = process.argv[2]?.replace(/\/$/, "");
const runs = Number(process.argv[3] ?? 7);
if (!server) {
  console.error("Say which server: node benches/peers/embed_time.mjs http://127.0.0.1:8080");
  process.exit(2);
}

const load = () =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");
const browser = await chromium.launch({
  executablePath: process.env.PATCHWORK_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});

/** Milliseconds from the start of the navigation: until text is painted, and until the map is drawn. */
async function once(path, rate) {
  const context = await browser.newContext({ viewport: { width: 720, height: 640 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await page.goto(server + path, { waitUntil: "commit" });
  await page.locator("#map.drawn").waitFor({ timeout: 60_000 });
  const times = await page.evaluate(() => ({
    text: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    drawn: performance.getEntriesByName("patchwork-drawn")[0]?.startTime ?? NaN,
  }));
  await context.close();
  return times;
}

console.log(`${cpus().length} processors, load ${load()} at the start, ${runs} runs each on a cold cache`);
try {
  for (const path of ["/embed?layer=wards", "/embed?layer=wards&with=districts"]) {
    // The server draws each tile and each picture once.
    await once(path, 1);
    for (const rate of [1, SLOWER]) {
      const times = [];
      for (let at = 0; at < runs; at += 1) times.push(await once(path, rate));
      const said = ["text", "drawn"].map((what) => {
        const sorted = times.map((time) => Math.round(time[what])).sort((a, b) => a - b);
        return `${what} after ${sorted[Math.floor(sorted.length / 2)]} ms (${sorted[0]} to ${sorted.at(-1)})`;
      });
      console.log(`${path}, processor ${rate} times slower: ${said.join(", ")}; load ${load()}`);
    }
  }
} finally {
  await browser.close();
}
