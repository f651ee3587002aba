// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";

import { keep, kept } from "./kept";
import { NOTHING } from "./sketch";

beforeEach(() => {
  localStorage.clear();
});

test("a drawing that was begun is found again, and what is no drawing is not", () => {
  const making = { ...NOTHING, name: "Pier Head", corners: [{ lon: 0, lat: 51 }] };
  keep({ making, once: "abc", tried: null, promised: { licence: "CC BY 4.0" } });
  expect(kept()).toEqual({ making, once: "abc", tried: null, promised: { licence: "CC BY 4.0" } });
  keep(null);
  expect(kept()).toBeNull();
  localStorage.setItem("patchwork-drawing", '{"once":1}');
  expect(kept()).toBeNull();
});

test("what an older page kept is found, and goes nowhere by itself", () => {
  localStorage.setItem("patchwork-drawing", JSON.stringify({ making: NOTHING, once: "abc", token: null }));
  expect(kept()).toMatchObject({ once: "abc", tried: null, promised: null });
});
