/**
 * Keeps the program in the browser, and nothing else: its one page and the files whose names carry a hash of their content.
 *
 * What the server answers (/api, /tiles) passes by untouched: it may be somebody's own, and yesterday's figures would look like today's.
 * The build writes this file's list of files; see offline.ts.
 */

/** @type {{ version: string, files: string[] }} */
const BUILT = self.__BUILT__;
const KEPT = `patchwork-${BUILT.version}`;
const PAGE = "/";

/** Rooms of the server that are no pages of the viewer. */
const NOT_PAGES = /^\/(api|tiles|health|docs|embed|oembed)(\/|$)|\.[^/]*$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([PAGE, ...BUILT.files])));
});

// An older one serves the tabs that it has opened until they are closed; then what it kept goes.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("patchwork-") && name !== KEPT)
            .map((name) => caches.delete(name)),
        ),
      ),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!NOT_PAGES.test(pathname)) event.respondWith(pageOf(request));
  } else if (BUILT.files.includes(pathname)) {
    event.respondWith(fileOf(request));
  }
});

/** The page from the server, which may have a newer one; the one that is kept when it cannot be reached. */
async function pageOf(request) {
  try {
    return await fetch(request);
  } catch (cause) {
    const page = await (await caches.open(KEPT)).match(PAGE);
    if (page) return page;
    throw cause;
  }
}

async function fileOf(request) {
  const file = await (await caches.open(KEPT)).match(request.url);
  return file ?? fetch(request);
}
