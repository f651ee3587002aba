/** The code that puts a map on another page. */

/** What the map shows, by the names that its address has. */
export type Asked = Readonly<Record<string, string | null | undefined>>;

/** The parameters of the address, those that say nothing left out. */
export function asQuery(asked: Asked): string {
  const given = Object.entries(asked).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(given).toString();
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

export function frameCode(origin: string, asked: Asked, title: string): string {
  const address = escaped(`${origin}/embed?${asQuery(asked)}`);
  return `<iframe src="${address}" title="${escaped(title)}" width="720" height="640" style="border:0;max-width:100%" loading="lazy"></iframe>`;
}

export function linkCode(origin: string, asked: Asked): string {
  return `${origin}/embed?${asQuery(asked)}`;
}

export function elementCode(origin: string, asked: Asked): string {
  const attributes = Object.entries(asked)
    .filter((entry): entry is [string, string] => Boolean(entry[1]))
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(" ");
  return `<script type="module" src="${escaped(origin)}/patchwork-map.js"></script>\n<patchwork-map ${attributes}></patchwork-map>`;
}
