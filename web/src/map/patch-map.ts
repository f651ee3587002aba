/** The one place that holds a MapLibre map: what it shows comes in as a picture, what people do goes out as events. */

import "maplibre-gl/dist/maplibre-gl.css";

import type { Bounds } from "../api/types";
import type { Camera, LonLat } from "../lib/view";
import { PADDING } from "./fit";
import type * as Library from "./library";
import type { LngLat, MapLibre, Point } from "./library";
import { MARK_LAYERS } from "./marks";
import type { Picture } from "./picture";
import { HATCHINGS } from "./ramp";
import { type Pixel, type Screen, screenOf } from "./screen";
import { linesOf, REACH_PX, snapped } from "./snap";
import { lineLayer, styleOf } from "./style";

/** Where the map is to look: at a box, or at a place from a useful height. */
export type Goal = { bounds: Bounds } | { spot: LonLat };

export type MapEvents = {
  /** Somebody, or a goal, moved the map. */
  moved: (camera: Camera) => void;
  /** The view changes right now, many times a second. */
  moving: (camera: Camera) => void;
  picked: (spot: LonLat) => void;
  /** Somebody picked the mark of an asset. */
  asset: (id: string) => void;
  /** Somebody at the keyboard wants to leave the map. */
  left: () => void;
  /** Everything in sight is drawn, or somebody moves on before it is. */
  drawn: () => void;
  /** Tiles did not arrive: the map may have holes. */
  holes: () => void;
};

/** The zoom at which somebody who asks about one place sees its surroundings. */
const SPOT_ZOOM = 12;

export class PatchMap {
  readonly #library: typeof Library;
  readonly #map: MapLibre;
  readonly #events: MapEvents;
  /** The picture to show as soon as the first style is in place. */
  #waiting: Picture | null = null;
  #styled = false;
  /** What the map was last brought to look at, until somebody moves it. */
  #aim: { goal: Goal; meant: boolean } | null;

