/** Letters are drawn by the browser from its own fonts, so no font server is called. */
export const FONT = ["sans-serif"];
// MapLibre reads the weight from the name; no such font exists, so the browser takes its own in that weight.
export const BOLD_FONT = ["Names Bold"];
