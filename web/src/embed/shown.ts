/** What an embedded map shows, as the server writes it into the page. */

export type ShownLayer = { id: string; title: string; family: string; scenario: boolean };

export type Shown = {
  layer: ShownLayer | null;
  with: ShownLayer | null;
  area: { layer: ShownLayer; code: string; name: string } | null;
  /** Kinds of assets to mark, separated by commas; empty for none. */
  kinds: string;
  /** The date, whether it follows today or is fixed. */
  on: string;
  colour: string | null;
  /** West, south, east, north. */
  bounds: [number, number, number, number];
  title: string;
};

/** The layers whose tiles are drawn, the ground first. */
export function layersOf({ layer, with: second }: Shown): ShownLayer[] {
  return [layer, second].filter((one) => one !== null);
}

/** The name of a layer in its tiles, whatever edition was asked for. */
export function sourceLayer({ id }: ShownLayer): string {
  return id.split("@")[0] ?? id;
}

/** Where the description of a layer's tiles is. */
export function tilesetPath({ id }: ShownLayer, on: string): string {
  return `/tiles/${encodeURIComponent(id)}.json?on=${on}`;
}
