import { digestOf, sha256, type Digest } from "@/lib/cid";
import { problemOf } from "./client";

export interface Stored {
  cid: string;
  digest: Digest;
}

/** Widths in which the server offers pictures, in pixels. */
export const WIDTHS = [320, 640, 1280] as const;

export function pictureUrl(cid: string, width: (typeof WIDTHS)[number]): string {
  return `/api/content/${cid}?width=${width}`;
}

export function pictureSet(cid: string): string {
  return WIDTHS.map((width) => `${pictureUrl(cid, width)} ${width}w`).join(", ");
}

/**
 * Stores bytes under their hash. The hash is taken here too: what is later signed is what was uploaded, whatever the
 * server says. Throws an `ApiProblem`.
 */
export async function storeContent(bytes: Blob): Promise<Stored> {
  const digest = await sha256(await bytes.arrayBuffer());
  const response = await fetch("/api/content", {
    method: "POST",
    body: bytes,
    headers: { "Content-Type": bytes.type },
  });
  if (!response.ok) throw await problemOf(response);
  const { cid } = (await response.json()) as { cid: string };
  if (digestOf(cid) !== digest) throw new Error(`stored as ${cid}, which is not the hash of what was sent`);
  return { cid, digest };
}

export function storeDocument(document: object): Promise<Stored> {
  return storeContent(new Blob([JSON.stringify(document)], { type: "application/json" }));
}
