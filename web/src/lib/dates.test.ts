import { expect, it } from "vitest";

import { anEdition } from "./examples";
import { longDate, notableDays } from "./dates";

it("says a date the way people do", () => {
  expect(longDate("2028-04-01")).toBe("1 April 2028");
  expect(longDate("2025-12-31")).toBe("31 December 2025");
});

it("leaves text that is no date alone", () => {
  expect(longDate("soon")).toBe("soon");
});

const edition = (from: string | null, until: string | null) => ({ ...anEdition, from, until });

it("lists the days on which something starts, or stops with nothing after it", () => {
  const layers = [
    { title: "Wards", editions: [edition("2023-05-04", "2025-05-01"), edition("2025-05-01", null)] },
    { title: "Districts", editions: [edition(null, "2028-04-01")] },
    { title: "Unitaries", editions: [edition("2028-04-01", null)] },
  ];
  expect(notableDays(layers)).toEqual([
    { on: "2023-05-04", starts: ["Wards"], stops: [] },
    { on: "2025-05-01", starts: ["Wards"], stops: [] },
    { on: "2028-04-01", starts: ["Unitaries"], stops: ["Districts"] },
  ]);
});
