import type { Plugin } from "vite";

/** The map library, far larger than all else, which embedded maps have in common with the viewer. */
const SHARED = /\/library$/;

/** What Vite puts around `import()` to load style sheets first, which an embedded map has none of. */
const HELPER = /vite\/preload-helper/;
const PLAIN = "\0patchwork-plain-import";

/** Whose copy a module is: that of the entry it is copied for, or of the entry itself. */
function ownerOf(id: string): string | undefined {
  return /\?guest=(\w+)$/.exec(id)?.[1] ?? /\/src\/embed\/(\w+)\.ts$/.exec(id)?.[1];
}

/** What stands on other sites' pages comes in one file: each small module that it uses is copied into it, whoever else uses it. */
export function guests(): Plugin {
  return {
    name: "patchwork-guests",
    apply: "build",
    enforce: "pre",
    async resolveId(source, importer, options) {
      const owner = importer && ownerOf(importer);
      if (!owner) return null;
      if (HELPER.test(source)) return `${PLAIN}?guest=${owner}`;
      if (!source.startsWith(".") || SHARED.test(source)) return null;
      const found = await this.resolve(source, importer.replace(/\?guest=\w+$/, ""), {
        ...options,
        skipSelf: true,
      });
      return found && `${found.id}?guest=${owner}`;
    },
    load: (id) => (id.startsWith(PLAIN) ? "export const __vitePreload = (load) => load();" : null),
  };
}
