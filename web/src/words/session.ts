/** What is said of signing in. */

const ROLES: Record<string, string> = {
  contributor: "contributor",
  moderator: "moderator",
  planner: "planner",
  admin: "administrator",
};

const MAY: Record<string, string> = {
  "bring-sheets": "bring lists of places",
  "edit-assets": "add and correct places",
  "suppress-assets": "take places off the map",
  "settle-reports": "settle what visitors report",
  plan: "draw up options",
  moderate: "look at drawings and decide about them",
  "read-audit": "read who changed what",
};

const role = (name: string | null) => ROLES[name ?? ""] ?? name ?? "";

export const sessionWords = {
  heading: "Sign in",
  link: "Sign in",
  foot: "About you",
  documents: "Documents",
  why: "Everything here can be read without signing in. It is for those who bring lists, correct places or look after reports.",
  token: "Your token",
  hint: "Paste the whole of it. It begins with pw_.",
  show: "Show it",
  submit: "Sign in",
  signingIn: "Signing in…",
  empty: "Paste your token first.",
  who: (name: string | null, of: string | null) =>
    name ? `Signed in as ${name}, ${role(of)}` : `Signed in as a ${role(of)}`,
  until: (time: string) => `This session ends at ${time}, or when you sign out.`,
  may: (deeds: readonly string[], list: (items: readonly string[]) => string) => {
    const known = deeds.flatMap((deed) => MAY[deed] ?? []);
    return known.length === 0 ? "" : `You may ${list(known)}.`;
  },
  signOut: "Sign out",
  out: "You have signed out.",
  next: { sheets: "Bring your list", reports: "See what visitors report" },
  howHeading: "How to get a token",
  how: "The people who run this server make tokens, one for each person. Ask them for one with the role of contributor. On the server they run:",
  command: 'patchwork token create --role contributor --name "Your name"',
};
