/** The first thing that somebody does on a page. */

const TOUCHES = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown", "focusin"] as const;

/** Calls once as soon as somebody moves a pointer, presses a key or reaches for anything; answers how to stop waiting for it. */
export function onFirstTouch(call: () => void): () => void {
  const waiting = new AbortController();
  const touched = (): void => {
    waiting.abort();
    call();
  };
  for (const touch of TOUCHES) {
    addEventListener(touch, touched, { capture: true, passive: true, signal: waiting.signal });
  }
  return () => {
    waiting.abort();
  };
}
