// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";

import { accessFaults } from "../../lib/axe";
import { aSession, NOBODY } from "../../lib/a-session";
import SignInPage from "./SignInPage.svelte";

/** A server that knows one token; who is signed in stays so until they sign out. */
function server(signedIn = NOBODY): string[] {
  let now = signedIn;
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    asked.push(request.method);
    if (request.method === "DELETE") {
      now = NOBODY;
      return new Response(null, { status: 204 });
    }
    if (request.method === "POST") {
      const { token } = (await request.json()) as { token: string };
      if (token !== "pw_good")
        return Response.json({ detail: "this token does not hold: copy the whole of it" }, { status: 401 });
      now = aSession();
    }
    return Response.json(now);
  });
  return asked;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it("exchanges a token for a session, and says who is signed in and what they may do", async () => {
  server();
  const { container } = render(SignInPage);
  const field = await screen.findByLabelText("Your token");
  expect(await accessFaults(container)).toEqual([]);
  await fireEvent.input(field, { target: { value: " pw_good \n" } });
  await fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByRole("heading", { name: "Signed in as Ann, contributor" })).toBeTruthy();
  expect(screen.getByText("You may add and correct places and bring lists of places.")).toBeTruthy();
  expect(await accessFaults(container)).toEqual([]);
});

it("says in words why a token does not hold, and keeps what was pasted", async () => {
  server();
  render(SignInPage);
  const field = await screen.findByLabelText<HTMLInputElement>("Your token");
  await fireEvent.input(field, { target: { value: "pw_ba" } });
  await fireEvent.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("This token does not hold: copy the whole of it.")).toBeTruthy();
  expect(field.value).toBe("pw_ba");
  expect(document.activeElement).toBe(field);
});

it("asks for a token where none was pasted, and sends nothing", async () => {
  const asked = server();
  render(SignInPage);
  await fireEvent.click(await screen.findByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("Paste your token first.")).toBeTruthy();
  expect(asked).toEqual(["GET"]);
});

it("signs out", async () => {
  server(aSession({ role: "moderator", may: ["settle-reports"] }));
  render(SignInPage);
  const links = await screen.findAllByRole("link", { name: "See what visitors report" });
  expect(links[0]?.getAttribute("href")).toBe("/reports");
  await fireEvent.click(screen.getByRole("button", { name: "Sign out" }));
  expect(await screen.findByText("You have signed out.")).toBeTruthy();
  await waitFor(() => expect(screen.queryByText("See what visitors report")).toBeNull());
});
