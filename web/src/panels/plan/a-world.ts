/** An invented option for tests. */

import type { Figures } from "../../api/types";

export function someFigures(changes: Partial<Figures> = {}): Figures {
  return {
    on: "2026-04-01",
    purpose: "council",
    guide_people: 2000,
    people_date: "2021-03-21",
    blocks: "lsoa21",
    method: "People stand at their postcodes.",
    areas: [anArea("West", 1000), anArea("East", 3000)],
    residents: 4000,
    registered: 4100,
    balance: { smallest: 1000, largest: 3000, ratio: 3 },
    left_out: [{ layer: "wards", code: "W9", name: "Island", residents: 60 }],
    left_out_residents: 60,
    problems: [],
    not_drawn: [],
    unknown: [],
    assignment: {
      areas: ["West", "East"],
      components: [
        { layer: "wards", code: "W1", name: "Ash", area: 0, confidence: "stated", drawn: true },
        { layer: "wards", code: "W2", name: "Elm", area: 1, confidence: "inferred", drawn: true },
        { layer: "wards", code: "W3", name: "Oak", area: null, confidence: "stated", drawn: true },
      ],
    },
    against: [
      {
        layer: "pcns",
        title: "Primary care networks",
        singular: "primary care network",
        weight: "patients",
        unit: "people",
        people_date: "2023-10-01",
        estimated: false,
        method: "Patients stand at their postcodes.",
        total: 4100,
        across: 700,
        crossing: 1,
        of: 2,
        beyond: 0,
        crossing_with_beyond: 1,
        dominant_share: 0.83,
        new_areas_crossing: 1,
        new_areas_across: 400,
        v_measure: 0.5,
        vi_bits: 0.9,
        areas: [
          {
            code: "U1",
            name: "Harbour",
            total: 2100,
            uncovered: 0,
            best_fit: { name: "East", share: 0.67 },
            runner_up: { name: "West", share: 0.33 },
            outside_best_fit: 700,
            crosses: true,
            in_the_room: ["East", "West"],
          },
          {
            code: "U2",
            name: "Downs",
            total: 2000,
            uncovered: 0,
            best_fit: { name: "West", share: 1 },
            runner_up: null,
            outside_best_fit: 0,
            crosses: false,
            in_the_room: ["West"],
          },
        ],
      },
    ],
    releases: [],
    attribution: ["Invented, CC0"],
    ...changes,
  };
}

function anArea(name: string, residents: number): Figures["areas"][number] {
  return {
    name,
    components: 1,
    residents,
    registered: residents,
    ground_m2: 1e6,
    guide_share: residents / 2000,
    inferred: name === "East",
    bbox: [-0.2, 50.8, 0, 51],
  };
}
