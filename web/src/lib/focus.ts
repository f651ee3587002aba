import { tick } from "svelte";

/** Moves the focus to what has this id, once the page shows what was just changed. */
export async function focusOn(id: string): Promise<void> {
  await tick();
  document.getElementById(id)?.focus();
}
