import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { cidOf, digestOf, sha256 } from "@/lib/cid";

// SHA-256 of "hello" as every IPFS tool names it: `ipfs add --cid-version 1 --raw-leaves`.
const HELLO = "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq";

test("a document's name is the CIDv1 of its SHA-256", async () => {
  const digest = await sha256(new TextEncoder().encode("hello"));
  expect(digest).toBe(`0x${createHash("sha256").update("hello").digest("hex")}`);
  expect(cidOf(digest)).toBe(HELLO);
  expect(digestOf(HELLO)).toBe(digest);
});

test.each([
  "",
  "b",
  "bafkrei1",
  "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
  HELLO.slice(0, -1),
  `${HELLO}a`,
])("%s is no name of ours", (name) => {
  expect(() => digestOf(name)).toThrow(RangeError);
});
