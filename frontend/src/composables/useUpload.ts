import { storeContent, storeDocument } from "@/api/content";
import type { Image } from "@/api/types";
import type { Digest } from "@/lib/cid";

/** Longest edge of a stored picture, in pixels. */
const EDGE = 1600;
const QUALITY = 0.86;

export interface NoteForm {
  message: string;
  carrier: string;
  tracking: string;
}

/** A document of what a party writes to a step of an order; undefined when nothing was written. */
async function storeNote(title: string, form: NoteForm): Promise<Digest | undefined> {
  const attributes = [
    { name: "Carrier", value: form.carrier },
    { name: "Tracking number", value: form.tracking },
  ].filter((each) => each.value);
  if (!form.message && !attributes.length) return undefined;
  return (await storeDocument({ title, description: form.message, attributes })).digest;
}

/** The picture as WebP, its longest edge at most 1600 px: what a camera adds (place, device) does not leave this page. */
async function shrink(file: Blob): Promise<{ bytes: Blob; width: number; height: number }> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, EDGE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/webp", QUALITY));
  if (!bytes) throw new Error("this browser cannot store pictures");
  return { bytes, width, height };
}

/** Throws an `ApiProblem`, or a `DOMException` for a file that is no picture. */
async function storePicture(file: Blob, alt: string): Promise<Image> {
  const { bytes, width, height } = await shrink(file);
  const { cid } = await storeContent(bytes);
  return { cid, width, height, alt };
}

export function useUpload() {
  return { storeNote, storePicture, storeDocument };
}
