import { type Layer, toBounds } from "../api/types";

const METRES_A_DEGREE = 111_320;

/** How wide a typical area of a layer is on the ground, in metres: as if its areas shared its box evenly. 0 when it has none. */
export function typicalWidth(layer: Pick<Layer, "area_count" | "bounds">): number {
  const box = toBounds(layer.bounds);
  if (!box || layer.area_count === 0) return 0;
  const [west, south, east, north] = box;
  const height = (north - south) * METRES_A_DEGREE;
  const width = (east - west) * METRES_A_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  return Math.sqrt((width * height) / layer.area_count);
}
