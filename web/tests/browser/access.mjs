/** What the tests of every panel ask of a page on behalf of everybody. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Opens whatever opens: details and explanations.
 *
 * @param {import("playwright-core").Page} page
 */
export async function openEverything(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button.ask")))
      button.click();
  });
}

/**
 * Every rule of WCAG 2.2 AA that the page breaks, as far as axe can tell.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function accessFaults(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    // @ts-expect-error axe was just put there
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.flatMap((/** @type {any} */ one) =>
      one.nodes.map((/** @type {any} */ node) => `${one.id}: ${node.html} ${node.failureSummary}`),
    );
  }, STANDARD);
}

/**
 * How wide the content is, and how wide the screen.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<[number, number]>}
 */
export function widthsOf(page) {
  return page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
}
