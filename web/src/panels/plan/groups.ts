/** The areas of an option on the map: every part in the colour of the area that it goes to. */

import type { Figures } from "../../api/types";
import type { Scheme } from "../../map/families";
import type { Groups } from "../../map/picture";

/** Hues that the colour-blind tell apart (after Okabe and Ito), thinned for letters to be read on them; the number of an area stands beside its own. */
const HUES: Record<Scheme, readonly string[]> = {
  light: ["#9fd3f2", "#f3c267", "#8fd0b8", "#e5b3d0", "#f2a98c", "#b9c2ea", "#e3df8a", "#c9c2b8"],
  dark: ["#2b6a8c", "#8a6212", "#1f6b52", "#7b4467", "#8c4a30", "#49548f", "#6f6b1e", "#55504a"],
};

/** The colour of an area, by its position. */
export function hueOf(at: number, scheme: Scheme): string {
  const hues = HUES[scheme];
  return hues[at % hues.length] ?? "#888888";
}

/** The layers that an option's parts are of. */
export function layersIn({ assignment }: Pick<Figures, "assignment">): string[] {
  return [...new Set(assignment.components.map(({ layer }) => layer))];
}

export function groupsOf({ assignment }: Pick<Figures, "assignment">, scheme: Scheme): Groups {
  return layersIn({ assignment }).map((layer) => ({
    layer,
    colours: assignment.areas.map((_, at) => ({
      colour: hueOf(at, scheme),
      mark: String(at + 1),
      codes: assignment.components
        .filter((part) => part.layer === layer && part.area === at)
        .map(({ code }) => code),
    })),
  }));
}
