/** What the server holds, as far as the tests have to know: an area to look for and a point inside it. */

import assert from "node:assert/strict";

import { ask } from "./browser.mjs";

/**
 * @typedef {object} World
 * @property {any[]} layers every layer, as the API lists them
 * @property {any} area an area of a council layer, as the API shows it
 * @property {{ lon: number, lat: number }} point a point inside that area
 * @property {any} located what the API says lies at that point
 */

/** @returns {Promise<World>} */
export async function surveyWorld() {
  const { layers } = await ask("/api/layers");
  const current = layers.filter((/** @type {any} */ layer) => layer.edition && layer.bounds);
  const layer = current.find((/** @type {any} */ one) => one.family === "council") ?? current[0];
  assert.ok(layer, "The server holds no layer in force today, so there is nothing to look at.");
  const [west, south, east, north] = layer.bounds;
  // Ground may be missing anywhere in a box, so a grid of points is tried, the middle first.
  const steps = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
  for (const along of steps) {
    for (const up of steps) {
      const point = {
        lon: Number((west + along * (east - west)).toFixed(5)),
        lat: Number((south + up * (north - south)).toFixed(5)),
      };
      const located = await ask(`/api/locate?lon=${point.lon}&lat=${point.lat}&within_m=250`);
      const here = located.areas.find((/** @type {any} */ area) => area.layer === layer.id);
      if (here) return { layers, area: await ask(here.url), point, located };
    }
  }
  return assert.fail(`No point tried lies in an area of ${layer.id}.`);
}

/** @param {{ lon: number, lat: number }} point */
export const at = ({ lon, lat }) => `at=${lon},${lat}`;

/** The key by which an address names an area. @param {any} area */
export const keyOf = (area) => `${area.layer}/${area.code ?? area.id}`;
