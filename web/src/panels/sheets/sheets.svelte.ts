import { fetchKinds } from "../../api/client";
import { fetchSheetLists } from "../../api/sheets";
import type { AssetSource, Bounds, KindList } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";
import { wholeExtent } from "../../lib/layers";
import type { LonLat } from "../../lib/view";
import type { RowMark } from "../../map/marks";
import type { Goal } from "../../map/patch-map";
import { firstLayers } from "../explore/choices";
import { Panel } from "../panel.svelte";
import { SHEETS_CODEC } from "./view";
import { Work } from "./work.svelte";

/** What the panel of sheets knows besides: the sheet on its way, the kinds, and the lists that came before. */
export class Sheets extends Panel {
  readonly work = new Work();
  readonly kinds = new Answer<KindList>();
  readonly lists = new Answer<AssetSource[]>();

  readonly shown = $derived(firstLayers(this.known));
  readonly numbered: readonly string[] = [];
  readonly extent: Bounds = $derived(wholeExtent(this.config.value?.place.extent, this.known));
  readonly groups = $derived.by(() => this.kinds.value?.groups ?? []);

  readonly marks: RowMark[] = $derived.by(() =>
    this.work.good.flatMap(({ number, row: { asset } }) =>
      typeof asset?.lon === "number" && typeof asset.lat === "number"
        ? [{ number, lon: asset.lon, lat: asset.lat }]
        : [],
    ),
  );
  readonly spot: LonLat | null = $derived.by(
    () => this.marks.find(({ number }) => number === this.work.chosen) ?? null,
  );
  readonly goal: Goal | null = $derived.by(() => {
    if (this.spot) return { spot: { lon: this.spot.lon, lat: this.spot.lat } };
    return { bounds: boxAround(this.marks) ?? this.extent };
  });
  /** The list that publishing would replace. */
  readonly replaced = $derived.by(() =>
    this.work.look?.replaces
      ? (this.lists.value?.find(({ id }) => id === this.work.look?.list) ?? null)
      : null,
  );

  constructor() {
    super(SHEETS_CODEC);
    const may = $derived(this.session.may("bring-sheets"));
    follow(
      () => may,
      async (is) => {
        if (!is) return;
        await Promise.all([
          this.kinds.ask((signal) => fetchKinds(null, signal)),
          this.lists.ask(fetchSheetLists),
        ]);
      },
    );
    // A list that was recognised by its rows brings its title along.
    const title = $derived(this.lists.value?.find(({ id }) => id === this.work.list)?.title ?? null);
    follow(
      () => title,
      (known) => {
        if (known !== null) this.work.title = known;
        return Promise.resolve();
      },
    );
  }
}

/** The box around some places; a single one is seen with its surroundings. */
export function boxAround(places: readonly LonLat[]): Bounds | null {
  if (places.length === 0) return null;
  const lons = places.map(({ lon }) => lon);
  const lats = places.map(({ lat }) => lat);
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b));
  const room = 0.01;
  return [least(lons) - room, least(lats) - room, most(lons) + room, most(lats) + room];
}
