import { expect, it } from "vitest";

import { back, forth, NO_HISTORY, noted } from "./history";

it("goes back through every state and forth again", () => {
  const two = noted(noted<string>(NO_HISTORY, "nothing"), "a corner");
  const once = back(two, "two corners");
  expect(once?.state).toBe("a corner");
  const twice = once && back(once.history, once.state);
  expect(twice?.state).toBe("nothing");
  expect(twice && back(twice.history, twice.state)).toBeNull();
  const again = twice && forth(twice.history, twice.state);
  expect(again?.state).toBe("a corner");
  expect(again && forth(again.history, again.state)?.state).toBe("two corners");
});

it("forgets what was gone back from once something else is done", () => {
  const gone = back(noted<string>(NO_HISTORY, "nothing"), "a corner");
  expect(gone && forth(noted(gone.history, "nothing"), "another")).toBeNull();
});

it("keeps 200 states and no more", () => {
  let history = noted<number>(NO_HISTORY, 0);
  for (let at = 1; at <= 300; at += 1) history = noted(history, at);
  expect([history.past.length, history.past[0]]).toEqual([200, 101]);
});
