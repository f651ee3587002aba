import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

import svelteConfig from "./svelte.config.js";

/**
 * MapLibre is heavy and needs WebGL: only the map folder may know it, so that every list works without.
 *
 * @type {import("eslint").Linter.RulesRecord}
 */
const mapOnlyInMap = {
  "no-restricted-imports": [
    "error",
    {
      patterns: [
        {
          group: ["maplibre-gl", "maplibre-gl/*", "pmtiles"],
          message: "Only src/map and src/embed may use MapLibre.",
        },
      ],
    },
  ],
};

export default ts.config(
  { ignores: ["dist", "node_modules", "src/api/schema.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // TypeScript knows the globals better.
      "no-undef": "off",
      // Addresses are written by one module (lib/view.ts); there is no SvelteKit here to resolve them.
      "svelte/no-navigation-without-resolve": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { extraFileExtensions: [".svelte"], parser: ts.parser, svelteConfig } },
  },
  { files: ["src/**"], ignores: ["src/map/**", "src/embed/**"], rules: mapOnlyInMap },
);
