/**
 * A background map, when the operator set one up: a style of its own, or a PMTiles archive on this server
 * of pictures or of vector tiles in one of the two common vocabularies (Protomaps, OpenMapTiles).
 */

import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

import type { Config } from "../api/types";
import { COLOURS } from "./colours";
import type { Scheme } from "./families";

export type Basemap = {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
  /** Whom to thank, as plain text. */
  attribution: string[];
  /** The scheme that can be read on it. Most maps are light, whatever the room. */
  scheme: Scheme;
  glyphs?: string | undefined;
  sprite?: StyleSpecification["sprite"] | undefined;
};

export type BasemapSetting = NonNullable<Config["basemap"]>;

/** Loads what the setting names. Rejects when it cannot be had: the map then does without. */
export async function loadBasemap(setting: BasemapSetting, scheme: Scheme): Promise<Basemap> {
  const address = new URL(setting.url, location.href).href;
  return setting.kind === "style" ? fromStyle(address) : fromArchive(address, scheme);
}

async function fromStyle(address: string): Promise<Basemap> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const style = (await response.json()) as StyleSpecification;
  const attribution = Object.values(style.sources).flatMap((source) =>
    "attribution" in source && source.attribution ? [plainText(source.attribution)] : [],
  );
  return {
    sources: style.sources,
    layers: style.layers,
    attribution,
    scheme: "light",
    glyphs: style.glyphs,
    sprite: style.sprite,
  };
}

async function fromArchive(address: string, scheme: Scheme): Promise<Basemap> {
  const [{ PMTiles, Protocol, TileType }, { addProtocol }] = await Promise.all([
    import("pmtiles"),
    import("./library"),
  ]);
  const archive = new PMTiles(address);
  const protocol = new Protocol();
  protocol.add(archive);
  addProtocol("pmtiles", protocol.tile);
  const [header, metadata] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  const { attribution, vector_layers } = metadata as {
    attribution?: string;
    vector_layers?: { id: string }[];
  };
  const thanks = attribution ? [plainText(attribution)] : [];
  const url = `pmtiles://${address}`;
  if (header.tileType !== TileType.Mvt) {
    return {
      sources: { basemap: { type: "raster", url, tileSize: 256 } },
      layers: [{ id: "basemap", type: "raster", source: "basemap" }],
      attribution: thanks,
      scheme: "light",
    };
  }
  const known = (vector_layers ?? []).map(({ id }) => id);
  return {
    sources: { basemap: { type: "vector", url } },
    layers: backgroundLayers(known, scheme),
    attribution: thanks,
    scheme,
  };
}

/** How the layers of a vector archive are drawn: quietly, so that boundaries stand out. */
export function backgroundLayers(inArchive: readonly string[], scheme: Scheme): LayerSpecification[] {
  const colours = COLOURS[scheme];
  const has = (...ids: string[]) => inArchive.filter((id) => ids.includes(id));
  const fill = (id: string, colour: string): LayerSpecification => ({
    id: `basemap/${id}`,
    type: "fill",
    source: "basemap",
    "source-layer": id,
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": colour },
  });
  const line = (id: string, colour: string, width: number): LayerSpecification => ({
    id: `basemap/${id}-lines`,
    type: "line",
    source: "basemap",
    "source-layer": id,
    filter: ["==", ["geometry-type"], "LineString"],
    paint: {
      "line-color": colour,
      "line-width": ["interpolate", ["linear"], ["zoom"], 8, width / 4, 16, width * 3],
    },
  });
  const earth = has("earth");
  return [
    {
      id: "basemap/ground",
      type: "background",
      paint: { "background-color": earth.length > 0 ? colours.sea : colours.paper },
    },
    ...earth.map((id) => fill(id, colours.paper)),
    ...has("landcover", "park").map((id) => fill(id, colours.green)),
    ...has("ocean", "water").map((id) => fill(id, colours.sea)),
    ...has("waterway", "water").map((id) => line(id, colours.sea, 1.2)),
    ...has("building", "buildings").map((id) => fill(id, colours.faint)),
    ...has("roads", "transportation").map((id) => line(id, colours.faint, 1.6)),
  ];
}

/** The words of an attribution, which is often given as HTML. */
export function plainText(html: string): string {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}
