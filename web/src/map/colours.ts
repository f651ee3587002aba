import type { Scheme } from "./families";

/** The colours of the map's own ground and marks; those of the layers are in `families.ts`. */
export type Colours = {
  paper: string;
  sea: string;
  ink: string;
  faint: string;
  green: string;
  accent: string;
};

export const COLOURS: Record<Scheme, Colours> = {
  light: {
    paper: "#fbfaf7",
    sea: "#e6eef0",
    ink: "#1f2a30",
    faint: "#d9d5cb",
    green: "#eaf0e0",
    accent: "#0b5d5e",
  },
  dark: {
    paper: "#1b2327",
    sea: "#10171b",
    ink: "#e9ece9",
    faint: "#39444a",
    green: "#1e2b25",
    accent: "#5fcfc9",
  },
};
