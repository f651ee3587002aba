// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";

import { accessFaults } from "./axe";
import ProblemNote from "./ProblemNote.svelte";

it("says what happened and what to do, and tries again", async () => {
  const again = vi.fn();
  const { container } = render(ProblemNote, { problem: { kind: "busy", retryAfterSeconds: 7 }, again });
  expect(screen.getByRole("alert").textContent).toContain(
    "The server is busy with other questions. Try again in 7 seconds.",
  );
  await fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(again).toHaveBeenCalledOnce();
  expect(await accessFaults(container)).toEqual([]);
});
