/** How a frame and the page around it agree on a height: the one message that passes between them. */

export type HeightMessage = { patchwork: "height"; height: number };

/** Tells the page around this one how high it is, now and whenever that changes. */
export function tellHeight(): void {
  if (window.parent === window) return;
  const watched = document.querySelector("main") ?? document.body;
  new ResizeObserver(() => {
    const height = Math.ceil(watched.getBoundingClientRect().height);
    const message: HeightMessage = { patchwork: "height", height };
    // A height is no secret, and who frames the page is not known.
    window.parent.postMessage(message, "*");
  }).observe(watched);
}

/** A message that somebody sent, if it is a height: a whole number of pixels that a map can have. */
export function heightIn(data: unknown): number | null {
  if (typeof data !== "object" || data === null) return null;
  const { patchwork, height } = data as Partial<HeightMessage>;
  if (patchwork !== "height" || typeof height !== "number" || !Number.isFinite(height)) return null;
  return Math.min(Math.max(Math.round(height), 120), 4000);
}
