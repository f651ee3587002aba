import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

/** Writes `sw.js` beside the page: the worker of this folder, with the list of the files that this build has made. */
export function offline(): Plugin {
  return {
    name: "patchwork-offline",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const files = Object.keys(bundle)
          .filter((name) => name.startsWith("assets/") && !name.endsWith(".map"))
          .map((name) => `/${name}`)
          .sort();
        files.push("/favicon.svg");
        const worker = readFileSync(new URL("./offline-worker.js", import.meta.url), "utf8");
        // The page names the files by their hashes, so another page always comes with another list.
        const version = createHash("sha256")
          .update(files.join("\n") + worker)
          .digest("hex")
          .slice(0, 12);
        const built = JSON.stringify({ version, files });
        this.emitFile({
          type: "asset",
          fileName: "sw.js",
          source: worker.replace("self.__BUILT__", () => built),
        });
      },
    },
  };
}
