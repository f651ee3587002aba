/** Another site, on whose pages maps of the server stand. */

import assert from "node:assert/strict";
import { createServer } from "node:http";

/**
 * @param {(path: string) => { html: string, policy?: string }} page what the site has at an address, and the security policy that it is under
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function openPartner(page) {
  const server = createServer(({ url }, response) => {
    const { html, policy } = page(url ?? "/");
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      ...(policy ? { "content-security-policy": policy } : {}),
    });
    response.end(
      `<!doctype html><html lang="en"><title>A partner</title><link rel="icon" href="data:,"><main>${html}</main></html>`,
    );
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const address = server.address();
  assert.ok(address && typeof address === "object");
  return { origin: `http://127.0.0.1:${address.port}`, close: () => void server.close() };
}
