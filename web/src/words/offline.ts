/** What is said when there is no connection. */

export const offlineWords = {
  heading: "No connection",
  what: "Your device is offline. This page opened from the copy of the program that your browser keeps.",
  can: "What you can do",
  cans: [
    "Read and print whatever is on the screen already.",
    "Come back later: a drawing or an option that you began is still in this browser.",
  ],
  cannot: "What has to wait",
  cannots: [
    "Maps, names and figures: they come from the server, so that they are never out of date.",
    "Searching, comparing, and sending anything.",
  ],
  after: "It goes on by itself as soon as there is a connection.",
};
