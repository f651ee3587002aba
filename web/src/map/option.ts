/** An option on the map: its parts in the colours of the areas that they go to, numbered, and its lines. */

import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";

import { COLOURS } from "./colours";
import type { Scheme } from "./families";
import { keyIn, keysOf, named } from "./keys";
import { BOLD_FONT } from "./letters";
import type { Groups, Picture } from "./picture";
import type { Tileset } from "./tilesets.svelte";

/** The hue of options. */
export const OPTION: Record<Scheme, string> = { light: "#6b3fa0", dark: "#c3a1ee" };

/** One value for each part by the area that it goes to; null where the tiles know none of them. */
function byArea<T>(
  groups: Groups[number],
  tiles: Tileset,
  value: (of: Groups[number]["colours"][number]) => T,
  others: T,
): ExpressionSpecification | null {
  const steps = groups.colours
    .map((of) => ({ keys: keysOf(of.codes, tiles), value: value(of) }))
    .filter(({ keys }) => keys.length > 0);
  if (steps.length === 0) return null;
  const cases = steps.flatMap(({ keys, value }) => [keys, value]);
  return ["match", keyIn(tiles), ...cases, others] as unknown as ExpressionSpecification;
}

export function groupFills({ groups, tilesets }: Picture): LayerSpecification[] {
  return (groups ?? []).flatMap((of): LayerSpecification[] => {
    const { layer } = of;
    const tiles = tilesets[layer];
    const colour = tiles && byArea(of, tiles, ({ colour }) => colour, "rgba(0,0,0,0)");
    if (!colour) return [];
    const from = { source: layer, "source-layer": named(layer) };
    const paint = { "fill-color": colour, "fill-opacity": 0.7 };
    return [{ id: `group-fill/${layer}`, type: "fill", ...from, paint }];
  });
}

/** The number of the area that each part goes to: colours alone say nothing to some, and there are more areas than hues. */
export function groupNumbers({ groups, tilesets, scheme }: Picture): LayerSpecification[] {
  return (groups ?? []).flatMap((of): LayerSpecification[] => {
    const { layer } = of;
    const tiles = tilesets[layer];
    const labels = `${named(layer)}-labels`;
    if (!tiles?.vector_layers.some(({ id }) => id === labels)) return [];
    const number = byArea(of, tiles, ({ mark }) => mark, "");
    if (!number) return [];
    return [
      {
        id: `group-number/${layer}`,
        type: "symbol",
        source: layer,
        "source-layer": labels,
        layout: {
          "text-field": number,
          "text-font": BOLD_FONT,
          "text-size": 13,
          "text-padding": 4,
          // Above the name, which has the place itself.
          "text-anchor": "bottom",
          "text-offset": [0, -0.7],
        },
        paint: {
          "text-color": COLOURS[scheme].ink,
          "text-halo-color": COLOURS[scheme].paper,
          "text-halo-width": 1.8,
        },
      },
    ];
  });
}

// Purple and double: an option is no boundary in force.
export function optionLines({ option, tilesets, scheme }: Picture): LayerSpecification[] {
  if (!option || !tilesets[option]) return [];
  const line = (id: string, colour: string, width: number): LayerSpecification => ({
    id: `option-line/${id}`,
    type: "line",
    source: option,
    "source-layer": `${named(option)}-borders`,
    layout: { "line-join": "round" },
    paint: { "line-color": colour, "line-width": width },
  });
  return [line("edge", OPTION[scheme], 4.2), line("split", COLOURS[scheme].paper, 1.6)];
}
