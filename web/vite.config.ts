import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

import { guests } from "./build-plugins/guests";
import { offline } from "./build-plugins/offline";
import { panels } from "./build-plugins/panels";

/** Where `npm run dev` finds the API: a Patchwork server that is already running. */
const server = process.env.PATCHWORK_URL ?? "http://127.0.0.1:8080";

// The server takes changes only from pages of its own: to it, this page is one.
const from = { target: server, headers: { origin: server } };

const proxy = { "/api": from, "/tiles": from, "/basemap.pmtiles": from };

export default defineConfig({
  plugins: [svelte(), svelteTesting(), offline(), guests(), panels()],
  build: {
    target: "es2022",
    // The page's security policy allows no inline data but images, so every asset is a file of its own.
    assetsInlineLimit: 0,
    // MapLibre alone is larger than the default warning; it is loaded apart, after the list works.
    chunkSizeWarningLimit: 1300,
    rolldownOptions: {
      input: { index: "index.html", embed: "src/embed/embed.ts", "patchwork-map": "src/embed/element.ts" },
      output: {
        // Pages of other sites know these two by their names, which may not change with their content.
        entryFileNames: ({ name }) => (name === "index" ? "assets/[name]-[hash].js" : "[name].js"),
        // What several panels have in common comes in one file: two dozen small ones take longer to ask for than to read.
        codeSplitting: {
          groups: [{ name: "shared", test: /\/web\/src\/(api|lib|map|panels|words)\//, minShareCount: 2 }],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
  test: {
    environment: "node",
    // Every test leaves its page and its globals as it found them, so files need no world of their own.
    pool: "threads",
    isolate: false,
    include: ["src/**/*.test.ts"],
  },
});
