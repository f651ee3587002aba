import type { Map as MapLibre } from "maplibre-gl";

import type { LonLat } from "../lib/view";

/** A place on the screen, in pixels from the map's upper left. */
export type Pixel = { x: number; y: number };

/** How ground and screen go together while the map looks where it does. */
export type Screen = {
  width: number;
  height: number;
  pixelOf: (spot: LonLat) => Pixel;
  spotAt: (pixel: Pixel) => LonLat;
};

export function screenOf(map: MapLibre): Screen {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  return {
    width,
    height,
    pixelOf: ({ lon, lat }) => {
      const { x, y } = map.project([lon, lat]);
      return { x, y };
    },
    spotAt: ({ x, y }) => {
      const { lng: lon, lat } = map.unproject([x, y]);
      return { lon, lat };
    },
  };
}
