// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";

import { embedWords as say } from "../words/embed-code";
import { accessFaults } from "./axe";
import EmbedCode from "./EmbedCode.svelte";

const asked = { layer: "wards", area: "districts:X07000001", kinds: "" };

beforeEach(() => {
  history.replaceState(null, "", "/");
});

function show(on: string | null) {
  const { container } = render(EmbedCode, { asked, on, title: "Wards of Ashford" });
  const details = container.querySelector("details");
  if (details) details.open = true;
  return container;
}

const code = (name: string) => (screen.getByLabelText(name) as HTMLTextAreaElement).value;

it("leads with the frame, then the link, then the element, and follows today", async () => {
  const container = show(null);
  const labels = [...container.querySelectorAll("textarea")].map(({ id }) => `[for="${id}"]`);
  expect(labels.map((label) => container.querySelector(label)?.textContent)).toEqual([
    say.frame,
    say.link,
    say.element,
  ]);
  const query = "layer=wards&area=districts%3AX07000001&on=today";
  expect(code(say.link)).toBe(`${location.origin}/embed?${query}`);
  expect(code(say.frame)).toContain(`/embed?${query.replaceAll("&", "&amp;")}" title="Wards of Ashford"`);
  expect(code(say.element)).toContain(
    '<patchwork-map layer="wards" area="districts:X07000001" on="today"></patchwork-map>',
  );
  expect(await accessFaults(container)).toEqual([]);
});

it("stays on the day that is in view, or on another", async () => {
  const container = show("2026-04-01");
  expect(code(say.link)).toContain("on=2026-04-01");
  await fireEvent.change(screen.getByLabelText(say.date), { target: { value: "2028-04-01" } });
  expect(code(say.frame)).toContain("on=2028-04-01");
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.click(screen.getByLabelText(say.today));
  expect(code(say.element)).toContain('on="today"');
  expect(screen.queryByLabelText(say.date)).toBeNull();
});

it("keeps its day when no whole date is typed", async () => {
  show("2026-04-01");
  await fireEvent.change(screen.getByLabelText(say.date), { target: { value: "" } });
  expect(code(say.link)).toContain("on=2026-04-01");
});

it("takes a title and a colour, in the code, the preview and the pictures", async () => {
  const container = show(null);
  await fireEvent.input(screen.getByLabelText(say.title), { target: { value: ' Our "patch" ' } });
  await fireEvent.click(screen.getByLabelText(say.ownColour));
  await fireEvent.input(screen.getByLabelText(say.colour), { target: { value: "#aa3300" } });
  expect(code(say.frame)).toContain('title="Our &quot;patch&quot;"');
  const query = new URL(code(say.link)).searchParams;
  expect([query.get("title"), query.get("colour")]).toEqual(['Our "patch"', "aa3300"]);
  expect(code(say.element)).toContain('colour="aa3300" title="Our &quot;patch&quot;"');
  for (const link of container.querySelectorAll("a")) {
    expect(new URL(link.href).searchParams.get("colour")).toBe("aa3300");
  }
  expect(await accessFaults(container)).toEqual([]);
});

it("opens the list from the start where that is wanted", async () => {
  show(null);
  expect(code(say.frame)).not.toContain("list=");
  await fireEvent.click(screen.getByLabelText(say.listed));
  expect(code(say.link)).toContain("&list=open");
  expect(code(say.element)).toContain('list="open"');
});

it("copies, and says which was copied, or what to do instead", async () => {
  show(null);
  const writeText = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValueOnce();
  await fireEvent.click(screen.getByRole("button", { name: say.copyOf(say.frame) }));
  expect(await screen.findByText(say.copied(say.frame))).toBeTruthy();
  expect(writeText).toHaveBeenCalledWith(code(say.frame));
  writeText.mockRejectedValueOnce(new Error("no"));
  await fireEvent.click(screen.getByRole("button", { name: say.copyOf(say.link) }));
  expect(await screen.findByText(say.refused)).toBeTruthy();
  writeText.mockRestore();
});
