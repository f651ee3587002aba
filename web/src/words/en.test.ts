import { describe, expect, it } from "vitest";

import { words } from "./en";

describe("what the viewer says", () => {
  it("joins names as people do", () => {
    expect(words.list([])).toBe("");
    expect(words.list(["Ashford"])).toBe("Ashford");
    expect(words.list(["Ashford", "Longshire", "The Lanes"])).toBe("Ashford, Longshire and The Lanes");
  });

  it("leads with a sentence", () => {
    const parts = [
      { name: "Ashford", kind: "ward" },
      { name: "Longshire", kind: "district" },
    ];
    expect(words.place.sentence(parts)).toBe("This point is in Ashford (ward) and Longshire (district).");
  });

  it("says a distance in metres and yards", () => {
    expect(words.place.away(40)).toBe("40 metres (44 yards) away");
    expect(words.place.away(0)).toBe("this point is on its border");
    expect(words.place.away(1)).toBe("1 metre (1 yard) away");
  });

  it.each([
    ["2025-05-01", null, "since 1 May 2025"],
    ["2023-04-01", "2028-04-01", "from 1 April 2023 until 1 April 2028"],
    [null, "2028-04-01", "until 1 April 2028"],
    [null, null, "no dates given"],
  ])("says a period from %s until %s", (from, until, said) => {
    expect(words.area.period(from, until)).toBe(said);
  });

  it("says how long a busy server wants us to wait", () => {
    const { advice } = words.problem({ kind: "busy", retryAfterSeconds: 1 });
    expect(advice).toBe("Try again in 1 second.");
  });

  it("says when somebody may write again", () => {
    const { advice } = words.problem({ kind: "often", retryAfterSeconds: 170 });
    expect(advice).toBe("Try again in 3 minutes.");
  });

  it("makes a sentence of what the server says inside one", () => {
    const { what } = words.problem({ kind: "signed-out", detail: "this token does not hold" });
    expect(what).toBe("This token does not hold.");
  });

  it("prefers the server's own sentence to ours", () => {
    const { what } = words.problem({ kind: "refused", detail: "Not a day of the calendar." });
    expect(what).toBe("Not a day of the calendar.");
  });
});
