import { untrack } from "svelte";

/** Runs `act` whenever what `watch` gives has changed, and for no other reason. */
export function follow<T>(watch: () => T, act: (value: T) => Promise<void>): void {
  $effect(() => {
    const value = watch();
    untrack(() => void act(value));
  });
}
