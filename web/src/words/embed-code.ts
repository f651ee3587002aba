/** What is said where a map can be taken to another page. */

export const embedWords = {
  heading: "Put this map on your page",
  lead: "Three ways, whichever your page takes. The map sets no cookies and asks nobody but this server.",
  frame: "Code for a page (iframe)",
  link: "Link, for editors that turn links into maps",
  element: "Element, for a page whose rules forbid inline styles",
  day: "Which day it shows",
  today: "Follows today: it stays right when councils change",
  fixed: (day: string) => `Stays on ${day}`,
  copy: "Copy",
  copied: "Copied.",
  refused: "Your browser does not allow it: mark the text and copy it.",
  see: "See how it looks",
  png: "PNG",
  svg: "SVG",
  picture: "As a picture (PNG, SVG):",
};
