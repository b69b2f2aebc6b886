/** The life of a transaction as the tray shows it: signing → sent → mined → indexed, or failed on the way. */

export type Problem =
  | { kind: "rejected" }
  | { kind: "wrongChain" }
  | { kind: "funds"; missing: string; token: string }
  | { kind: "revert"; name: string; args: string[] }
  | { kind: "reverted" }
  | { kind: "cancelled" }
  | { kind: "replaced" }
  | { kind: "timeout" }
  | { kind: "unreachable" }
  | { kind: "unknown"; message: string };

export type TrayState = "signing" | "sent" | "mined" | "indexed" | "failed";

export interface TrayItem {
  id: string;
  /** Message key of what is being done, with its parameters. */
  label: string;
  params: Record<string, string | number>;
  /** Token that its amounts are in. */
  token?: string;
  chainId: number;
  from: string;
  state: TrayState;
  hash?: string;
  nonce?: number;
  /** Name of a batch of calls (EIP-5792), whose hash is known only once it is mined. */
  batch?: string;
  block?: number;
  problem?: Problem;
  /** Where its result can be seen. */
  to?: string;
  /** Set once the chain replaced the first hash by another. */
  repriced?: boolean;
  at: number;
}

export type TrayEvent =
  | { kind: "sent"; hash: string; nonce: number }
  | { kind: "batched"; batch: string }
  | { kind: "repriced"; hash: string }
  | { kind: "mined"; block: number; hash: string }
  | { kind: "indexed" }
  | { kind: "failed"; problem: Problem };

const ALLOWED: Record<TrayState, readonly TrayEvent["kind"][]> = {
  signing: ["sent", "batched", "failed"],
  sent: ["repriced", "mined", "failed"],
  mined: ["indexed"],
  indexed: [],
  failed: [],
};

/** The item after an event; the item itself if the event does not belong to its state (a late answer, say). */
export function advance(item: TrayItem, event: TrayEvent): TrayItem {
  if (!ALLOWED[item.state].includes(event.kind)) return item;
  switch (event.kind) {
    case "sent":
      return { ...item, state: "sent", hash: event.hash, nonce: event.nonce };
    case "batched":
      return { ...item, state: "sent", batch: event.batch };
    case "repriced":
      return { ...item, hash: event.hash, repriced: true };
    case "mined":
      return { ...item, state: "mined", block: event.block, hash: event.hash };
    case "indexed":
      return { ...item, state: "indexed" };
    case "failed":
      return { ...item, state: "failed", problem: event.problem };
  }
}

/** What a reload can take up again: the chain or the indexer still has to answer. A signature request dies with its page. */
export function resumable(items: readonly TrayItem[], chainId: number, from: string): TrayItem[] {
  return items.filter(
    (item) =>
      item.chainId === chainId &&
      item.from.toLowerCase() === from.toLowerCase() &&
      (item.state === "sent" || item.state === "mined"),
  );
}

export function isPending(item: TrayItem): boolean {
  return item.state !== "indexed" && item.state !== "failed";
}
