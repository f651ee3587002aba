// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";

import { Address } from "./address.svelte";
import { VIEW_CODEC } from "./view";

beforeEach(() => {
  history.replaceState(null, "", "/");
});

it("writes what was chosen into the address bar", () => {
  const address = new Address(VIEW_CODEC);
  address.go({ query: "Hove" });
  expect(location.search).toBe("?q=Hove");
  address.go({ query: "" });
  expect(location.search).toBe("");
});

it("adds a step of Back for a choice, none for a look around or the same choice again", () => {
  const address = new Address(VIEW_CODEC);
  const before = history.length;
  address.go({ on: "2026-04-01" });
  address.go({ on: "2026-04-01" });
  address.note({ camera: { lon: 0, lat: 51, zoom: 9 } });
  expect(history.length).toBe(before + 1);
  expect(location.search).toBe("?on=2026-04-01&map=0,51,9");
});

it("asks of a clicked point as its link will", () => {
  const address = new Address(VIEW_CODEC);
  address.go({ spot: { lon: -0.13712345678, lat: 50.82312345678 } });
  expect(location.search).toBe("?at=-0.137123,50.823123");
  expect(address.view.spot).toEqual({ lon: -0.137123, lat: 50.823123 });
});

it("keeps the view that it had when the same spot is clicked again", () => {
  const address = new Address(VIEW_CODEC);
  address.go({ spot: { lon: -0.137123, lat: 50.823123 } });
  const before = address.view;
  address.go({ spot: { lon: -0.1371230001, lat: 50.823123 } });
  expect(address.view).toBe(before);
  address.note({ camera: { lon: 0, lat: 51, zoom: 9.123 } });
  expect(address.view.camera?.zoom).toBe(9.12);
  expect(address.view.spot).toBe(before.spot);
});

it("reads the view again when Back brings another address", () => {
  const address = new Address(VIEW_CODEC);
  const stop = address.follow();
  history.replaceState(null, "", "/?q=Lewes");
  dispatchEvent(new PopStateEvent("popstate"));
  stop();
  expect([address.view.query, address.returns]).toEqual(["Lewes", 1]);
});

it("gives the address of a change without going there", () => {
  const address = new Address(VIEW_CODEC);
  expect(address.href({ area: { layer: "wards", key: "X1" } })).toBe("?area=wards/X1");
  expect(address.view.area).toBeNull();
});