  /** The library is given, so that whoever loads this file loads that one beside it and not after it. */
  constructor(
    library: typeof Library,
    container: HTMLElement,
    picture: Picture,
    start: Camera | Goal,
    name: string,
    events: MapEvents,
  ) {
    this.#library = library;
    this.#events = events;
    this.#aim = "zoom" in start ? null : { goal: start, meant: false };
    library.setWorkerUrl(library.workerUrl);
    this.#map = new library.MapLibre({
      container,
      style: styleOf(picture),
      ...startOptions(start),
      attributionControl: false,
      renderWorldCopies: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      minZoom: 3,
      maxZoom: 19,
      fadeDuration: reducedMotion() ? 0 : 150,
      locale: { "Map.Title": name },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    // A style that is put in whole forgets the pictures of the one before.
    this.#map.on("style.load", () => {
      for (const { name, pixels } of HATCHINGS) {
        if (!this.#map.hasImage(name)) this.#map.addImage(name, pixels, { pixelRatio: 2 });
      }
    });
    this.#map.once("style.load", () => {
      this.#styled = true;
      this.#bringCodesNearer(picture);
      if (this.#waiting) this.show(this.#waiting);
    });
    this.#map.once("load", events.drawn);
    this.#map.on("move", () => {
      events.moving(this.camera());
    });
    this.#map.on("movestart", ({ originalEvent }) => {
      if (!originalEvent) return;
      this.#aim = null;
      events.drawn();
    });
    this.#map.on("resize", () => {
      // What stood whole in the map stays whole when the map gets another size.
      if (this.#aim && "bounds" in this.#aim.goal) this.#look(this.#aim.goal, 0, this.#aim.meant);
    });
    this.#map.on("moveend", (event) => {
      // A map that only got another size has not been moved by anybody.
      if (event.originalEvent || "meant" in event) events.moved(this.camera());
    });
    this.#map.on("click", ({ point, lngLat }) => {
      const mark = this.#markAt(point);
      if (mark === null) events.picked({ lon: lngLat.lng, lat: lngLat.lat });
      else if (typeof mark === "string") events.asset(mark);
      else this.#partCluster(mark);
    });
    this.#map.on("mousemove", ({ point }) => {
      this.#map.getCanvas().style.cursor = this.#markAt(point) === null ? "" : "pointer";
    });
    this.#map.on("error", () => {
      events.drawn();
      events.holes();
    });
    this.#map.getCanvas().addEventListener("keydown", this.#onKey);
  }

  show(picture: Picture): void {
    this.#waiting = this.#styled ? null : picture;
    if (!this.#styled) return;
    this.#map.setStyle(styleOf(picture), { diff: true, validate: false });
    this.#bringCodesNearer(picture);
  }

  goTo(goal: Goal): void {
    this.#aim = { goal, meant: true };
    this.#look(goal, reducedMotion() ? 0 : 700, true);
  }

  jumpTo({ lon, lat, zoom }: Camera): void {
    this.#aim = null;
    this.#map.jumpTo({ center: [lon, lat], zoom });
  }

  zoomBy(levels: 1 | -1): void {
    this.#aim = null;
    const duration = reducedMotion() ? 0 : 250;
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels, duration }, MEANT);
  }

  camera(): Camera {
    const { lng, lat } = this.#map.getCenter();
    return { lon: lng, lat, zoom: this.#map.getZoom() };
  }

  /** How ground and screen go together right now. */
  screen(): Screen {
    return screenOf(this.#map);
  }

  get canvas(): HTMLElement {
    return this.#map.getCanvas();
  }

  /** Where a spot goes that is near a line of a layer on the map; elsewhere it stays. */
  snapped(spot: LonLat, layer: string): LonLat {
    const lines = lineLayer(layer);
    if (!this.#map.getLayer(lines)) return spot;
    const { pixelOf, spotAt } = this.screen();
    const { x, y } = pixelOf(spot);
    const box: [[number, number], [number, number]] = [
      [x - REACH_PX, y - REACH_PX],
      [x + REACH_PX, y + REACH_PX],
    ];
    const found = this.#map.queryRenderedFeatures(box, { layers: [lines] });
    const toPixel = ([lon = 0, lat = 0]: GeoJSON.Position): Pixel => pixelOf({ lon, lat });
    const pixels = found.flatMap(({ geometry }) => linesOf(geometry).map((line) => line.map(toPixel)));
    const to = snapped({ x, y }, pixels);
    return to ? spotAt(to) : spot;
  }

  remove(): void {
    this.#map.getCanvas().removeEventListener("keydown", this.#onKey);
    this.#map.remove();
  }

  /** The asset whose mark is at a point of the screen, or where several are that are one mark yet. */
  #markAt(point: Point): string | LngLat | null {
    const layers = MARK_LAYERS.filter((id) => this.#map.getLayer(id));
    if (layers.length === 0) return null;
    const [found] = this.#map.queryRenderedFeatures(point, { layers });
    if (!found) return null;
    const { id } = found.properties as { id?: unknown };
    if (typeof id === "string") return id;
    return found.geometry.type === "Point"
      ? this.#library.LngLat.convert(found.geometry.coordinates as [number, number])
      : null;
  }

  #partCluster(center: LngLat): void {
    this.#aim = null;
    const duration = reducedMotion() ? 0 : 400;
    this.#map.easeTo({ center, zoom: this.#map.getZoom() + 2, duration }, MEANT);
  }

  #look(goal: Goal, duration: number, meant: boolean): void {
    const mark = meant ? MEANT : undefined;
    if ("bounds" in goal)
      this.#map.fitBounds(goal.bounds, { padding: PADDING, duration, maxZoom: MAX_FIT }, mark);
    else this.#map.easeTo({ center: [goal.spot.lon, goal.spot.lat], zoom: this.#spotZoom(), duration }, mark);
  }

  #spotZoom(): number {
    return Math.max(this.#map.getZoom(), SPOT_ZOOM);
  }

  /**
   * Without numbers, tiles have only codes to fill by, from one zoom on: taking the nearest tiles instead of those
   * below brings it half a zoom forward.
   */
  #bringCodesNearer({ fill, tilesets }: Picture): void {
    const source = fill && this.#map.getSource(fill.layer);
    if (source) source.roundZoom = !tilesets[fill.layer]?.areas;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter") {
      const { lng, lat } = this.#map.getCenter();
      this.#events.picked({ lon: lng, lat });
    } else if (event.key === "Escape") {
      this.#events.left();
    }
  };
}

/** The nearest that the map comes to show a box whole. */
const MAX_FIT = 16;

/** Marks a movement that somebody asked for by other means than the map itself. */
const MEANT = { meant: true };

function startOptions(start: Camera | Goal) {
  if ("bounds" in start) return { bounds: start.bounds, fitBoundsOptions: { padding: PADDING } };
  if ("spot" in start)
    return { center: [start.spot.lon, start.spot.lat] as [number, number], zoom: SPOT_ZOOM };
  return { center: [start.lon, start.lat] as [number, number], zoom: start.zoom };
}

function reducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
