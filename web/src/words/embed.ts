/** What an embedded map says beside what the server has written into its page. */

export const words = {
  map: (title: string) =>
    `Map: ${title}. Arrow keys move it, plus and minus bring it nearer, Enter says what is in its middle.`,
  nothingHere: "None of the areas on this map lies here.",
  here: (names: readonly string[]) => `Here: ${names.join(" · ")}`,
  gathered: (count: number) =>
    `${count.toLocaleString("en-GB")} places close together: come nearer to tell them apart`,
  nearer: "Nearer",
  further: "Further",
};
