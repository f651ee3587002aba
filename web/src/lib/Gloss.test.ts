// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";

import { accessFaults } from "./axe";
import Gloss from "./Gloss.svelte";

it("explains a term when asked, and closes again", async () => {
  const { container } = render(Gloss, { text: "Primary care networks" });
  const button = screen.getByRole("button", { name: /What does primary care network \(PCN\) mean/ });
  expect(button.getAttribute("aria-expanded")).toBe("false");
  await fireEvent.click(button);
  expect(button.getAttribute("aria-expanded")).toBe("true");
  expect(document.getElementById(button.getAttribute("aria-controls") ?? "")?.hidden).toBe(false);
  expect(screen.getByText(/a group of GP practices/)).toBeTruthy();
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(button);
  expect(button.getAttribute("aria-expanded")).toBe("false");
});

it("leaves text that needs no explaining alone", () => {
  const { container } = render(Gloss, { text: "Wards" });
  expect(container.querySelector("button")).toBeNull();
});

it("prefers the server's own description", async () => {
  const description = "Ward: the area that elects one to three councillors.";
  render(Gloss, { text: "Wards", description });
  await fireEvent.click(screen.getByRole("button", { name: "What are these: Wards?" }));
  expect(screen.getByText(description).hidden).toBe(false);
});
