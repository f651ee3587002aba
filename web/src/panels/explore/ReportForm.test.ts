// @vitest-environment happy-dom
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import ReportForm from "./ReportForm.svelte";

function server(status: number, headers: Record<string, string> = {}): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request);
    const body = status === 202 ? { received: true } : { detail: "too often" };
    return Promise.resolve(Response.json(body, { status, headers }));
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

async function report(): Promise<HTMLElement> {
  const { container } = render(ReportForm, { asset: "libraries:old" });
  await fireEvent.click(screen.getByText("Is this right?"));
  await fireEvent.click(screen.getByLabelText("It has moved"));
  await fireEvent.input(screen.getByLabelText("In a sentence"), { target: { value: "To Mill Road." } });
  await fireEvent.click(screen.getByRole("button", { name: "Send" }));
  return container;
}

it("sends what is wrong in a sentence, and thanks", async () => {
  const asked = server(202);
  const container = await report();
  expect(await screen.findByText(/^Thank you/)).toBeTruthy();
  expect(new URL(asked[0]?.url ?? "").pathname).toBe("/api/assets/libraries%3Aold/reports");
  expect(await asked[0]?.json()).toEqual({ text: "It has moved. To Mill Road." });
  expect(await accessFaults(container)).toEqual([]);
});

it("says when somebody may write again, and keeps what they wrote", async () => {
  server(429, { "retry-after": "600" });
  const container = await report();
  expect(await screen.findByText(/Try again in 10 minutes. What you wrote is still here./)).toBeTruthy();
  expect(screen.getByLabelText<HTMLTextAreaElement>("In a sentence").value).toBe("To Mill Road.");
  expect(await accessFaults(container)).toEqual([]);
});

it("asks what is wrong before anything is sent", async () => {
  const asked = server(202);
  render(ReportForm, { asset: "libraries:old" });
  await fireEvent.click(screen.getByText("Is this right?"));
  await fireEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(screen.getByText("Choose what is wrong first.")).toBeTruthy();
  expect(asked).toEqual([]);
});
