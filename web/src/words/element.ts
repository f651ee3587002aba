/** What the element for other sites' pages says. */

export const words = {
  frame: "Map by Patchwork",
};
