import type { Plugin } from "vite";

/** The panel that a module is the page of. */
const PAGE = /\/src\/panels\/([\w-]+)\/[A-Z]\w*\.svelte$/;

/**
 * Writes `panels.json` beside the page: for each panel the files that it needs to begin with, so that the server can name them in the page's
 * head, and the browser need not find out from each file which comes next.
 */
export function panels(): Plugin {
  return {
    name: "patchwork-panels",
    apply: "build",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const chunks = new Map(
          Object.values(bundle).flatMap((file) => (file.type === "chunk" ? [[file.fileName, file]] : [])),
        );
        const entry = [...chunks.values()].find(({ isEntry, name }) => isEntry && name === "index");
        if (!entry) throw new Error("The build has no entry of the name index.");
        // What is built upon comes before what builds upon it, so that the styles of a panel go before those of its parts.
        const needed = (from: string, seen = new Set<string>(), files = new Set<string>()): Set<string> => {
          const chunk = chunks.get(from);
          if (!chunk || seen.has(from)) return files;
          seen.add(from);
          chunk.imports.forEach((next) => needed(next, seen, files));
          chunk.viteMetadata?.importedCss.forEach((style) => files.add(style));
          return files.add(from);
        };
        const there = needed(entry.fileName);
        const told = entry.dynamicImports.flatMap((name) => {
          const panel = PAGE.exec(chunks.get(name)?.facadeModuleId ?? "")?.[1];
          if (!panel) return [];
          const files = [...needed(name)].filter((file) => !there.has(file)).map((file) => `/${file}`);
          return [[panel, files]];
        });
        const source = JSON.stringify(Object.fromEntries(told));
        this.emitFile({ type: "asset", fileName: "panels.json", source });
      },
    },
  };
}
