import { expect, it } from "vitest";

import { problemOf } from "./problem";

const none = new Headers();

it("tells how long a busy server asks us to wait", () => {
  const headers = new Headers({ "retry-after": "7" });
  expect(problemOf(503, headers, null)).toEqual({ kind: "busy", retryAfterSeconds: 7 });
});

it("tells who wrote too often, and who has not signed in, from a busy server", () => {
  const headers = new Headers({ "retry-after": "600" });
  expect(problemOf(429, headers, null)).toEqual({ kind: "often", retryAfterSeconds: 600 });
  expect(problemOf(401, none, { detail: "This token does not hold." })).toEqual({
    kind: "signed-out",
    detail: "This token does not hold.",
  });
});

it("does without a time to wait that is no number of seconds", () => {
  const headers = new Headers({ "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" });
  expect(problemOf(503, headers, null)).toEqual({ kind: "busy", retryAfterSeconds: null });
});

it("keeps the server's own sentence", () => {
  const body = { title: "Outside the grid", detail: "This point lies outside the British National Grid." };
  expect(problemOf(400, none, body)).toEqual({ kind: "refused", detail: body.detail });
  expect(problemOf(404, none, body)).toEqual({ kind: "missing", detail: body.detail });
});

it("is not confused by a page of HTML", () => {
  expect(problemOf(404, none, "<h1>Not found</h1>")).toEqual({ kind: "missing", detail: null });
  expect(problemOf(502, none, "<h1>Bad gateway</h1>")).toEqual({ kind: "failed" });
});
