// What an embedded map costs a visitor of somebody else's page: bytes as they are sent, and requests before the first tile.

import assert from "node:assert/strict";
import { after, before, it } from "node:test";

import { openBrowser, SERVER } from "./browser.mjs";
import { openPartner } from "./partner.mjs";

const MOST_BYTES = 520 * 1024;
const FEWER_REQUESTS_THAN = 10;

/** @type {import("playwright-core").Browser} */
let browser;

/** Another site, whose page holds one map and nothing else. @type {Awaited<ReturnType<typeof openPartner>>} */
let partner;

before(async () => {
  browser = await openBrowser();
  partner = await openPartner((path) => {
    const address = `${SERVER}${path}`.replaceAll("&", "&amp;");
    return { html: `<iframe src="${address}" width="720" height="640"></iframe>` };
  });
});
after(async () => {
  await browser?.close();
  partner?.close();
});

/**
 * Every request of a map in a frame, on a cold cache, up to the moment at which it is drawn: in the order in which they were sent.
 *
 * @param {string} path
 */
async function requestsOf(path) {
  const context = await browser.newContext({ viewport: { width: 720, height: 640 } });
  const page = await context.newPage();
  /** @type {import("playwright-core").Request[]} */
  const sent = [];
  // Of the whole context: a worker asks for its code by itself.
  context.on("request", (request) => {
    if (request.url().startsWith(SERVER)) sent.push(request);
  });
  await page.goto(partner.origin + path);
  await page.frameLocator("iframe").locator("#map.drawn").waitFor({ timeout: 30_000 });
  const requests = await Promise.all(
    sent.map(async (request) => {
      const response = await request.response();
      const { responseBodySize } = await request.sizes();
      return {
        path: new URL(request.url()).pathname,
        type: request.resourceType(),
        bytes: responseBodySize,
        encoding: (await response?.headerValue("content-encoding")) ?? "",
      };
    }),
  );
  await context.close();
  return requests;
}

it("weighs under 520 KB in scripts, map library and worker included, packed as they are sent", async () => {
  const requests = await requestsOf("/embed?layer=wards");
  const scripts = requests.filter(({ path }) => /\.m?js$/.test(path));
  const said = scripts.map(({ path, bytes }) => `${path}: ${bytes}`).join("\n");
  assert.ok(
    scripts.some(({ bytes }) => bytes > 100_000),
    `the map library is among them:\n${said}`,
  );
  for (const { path, encoding, bytes } of scripts) {
    assert.ok(encoding !== "" || bytes < 1024, `${path} is sent packed, not “${encoding}”`);
  }
  const all = scripts.reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(all < MOST_BYTES, `${all} bytes of script:\n${said}`);
});

it("asks fewer than ten times before its first tile", async () => {
  for (const path of ["/embed?layer=wards", "/embed?layer=wards&with=districts"]) {
    const requests = await requestsOf(path);
    const first = requests.findIndex(({ path }) => /\/tiles\/.*\.mvt$|\/tiles\/[^/]+\/\d+\//.test(path));
    const said = requests
      .slice(0, first + 1)
      .map(({ path }) => path)
      .join("\n");
    assert.ok(first > 0, `there is a tile:\n${requests.map(({ path }) => path).join("\n")}`);
    assert.ok(first < FEWER_REQUESTS_THAN, `${first} requests before the first tile of ${path}:\n${said}`);
  }
});
