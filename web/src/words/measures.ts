/** What each measure means, its formula and where it comes from, for whoever asks. The long form is `docs/measures.md`. */

export type Measure = {
  name: string;
  meaning: string;
  formula: string;
  source: string | null;
  misleads: string;
};

const ENTROPY =
  "Rosenberg and Hirschberg 2007, V-Measure; for maps Nowosad and Stepinski 2018, Spatial association between regionalizations.";

export const MEASURES = {
  dominantShare: {
    name: "dominant share",
    meaning: "Of everybody whom the two layers share, how many live in the main partner of their own area.",
    formula: "Σᵢ maxⱼ w(i,j) / Σᵢ Σⱼ w(i,j)",
    source: null,
    misleads: "Many small areas always do well against few large ones. Read it both ways.",
  },
  across: {
    name: "living across a line",
    meaning:
      "People outside the best fit of their own area. Those in no area of the other layer are counted apart.",
    formula: "Σᵢ (Rᵢ − maxⱼ w(i,j)), with Rᵢ = Σⱼ w(i,j)",
    source: null,
    misleads: "It grows with the place. Compare it for the same people only.",
  },
  crosses: {
    name: "crossing",
    meaning:
      "An area lies across a line of the other layer, enough to matter. The thresholds are under “How we know”.",
    formula: "In people: both a share and a number of people outside the best fit. In ground: a share.",
    source: null,
    misleads: "Just under the threshold is not crossing and just over is. Sort by people outside.",
  },
  bestFit: {
    name: "best fit",
    meaning: "The partner that has most of an area; beside it the runner-up.",
    formula: "argmaxⱼ w(i,j); of equals, the lower code",
    source: null,
    misleads: "A best fit can be a narrow one: 51 to 49 is no home.",
  },
  room: {
    name: "in the room",
    meaning: "The partners that hold enough of an area’s people to be asked, largest first.",
    formula: "all j with w(i,j) / totalᵢ at least 5 in 100",
    source: null,
    misleads: "A partner with 4 in 100 may still run the one service that matters.",
  },
  shares: {
    name: "a share both ways",
    meaning:
      "How much of one is in the other. Always two numbers: a small area can lie wholly in a large one and be a small part of it.",
    formula: "w / totalᵢ and w / totalⱼ",
    source: null,
    misleads: "Where the other layer does not reach everywhere, the shares add up to less than all.",
  },
  slivers: {
    name: "map noise along edges",
    meaning: "Shared ground too small or too thin to be meant. It is flagged, and never left out of a total.",
    formula: "Below a share of both areas, and under a size or thinner than a width: see “How we know”.",
    source: null,
    misleads: "A real, thin strip such as a towpath can look like noise.",
  },
  v: {
    name: "V-measure",
    meaning: "Homogeneity and completeness in one number, from 0 to 1.",
    formula: "V = 2hc / (h + c)",
    source: ENTROPY,
    misleads: "It calls nesting a half failure, like all single numbers.",
  },
  h: {
    name: "homogeneity (h)",
    meaning:
      "1 when every area of the second layer lies in a single area of the first, 0 when knowing one tells nothing about the other.",
    formula: "h = 1 − H(A|B) / H(A)",
    source: ENTROPY,
    misleads:
      "It counts surprise, not people: a few people in many odd places weigh more than in a head count.",
  },
  c: {
    name: "completeness (c)",
    meaning:
      "1 when every area of the first layer lies in a single area of the second. Swap the sides and h and c change places.",
    formula: "c = 1 − H(B|A) / H(B)",
    source: ENTROPY,
    misleads: "It counts surprise, not people.",
  },
  vi: {
    name: "variation of information (VI)",
    meaning:
      "How far apart two layers are: 0 when they are the same. A true distance, to put options for the same people in order.",
    formula: "VI = H(A|B) + H(B|A), in bits",
    source: "Meilă 2003, Comparing clusterings by the variation of information.",
    misleads: "It grows with the number of areas, and calls nesting a distance too.",
  },
  effective: {
    name: "effective partners",
    meaning: "With how many partners an area must really work: 1 for one, 2 for two equal ones.",
    formula: "2^Hᵢ, with Hᵢ = −Σⱼ s log₂ s",
    source: "The Hill number of order 1 (Hill 1973).",
    misleads: "Nobody has 1.39 partners. Use it to sort.",
  },
  border: {
    name: "border agreement",
    meaning:
      "The share of one layer’s internal borders that run along the other’s, by length. The coast and the edge of the place are left out.",
    formula: "length within the border distance / length of internal borders",
    source: null,
    misleads: "Where there are enough lines, every line is near one.",
  },
  iou: {
    name: "IoU (intersection over union)",
    meaning: "What two areas share, of what they cover together: 1 only if they are the same.",
    formula: "w / (totalᵢ + totalⱼ − w)",
    source: "Jaccard 1912.",
    misleads: "A small area that lies neatly in a large one has an IoU near 0.",
  },
} satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;
