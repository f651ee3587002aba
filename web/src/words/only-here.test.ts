// All words shown on the screen are in this folder, so that they can be put into another language in one place.
import { describe, expect, it } from "vitest";

import { spokenInScript, spokenInSvelte } from "./spoken";

/** Every file of ours as it is written, by its path from the folder above. */
const SOURCES = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>(["../**/*.ts", "../**/*.svelte"], {
      eager: true,
      query: "?raw",
      import: "default",
    }),
  ).map(([path, source]) => [path.replace(/^\.\//, "../words/").replace("../", ""), source]),
);

/** Where the program starts: its pages, its embedded map, its element. */
const STARTS = ["main.ts", "embed/embed.ts", "embed/element.ts"];

/** Every file that the page is made of: all that the starts import, and what that imports. */
function filesOfThePage(): string[] {
  const found = new Set<string>();
  const follow = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, path] of SOURCES[file]?.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"?]+)"/g) ?? []) {
      const target = new URL(path ?? "", `file:///${file}`).pathname.slice(1);
      const known = [target, `${target}.ts`].find((one) => one in SOURCES);
      if (known) follow(known);
      else if (!target.endsWith(".css")) throw new Error(`${file} imports ${target}, which is not there.`);
    }
  };
  STARTS.forEach(follow);
  return [...found].sort();
}

/** Strings with capitals that nobody reads: shapes of GeoJSON, the map library's own keys and letters. */
const NOT_WORDS = new Set([
  "Feature",
  "input, textarea, select",
  "Map.Title",
  "Names Bold",
  "Point",
  "Polygon",
]);

it("no file outside this folder holds words that are shown", () => {
  const files = filesOfThePage().filter((file) => !file.startsWith("words/"));
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) => {
    const source = SOURCES[file] ?? "";
    const spoken = file.endsWith(".svelte") ? spokenInSvelte(source) : spokenInScript(source);
    return spoken.filter((text) => !NOT_WORDS.has(text)).map((text) => `${file}: ${text}`);
  });
  expect(found).toEqual([]);
  // It reads every file of the viewer, which takes a while on a busy machine.
}, 60_000);

describe("a word that is planted is found", () => {
  it.each([
    ["in the text of a page", "<p>Hello</p>", "Hello"],
    ["in a branch of the text", '<p>{a ? "yes" : b}</p>', "yes"],
    ["between other parts of it", "<p>{`${a} metres`}</p>", " metres"],
    ["inside a block", "{#if a}<b>{#each b as c}found{/each}</b>{/if}", "found"],
    ["in what a screen reader says", '<nav aria-label="panels"></nav>', "panels"],
    ["in a field", "<input placeholder={a ?? `type here`} />", "type here"],
    ["in what a component is given", '<Note text="Try again later" />', "Try again later"],
    ["in a handler", '<button onclick={() => tell("It is done.")}></button>', "It is done."],
    ["in the script", '<script lang="ts">const a = "Nothing here";</script>', "Nothing here"],
  ])("%s", (_, source, word) => {
    expect(spokenInSvelte(source)).toEqual([word]);
  });

  it.each([
    ["as a sentence", 'tell("The server is away.")', "The server is away."],
    ["as a heading", 'const titles = { here: "Layers" }', "Layers"],
    ["before a number", "tell(`About ${n}`)", "About "],
    ["in a list", 'const MONTHS = ["January"]', "January"],
  ])("in a program, %s", (_, source, word) => {
    expect(spokenInScript(source)).toEqual([word]);
  });
});

it("ids, classes, keys, shapes and what is told to programmers are no words", () => {
  expect(
    spokenInSvelte(
      '<p class="small note" id="{id}-a" role="status"><Gloss here="explore" />{say.what} · →</p>',
    ),
  ).toEqual([]);
  const script = [
    'if (key === "Enter") go("wards");',
    'const shape = { type: "Point" };',
    'const asked: "Tables" | null = null;',
    'throw new Error("The page has no #app.");',
    "const path = `/tiles/${id}.json`;",
  ].join("\n");
  expect(spokenInScript(script)).toEqual([]);
});
