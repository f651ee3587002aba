/** What is said where visitors report that something is not right, and where that is settled. */

import type { Problem } from "../api/problem";
import { words } from "./en";

export const reportWords = {
  open: "Is this right?",
  what: "What is wrong?",
  wrongs: {
    closed: "It has closed",
    moved: "It has moved",
    details: "Some details are wrong",
    unlisted: "It should not be listed",
  },
  more: "In a sentence",
  hint: "Please do not write about people. No name or address is kept of you, so nobody can answer.",
  submit: "Send",
  sending: "Sending…",
  choose: "Choose what is wrong first.",
  thanks: "Thank you. Somebody will look at it before anything changes.",
  problem: (problem: Problem) => {
    const { what, advice } = words.problem(problem);
    return problem.kind === "refused" ? what : `${what} ${advice}`;
  },
  kept: "What you wrote is still here.",

  queue: {
    heading: "What visitors report",
    moderators: "Only moderators see what visitors report. Sign in with a moderator’s token.",
    none: "Nothing waits to be settled.",
    waiting: (n: number, more: boolean) =>
      `${n.toLocaleString("en-GB")}${more ? " or more" : ""} ${n === 1 && !more ? "report waits" : "reports wait"}, the oldest first.`,
    gone: "a place that is no longer there",
    lead: "What became of it?",
    outcomes: { corrected: "It was put right", unchanged: "It was right", dismissed: "No report at all" },
    settle: (outcome: string, name: string) => `${outcome}: ${name}`,
    settled: (name: string) => `The report on ${name} is settled.`,
  },
};
