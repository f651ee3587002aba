// What Lighthouse says of the first page, of a place, and of an embedded map, on a server that runs: node benches/peers/lighthouse.mjs URL [RUNS]
// Lighthouse comes from the package registry (npx) and is no part of this repository. CHROME_PATH says where the browser is.

import { execFile } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);
const LIGHTHOUSE = "lighthouse@13";
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const FIGURES = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "speed-index",
];

const server = process.argv[2]?.replace(/\/$/, "");
const runs = Number(process.argv[3] ?? 3);
if (!server) {
  console.error("Say which server: node benches/peers/lighthouse.mjs http://127.0.0.1:8080");
  process.exit(2);
}

/** One report. */
async function report(path, device) {
  const flags = "--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader";
  const { stdout } = await run(
    "npx",
    [
      ...["--yes", LIGHTHOUSE, server + path, "--quiet", "--output=json", `--chrome-flags=${flags}`],
      `--only-categories=${CATEGORIES.join(",")}`,
      ...(device === "desktop" ? ["--preset=desktop"] : []),
    ],
    { maxBuffer: 64e6, env: { CHROME_PATH: "/usr/bin/chromium", ...process.env } },
  );
  return JSON.parse(stdout);
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const load = () =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");

console.log(
  `${cpus().length} processors, load ${load()} at the start, ${runs} runs each, the median of each figure`,
);
for (const path of ["/", "/embed?layer=wards"]) {
  for (const device of ["mobile", "desktop"]) {
    const reports = [];
    for (let at = 0; at < runs; at += 1) reports.push(await report(path, device));
    const scores = CATEGORIES.map(
      (id) => `${id} ${median(reports.map(({ categories }) => Math.round(categories[id].score * 100)))}`,
    );
    const figures = FIGURES.map(
      (id) =>
        `${id} ${median(reports.map(({ audits }) => audits[id].numericValue)).toFixed(id.includes("shift") ? 3 : 0)}`,
    );
    console.log(
      `${path} on ${device}: ${scores.join(", ")}; ${figures.join(", ")} (ms but for the shift); load ${load()}`,
    );
    // What it complains of, of the last run.
    const { audits, categories } = reports.at(-1);
    for (const { id, weight } of CATEGORIES.flatMap((category) => categories[category].auditRefs)) {
      const { score, title, displayValue } = audits[id];
      if (score !== null && score < 0.9 && (weight > 0 || displayValue))
        console.log(`    ${id}: ${title} ${displayValue ?? ""}`);
    }
  }
}
