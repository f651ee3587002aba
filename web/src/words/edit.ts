/** What is said where somebody who has signed in adds or corrects a place. */

import type { Problem } from "../api/problem";
import type { Fault, Field } from "../panels/explore/edit/fields";
import { assetWords } from "./assets";
import { words } from "./en";

const MEETING: Record<string, string> = {
  unknown: "Not known",
  free: "Yes, free",
  "low-cost": "Yes, at low cost",
  hire: "Yes, for hire",
  no: "No",
};

const LABELS: Record<Field, string> = {
  name: "Name",
  kind: "What it is",
  place: "Where it is",
  address: "Address, without the postcode",
  postcode: "Postcode",
  opening_hours: "When it is open",
  can_meet_here: "Can people meet there?",
  capacity: "How many people it has room for",
  accessibility: "Access, such as steps, a lift or a hearing loop",
  run_by: "Who runs it",
  organisation: "The organisation’s name",
  website: "Website",
  phone: "Telephone of the organisation",
  email: "E-mail of the organisation",
  notes: "Anything else",
};

const FAULTS: Record<Fault, string> = {
  "no-name": "Give it a name.",
  "no-kind": "Choose what it is.",
  "no-place": "Say where it is: choose a point on the map, or write a postcode or coordinates.",
  "bad-place":
    "Where it is cannot be read. Write a postcode, or two numbers as 50.82, -0.13 or 530000, 105000.",
  "bad-capacity": "How many people it has room for must be a whole number.",
};

export const editWords = {
  open: "Correct this entry",
  heading: (name: string) => `Correct ${name}`,
  add: "Add a place",
  addHere: "Add a place here",
  addHint: "For a place or service that is on no list. It is shown to everybody as soon as you add it.",
  label: (field: Field) => LABELS[field],
  placeHint:
    "A postcode, latitude and longitude, or easting and northing. The point you chose on the map is filled in.",
  meeting: (word: string) => MEETING[word] ?? word,
  runner: (word: string) => assetWords.card.runners(word),
  nobodyKnows: "Not known",
  choose: "Choose one",
  personal:
    "What looks like one person’s own number or address is shown to nobody until a moderator has confirmed it.",
  fault: (fault: Fault) => FAULTS[fault],
  save: "Save the corrections",
  create: "Add it",
  saving: "Saving…",
  nothing: "Nothing has changed yet.",
  cancel: "Leave it as it is",
  verify: "I have checked: this is right today",
  close: "It has closed",
  sure: "Mark it as closed? It will leave the lists and the map; it can still be found among closed places.",
  yesClosed: "Yes, it has closed",
  no: "No, leave it open",
  more: "More about it",
  done: {
    corrected: (name: string) => `${name} is saved, and shown so to everybody now.`,
    verified: (name: string) => `Thank you. ${name} is marked as checked today.`,
    closed: (name: string) => `${name} is marked as closed.`,
    added: (name: string) => `${name} is on the list now.`,
  },
  stale:
    "Somebody else has changed this entry since you opened it. Theirs is shown now; what you wrote is still here. Look once more, then save.",
  problem: (problem: Problem) => {
    const { what, advice } = words.problem(problem);
    return problem.kind === "refused" ? what : `${what} ${advice}`;
  },
};
