// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";

import { onFirstTouch } from "./touch";

it.each(["pointermove", "touchstart", "wheel", "keydown", "focusin"])("a %s is told, once", (name) => {
  const call = vi.fn();
  onFirstTouch(call);
  expect(call).not.toHaveBeenCalled();
  dispatchEvent(new Event(name));
  dispatchEvent(new Event("pointerdown"));
  expect(call).toHaveBeenCalledOnce();
});

it("nothing is told to whoever stopped waiting", () => {
  const call = vi.fn();
  onFirstTouch(call)();
  dispatchEvent(new Event("keydown"));
  expect(call).not.toHaveBeenCalled();
});
