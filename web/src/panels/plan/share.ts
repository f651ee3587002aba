/** An option that is only in this browser, as the end of an address: packed, so that a county of wards fits. */

import { type OwnOption, readOwn } from "./kept";

const START = "#own=";

/** The longest address that others can be relied on to pass on. */
export const MOST_SHARED = 12_000;

/** The end of an address; null when it would be too long. */
export async function sharedOwn(own: OwnOption): Promise<string | null> {
  const packed = await through(new Blob([JSON.stringify(own)]), new CompressionStream("deflate-raw"));
  const text = btoa(String.fromCharCode(...packed.slice(0, MOST_SHARED)));
  if (packed.length > (MOST_SHARED * 3) / 4) return null;
  return START + text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The option at the end of an address, if there is one that can be read. */
export async function ownIn(hash: string): Promise<OwnOption | null> {
  if (!hash.startsWith(START) || hash.length > 2 * MOST_SHARED) return null;
  try {
    const plain = atob(hash.slice(START.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
    const text = await through(new Blob([bytes]), new DecompressionStream("deflate-raw"));
    return readOwn(new TextDecoder().decode(text));
  } catch {
    return null;
  }
}

/** The most bytes that an address is unpacked to. */
const MOST_UNPACKED = 8 << 20;

async function through(blob: Blob, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const reader = blob.stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const part = value as Uint8Array;
    length += part.length;
    if (length > MOST_UNPACKED) throw new RangeError("too long");
    parts.push(part);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
