/** Ground that nothing reaches: hatched, with a line around it. */

import type { LayerSpecification } from "maplibre-gl";

import { COLOURS } from "./colours";
import type { Picture } from "./picture";
import { hatchName } from "./ramp";

export function gapLayers({ gaps, scheme }: Picture): LayerSpecification[] {
  if (!gaps) return [];
  return [
    {
      id: "gap-hatch",
      type: "fill",
      source: "gaps",
      paint: { "fill-pattern": hatchName(scheme), "fill-opacity": 0.8 },
    },
    {
      id: "gap-halo",
      type: "line",
      source: "gaps",
      layout: { "line-join": "round" },
      paint: { "line-color": COLOURS[scheme].paper, "line-width": 3, "line-opacity": 0.8 },
    },
    {
      id: "gap-edge",
      type: "line",
      source: "gaps",
      layout: { "line-join": "round" },
      paint: { "line-color": COLOURS[scheme].ink, "line-width": 1 },
    },
  ];
}
