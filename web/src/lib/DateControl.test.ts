// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import { accessFaults } from "./axe";
import { aLayer } from "./examples";
import DateControl from "./DateControl.svelte";

function show(today: boolean) {
  const ondate = vi.fn();
  const { container } = render(DateControl, {
    on: "2026-04-01",
    today,
    layers: [aLayer()],
    href: (on: string | null) => `?on=${on}`,
    ondate,
  });
  return { container, ondate, box: screen.getByLabelText<HTMLInputElement>("Date") };
}

it("shows the day of the answers, and asks about another", async () => {
  const { box, ondate } = show(true);
  expect(box.value).toBe("2026-04-01");
  await fireEvent.change(box, { target: { value: "2028-04-01" } });
  expect(ondate).toHaveBeenCalledExactlyOnceWith("2028-04-01");
});

it("leaves the day alone while a date is half typed", async () => {
  const { box, ondate } = show(true);
  await fireEvent.change(box, { target: { value: "" } });
  expect(ondate).not.toHaveBeenCalled();
});

it("goes back to today", async () => {
  const { ondate } = show(false);
  await fireEvent.click(screen.getByRole("button", { name: "Today" }));
  expect(ondate).toHaveBeenCalledExactlyOnceWith(null);
});

it("leads to the days on which a release begins", async () => {
  const { ondate, container } = show(true);
  const link = screen.getByRole("link", { name: "1 May 2025" });
  expect(link.closest("li")?.textContent).toContain("Wards: a new release begins");
  await fireEvent.click(link);
  expect(ondate).toHaveBeenCalledExactlyOnceWith("2025-05-01");
  expect(await accessFaults(container)).toEqual([]);
});
