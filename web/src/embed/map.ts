/** The map in an embedded page, drawn over the picture that the page comes with. */

import type { MapLibre } from "../map/library";
import { words } from "../words/embed";
import { layersOf, tilesetPath, type Shown } from "./shown";
import { styleOf, type Tiles } from "./style";

const PADDING = 14;

/** Draws the map into `figure`, in place of its picture once it is whole. */
export async function drawMap(figure: HTMLElement, shown: Shown): Promise<void> {
  // What the map shows is asked for while the library, which is far larger, is still on its way.
  const [{ MapLibre, setWorkerUrl, workerUrl }, tiles, chosen] = await Promise.all([
    import("../map/library"),
    tilesOf(shown),
    chosenOf(shown),
  ]);
  setWorkerUrl(await ownWorker(workerUrl));
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const container = document.createElement("div");
  container.className = "live";
  figure.append(container);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new MapLibre({
    container,
    style: styleOf(shown, tiles, chosen, scheme),
    bounds: shown.bounds,
    fitBoundsOptions: { padding: PADDING, maxZoom: 16 },
    attributionControl: false,
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    // On somebody else's page the wheel is for the page.
    cooperativeGestures: false,
    scrollZoom: false,
    minZoom: 3,
    maxZoom: 19,
    // The picture gives way to a map that is whole: names that fade in would only come later.
    fadeDuration: 0,
    locale: { "Map.Title": words.map(shown.title) },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const said = document.createElement("p");
  said.className = "here";
  said.setAttribute("role", "status");
  figure.append(said, zoomButtons(map, still));
  const tell = (at: { x: number; y: number }) => {
    said.textContent = whatIsAt(map, at);
  };
  map.on("click", ({ point }) => {
    tell(point);
  });
  map.getCanvas().addEventListener("keydown", ({ key }) => {
    if (key === "Enter") tell(map.project(map.getCenter()));
    if (key === "Escape") said.textContent = "";
  });
  map.once("idle", () => {
    figure.classList.add("drawn");
    figure.querySelector("img")?.setAttribute("hidden", "");
    performance.mark("patchwork-drawn");
  });
}

/** A frame in a sandbox has no origin of its own and may not start another's worker: it starts a copy. */
async function ownWorker(workerUrl: string): Promise<string> {
  if (globalThis.origin !== "null") return workerUrl;
  const code = await (await fetch(new URL(workerUrl, import.meta.url))).blob();
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}

async function tilesOf(shown: Shown): Promise<Tiles> {
  const asked: [string, string][] = layersOf(shown).map((layer) => [layer.id, tilesetPath(layer, shown.on)]);
  if (shown.kinds) {
    asked.push(["assets", `/tiles/assets.json?kinds=${encodeURIComponent(shown.kinds)}&on=${shown.on}`]);
  }
  const found = await Promise.all(
    asked.map(async ([id, path]) => {
      const { tiles, minzoom, maxzoom } = (await json(path)) as Tiles[string];
      return [id, { tiles: tiles.map(onOwnHost), minzoom, maxzoom }] as const;
    }),
  );
  return Object.fromEntries(found);
}

async function chosenOf({ area, on }: Shown): Promise<GeoJSON.Feature | null> {
  if (!area) return null;
  const [layer, code] = [area.layer.id, area.code].map(encodeURIComponent);
  return (await json(`/api/areas/${layer}/${code}.geojson?on=${on}`)) as GeoJSON.Feature;
}

/** The same address at the server that this script came from: the only one that the page's policy lets it call. */
function onOwnHost(address: string): string {
  return new URL(import.meta.url).origin + address.replace(/^[a-z]+:\/\/[^/]*/i, "");
}

async function json(path: string): Promise<unknown> {
  const answer = await fetch(new URL(path, import.meta.url));
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** The areas and marks at a point of the screen, in words. */
function whatIsAt(map: MapLibre, { x, y }: { x: number; y: number }): string {
  const near: [[number, number], [number, number]] = [
    [x - 6, y - 6],
    [x + 6, y + 6],
  ];
  const marks = map.getLayer("assets") ? map.queryRenderedFeatures(near, { layers: ["assets"] }) : [];
  const layers = ["ground", "chosen-ground"].filter((id) => map.getLayer(id));
  const ground = map.queryRenderedFeatures([x, y], { layers });
  const names = [...marks, ...ground].flatMap(({ properties }) => {
    const { name, count } = properties as { name?: unknown; count?: unknown };
    if (typeof name === "string") return [name];
    return typeof count === "number" && count > 1 ? [words.gathered(count)] : [];
  });
  const once = [...new Set(names)];
  return once.length > 0 ? words.here(once) : words.nothingHere;
}

function zoomButtons(map: MapLibre, still: boolean): HTMLElement {
  const box = document.createElement("div");
  box.className = "zoom";
  for (const [label, sign, by] of [
    [words.nearer, "+", 1],
    [words.further, "−", -1],
  ] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => {
      map.easeTo({ zoom: map.getZoom() + by, duration: still ? 0 : 250 });
    });
    box.append(button);
  }
  return box;
}
