/** A server of a test's own, with a store made for it: for a real place, which the demo's server does not have. */

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const PROGRAM = process.env.PATCHWORK_PROGRAM ?? "";
export const DATA = process.env.PATCHWORK_DATA ?? "";

/** Why there can be no such server; false when there can. */
export function missing() {
  if (!PROGRAM) return "Set PATCHWORK_PROGRAM to the program of the command line: skipped.";
  if (!DATA || !existsSync(DATA)) return "The data pack is not here (PATCHWORK_DATA): skipped.";
  return false;
}

/** @typedef {{ url: string, token: (role: string) => Promise<string>, stop: () => Promise<void> }} OwnServer */

/**
 * Imports a place of the data pack and serves it.
 *
 * @param {string} place the path of its place file
 * @returns {Promise<OwnServer>}
 */
export async function serve(place) {
  const folder = await mkdtemp(join(tmpdir(), "patchwork-"));
  const store = join(folder, "store.gpkg");
  await run(PROGRAM, ["import", "place", place, "--data", DATA, "--store", store], { maxBuffer: 1 << 26 });
  const child = spawn(PROGRAM, ["serve", "--store", store, "--bind", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    if (child.exitCode === null && child.kill()) await ended;
    await rm(folder, { recursive: true, force: true });
  };
  let said = "";
  const url = await new Promise((found, failed) => {
    const look = (/** @type {Buffer} */ bytes) => {
      said += bytes.toString();
      const address = /Patchwork is at (http:\/\/[^\s/]+)/.exec(said)?.[1];
      if (address) found(address);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.once("exit", () => {
      failed(new Error(`The server did not start: ${said}`));
    });
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${url}/health/ready`).catch(() => null);
    if (ready?.ok) break;
    assert.ok(tries < 600, `The server is not ready after a minute: ${said}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  const token = async (/** @type {string} */ role) => {
    const made = await run(PROGRAM, ["token", "create", "--role", role, "--name", "Test", "--store", store]);
    return made.stdout.trim();
  };
  return { url, token, stop };
}
