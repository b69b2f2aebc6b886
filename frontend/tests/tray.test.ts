import { describe, expect, test } from "vitest";
import { advance, isPending, resumable, type TrayEvent, type TrayItem, type TrayState } from "@/lib/tray";

const item = (state: TrayState, change: Partial<TrayItem> = {}): TrayItem => ({
  id: "1",
  label: "tx.buy",
  params: {},
  chainId: 31337,
  from: "0xAb",
  state,
  at: 0,
  ...change,
});
const sent: TrayEvent = { kind: "sent", hash: "0x1", nonce: 4 };
const mined: TrayEvent = { kind: "mined", block: 9, hash: "0x1" };

test("a purchase goes from the signature to the index", () => {
  const events: TrayEvent[] = [
    sent,
    { kind: "repriced", hash: "0x2" },
    { ...mined, hash: "0x2" },
    { kind: "indexed" },
  ];
  const done = events.reduce(advance, item("signing"));
  expect(done).toMatchObject({ state: "indexed", hash: "0x2", nonce: 4, block: 9, repriced: true });
  expect(isPending(done)).toBe(false);
});

test("a batch is known by its name until it is mined", () => {
  const batched = advance(item("signing"), { kind: "batched", batch: "0xbb" });
  expect(batched).toMatchObject({ state: "sent", batch: "0xbb" });
  expect(advance(batched, mined)).toMatchObject({ state: "mined", hash: "0x1" });
});

describe("late answers change nothing", () => {
  const failed: TrayEvent = { kind: "failed", problem: { kind: "rejected" } };
  test.each([
    ["mined", failed],
    ["indexed", failed],
    ["indexed", mined],
    ["failed", sent],
    ["failed", mined],
    ["signing", mined],
    ["signing", { kind: "indexed" }],
    ["sent", { kind: "indexed" }],
  ] as [TrayState, TrayEvent][])("%s stays as it is after %o", (state, event) => {
    const before = item(state);
    expect(advance(before, event)).toBe(before);
  });
});

test("a reload takes up what the chain or the indexer still has to answer, of this account on this chain", () => {
  const kept = [
    item("signing", { id: "signing" }),
    item("sent", { id: "sent" }),
    item("mined", { id: "mined" }),
    item("indexed", { id: "indexed" }),
    item("failed", { id: "failed" }),
    item("sent", { id: "other chain", chainId: 1 }),
    item("sent", { id: "other account", from: "0xcd" }),
  ];
  expect(resumable(kept, 31337, "0xaB").map(({ id }) => id)).toEqual(["sent", "mined"]);
});
