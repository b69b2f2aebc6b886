/** Content is named on chain by its SHA-256 and everywhere else by the CIDv1 (raw codec, base32) of that hash. */

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
// CID version 1, raw codec, sha2-256, 32 bytes.
const PREFIX = [0x01, 0x55, 0x12, 0x20];

export type Digest = `0x${string}`;

export function cidOf(digest: Digest): string {
  const bytes = [...PREFIX, ...fromHex(digest)];
  let bits = 0;
  let held = 0;
  let text = "b";
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

/** Throws a `RangeError` for a name that is no CIDv1 of this kind. */
export function digestOf(cid: string): Digest {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of cid.slice(1)) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new RangeError(`not base32: ${cid}`);
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  if (cid[0] !== "b" || bytes.length !== 36 || PREFIX.some((byte, i) => bytes[i] !== byte)) {
    throw new RangeError(`not a raw SHA-256 CIDv1: ${cid}`);
  }
  const digest: Digest = `0x${bytes.slice(4).map(toHex).join("")}`;
  // One name for each document: no other spelling of the same bytes.
  if (cidOf(digest) !== cid) throw new RangeError(`not the one spelling of its hash: ${cid}`);
  return digest;
}

export async function sha256(bytes: BufferSource): Promise<Digest> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `0x${[...hash].map(toHex).join("")}`;
}

export const NO_DOCUMENT: Digest = `0x${"0".repeat(64)}`;

function toHex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function fromHex(digest: Digest): number[] {
  return (digest.slice(2).match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}
