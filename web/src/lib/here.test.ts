// @vitest-environment happy-dom
import { expect, it } from "vitest";

import { here } from "./here";

function follow(options: MouseEventInit): { acted: boolean; left: boolean } {
  let acted = false;
  const event = new MouseEvent("click", { cancelable: true, ...options });
  here(() => (acted = true))(event);
  return { acted, left: !event.defaultPrevented };
}

it("acts on a plain click and stays", () => {
  expect(follow({})).toEqual({ acted: true, left: false });
});

it.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { button: 1 }])(
  "leaves a click with %j to the browser",
  (options) => {
    expect(follow(options)).toEqual({ acted: false, left: true });
  },
);
