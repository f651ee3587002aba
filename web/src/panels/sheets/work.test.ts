// @vitest-environment happy-dom
import { expect, it } from "vitest";

import type { Problem } from "../../api/problem";
import type { PublishQuestion, SheetQuestion } from "../../api/sheets";
import type { SheetLook } from "../../api/types";
import { aLook, aRow, wrong } from "./a-sheet";
import { Work } from "./work.svelte";

type Asked = { question: SheetQuestion; text: string };

/** Somebody at work with a server that gives these looks, one after another, and keeps what it was sent. */
function atWork(looks: (SheetLook | Problem)[]) {
  const asked: Asked[] = [];
  const published: PublishQuestion[] = [];
  const work = new Work({
    look: async (question, sheet) => {
      asked.push({ question, text: await sheet.text() });
      const next = looks.shift();
      if (!next) throw new Error("nobody expected another look");
      return "kind" in next ? { ok: false, problem: next } : { ok: true, value: next };
    },
    publish: (question) => {
      published.push(question);
      return Promise.resolve({ ok: false, problem: { kind: "signed-out", detail: null } });
    },
  });
  return { work, asked, published };
}

const NAMES = ["Name", "Kind", "Lon", "Lat"];
const good = aRow(2, ["Ash Hall", "Hall", "0.9", "53.4"]);
const swapped = aRow(3, ["Oak", "Hall", "53.4", "0.9"], wrong("lon"));
const strange = aRow(5, ["Fir", "Lighthaus", "0.9", "53.4"], wrong("kind"));
const file = () => new File(["the file itself"], "village_halls.csv", { type: "text/csv" });

it("sends the file as it is until something is changed", async () => {
  const { work, asked } = atWork([aLook(NAMES, [good, swapped, strange])]);
  await work.choose(file());
  expect(asked[0]?.text).toBe("the file itself");
  expect(asked[0]?.question).toMatchObject({ title: "Village halls", list: null, map: null });
  expect([work.count, work.badCount, work.swapped]).toEqual([1, 2, [3]]);
});

it("sends what was put right, without what was left out, and knows its rows by their numbers", async () => {
  const right = { ...swapped, problems: [], asset: good.asset, row: 3 };
  const { work, asked } = atWork([aLook(NAMES, [good, swapped, strange]), aLook(NAMES, [good, right])]);
  await work.choose(file());
  work.swap([3]);
  work.leaveOut(5, true);
  expect([work.stale, work.count, work.badCount]).toEqual([true, 1, 1]);
  await work.check();
  expect(asked[1]?.text).toBe(
    '"Name","Kind","Lon","Lat"\r\n"Ash Hall","Hall","0.9","53.4"\r\n"Oak","Hall","0.9","53.4"\r\n',
  );
  expect(work.entries.map(({ number }) => number)).toEqual([2, 3]);
  expect([work.stale, work.count, work.badCount]).toEqual([false, 2, 0]);
});

it("writes another word wherever a word stands", async () => {
  const { work } = atWork([aLook(NAMES, [good, swapped, strange])]);
  await work.choose(file());
  work.replace(1, "Lighthaus", "village-hall");
  expect([work.cell(5, 1), work.cell(2, 1)]).toEqual(["village-hall", "Hall"]);
});

it("loses nothing when the server says no, and gives a column its field back", async () => {
  const { work, asked } = atWork([
    aLook(NAMES, [good, swapped]),
    { kind: "unreachable" },
    aLook(NAMES, [good, swapped]),
  ]);
  await work.choose(file());
  work.edit(3, 2, "1.0");
  await work.hasField(1, null);
  expect(work.problem).toEqual({ kind: "unreachable" });
  expect([work.cell(3, 2), work.entries.length, work.stale]).toEqual(["1.0", 2, true]);
  await work.check();
  expect(asked[2]?.question.map).toBeNull();
});

it("recognises a sheet that came from here, and looks at it again as that list", async () => {
  const back = aRow(2, ["sheet-halls:ash", "Ash Hall"]);
  const fresh = aRow(3, ["", "New Hall"]);
  const look = aLook(["patchwork_id", "Name"], [back, fresh], { known: 1 });
  const { work, asked } = atWork([look, look]);
  await work.choose(file());
  expect(asked.map(({ question }) => question.list)).toEqual([null, "sheet-halls"]);
  expect(work.look?.known).toBe(1);
});

it("publishes the good rows alone only when others are bad, and keeps all of it when the session has ended", async () => {
  const { work, published } = atWork([aLook(NAMES, [good, strange])]);
  await work.choose(file());
  expect(await work.publish()).toBe(false);
  work.leaveOut(5, true);
  await work.publish();
  expect(published.map(({ skipBad }) => skipBad)).toEqual([true, false]);
  expect([work.problem?.kind, work.entries.length, work.file?.name]).toEqual([
    "signed-out",
    2,
    "village_halls.csv",
  ]);
});
