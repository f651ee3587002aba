/**
 * How one panel's view is read from an address, from `?` on, and written to it.
 *
 * Methods, so that the page around every panel may know of a view no more than what all of them have.
 */
export type Codec<View> = { read(search: string): View; write(view: View): string };

/** The view in the address bar, as something that the page can watch. */
export class Address<View extends object> {
  readonly #codec: Codec<View>;

  view: View = $state.raw() as View;

  /** Counts the times that Back or Forward brought another view: the map then goes where that view looked. */
  returns = $state(0);

  constructor(codec: Codec<View>) {
    this.#codec = codec;
    this.view = codec.read(location.search);
  }

  /** Goes to a changed view; Back returns from it. */
  go(change: Partial<View>): void {
    this.#write(change, "pushState");
  }

  /** Notes a change that is not worth a step of Back, such as where the map was moved. */
  note(change: Partial<View>): void {
    this.#write(change, "replaceState");
  }

  /** The address of a changed view, for a link. */
  href(change: Partial<View>): string {
    return this.#codec.write({ ...this.view, ...change });
  }

  /** Starts to follow Back and Forward; the returned function stops. */
  follow(): () => void {
    const read = () => {
      this.view = this.#codec.read(location.search);
      this.returns += 1;
    };
    addEventListener("popstate", read);
    return () => {
      removeEventListener("popstate", read);
    };
  }

  #write(change: Partial<View>, how: "pushState" | "replaceState"): void {
    const next = { ...this.view, ...change };
    const written = this.#codec.write(next);
    if (how === "pushState" && written === this.#codec.write(this.view)) return;
    // Read back as anybody who is sent the link reads it, so that both ask of the same spot, to the same decimals.
    // What did not change stays the very same object, and nothing is drawn again for it.
    const read = Object.entries(this.#codec.read(written)).filter(([part]) => part in change);
    this.view = { ...this.view, ...(Object.fromEntries(read) as Partial<View>) };
    history[how](null, "", written === "?" ? location.pathname : written);
  }
}
