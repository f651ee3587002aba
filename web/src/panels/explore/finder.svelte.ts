import { type AssetQuestion, fetchAsset, fetchAssets, fetchKinds } from "../../api/client";
import type { Asset, AssetDetail, AssetPage, Kind, KindList } from "../../api/types";
import { Answer } from "../../lib/answer.svelte";
import { follow } from "../../lib/follow.svelte";

/** How many assets are asked for at a time. */
const PAGE = 200;

/** What the address says of assets. */
export type Asked = {
  /** Null while the place asked about is not known. */
  question: AssetQuestion | null;
  on: string | null;
  asset: string | null;
};

/** The assets that the address asks about: which kinds there are, those that it asks for, and the chosen one. */
export class Finder {
  readonly kinds = new Answer<KindList>();
  readonly first = new Answer<AssetPage>();
  readonly asset = new Answer<AssetDetail>();

  /** What came after the first page. */
  #later: AssetPage[] = $state.raw([]);
  readonly #asked: () => Asked;

  constructor(asked: () => Asked) {
    this.#asked = asked;
    this.#askAsTheAddressSays();
  }

  readonly groups = $derived.by(() => this.kinds.value?.groups ?? []);
  /** Whether any assets are loaded; null while that is not known. */
  readonly any: boolean | null = $derived.by(() => {
    if (!this.kinds.value) return null;
    return this.groups.some(({ kinds }) => kinds.some(({ assets }) => assets > 0));
  });
  /** The kinds that are asked for. */
  readonly chosenKinds: Kind[] = $derived.by(() => {
    const ids = this.#asked().question?.kinds ?? [];
    return this.groups.flatMap(({ kinds }) => kinds.filter(({ id }) => ids.includes(id)));
  });

  /** Whether the question asks for some of the assets, not merely how many there are. */
  readonly lists = $derived.by(() => {
    const { question } = this.#asked();
    return question !== null && isNarrow(question);
  });
  /** Those to be listed, as far as they were asked for; what has closed is not there any more. */
  readonly listed: Asset[] = $derived.by(() => {
    if (!this.lists || !this.first.value) return [];
    return [this.first.value, ...this.#later].flatMap(({ assets }) => assets).filter(isThere);
  });
  readonly next = $derived.by(() => (this.#later.at(-1) ?? this.first.value)?.next_cursor ?? null);

  /** Asks again for everything: somebody here has changed an asset. */
  async changed(): Promise<void> {
    this.#later = [];
    await Promise.all([this.kinds.again(), this.first.again(), this.asset.again()]);
  }

  /** Asks for the next page. */
  async more(): Promise<void> {
    const { question } = this.#asked();
    const { next } = this;
    if (!question || next === null) return;
    const asked = this.first.value;
    const reply = await fetchAssets(question, PAGE, next, new AbortController().signal);
    // Another question may have come in between.
    if (reply?.ok && this.first.value === asked) this.#later = [...this.#later, reply.value];
  }

  #askAsTheAddressSays(): void {
    const day = $derived(this.#asked().on);
    const chosen = $derived(this.#asked().asset);
    const question = $derived(JSON.stringify(this.#asked().question));
    const any = $derived(this.any);
    follow(
      () => day,
      (on) => this.kinds.ask((signal) => fetchKinds(on, signal)),
    );
    follow(
      () => [any, question] as const,
      ([known]) => {
        const { question } = this.#asked();
        this.#later = [];
        if (!known || !question) return this.first.ask(null);
        return this.first.ask((signal) => fetchAssets(question, isNarrow(question) ? PAGE : 1, null, signal));
      },
    );
    follow(
      () => [chosen, day] as const,
      ([id, on]) => {
        void this.asset.ask(null);
        return this.asset.ask(id === null ? null : (signal) => fetchAsset(id, on, signal));
      },
    );
  }
}

function isNarrow({ kinds, meet, near, inside }: AssetQuestion): boolean {
  return kinds.length > 0 || meet || near !== null || inside !== null;
}

function isThere({ status }: Asset): boolean {
  return status !== "closed";
}
