import { ref, type Ref } from "vue";
import type { Order } from "@/api/types";
import type { Call } from "@/chain/calls";
import { NO_DOCUMENT, type Digest } from "@/lib/cid";
import type { OrderAction } from "@/lib/order";
import { useTransactions } from "./useTransactions";

export interface ActionInput {
  /** Smallest units, for `release` and `refund`. */
  amount?: bigint;
  /** SHA-256 of what the seller attaches, for `start` and `deliver`. */
  document?: Digest;
}

/** The transactions that an order's parties can make. */
export function useOrderActions(order: Ref<Order | undefined>) {
  const { run, current } = useTransactions();
  const busy = ref<OrderAction | null>(null);

  async function act(action: OrderAction, input: ActionInput = {}) {
    const known = order.value;
    const account = await current();
    if (!known || !account) return null;
    busy.value = action;
    try {
      const { marketCall } = await import("@/chain/calls");
      const id = BigInt(known.id);
      const { status } = account;
      const calls: Record<OrderAction, () => Call> = {
        accept: () => marketCall(status, "accept", [id]),
        start: () => marketCall(status, "start", [id, input.document ?? NO_DOCUMENT]),
        deliver: () => marketCall(status, "deliver", [id, input.document ?? NO_DOCUMENT]),
        complete: () => marketCall(status, "complete", [id]),
        cancel: () => marketCall(status, "cancel", [id]),
        release: () => marketCall(status, "release", [id, input.amount ?? 0n]),
        refund: () => marketCall(status, "refund", [id, input.amount ?? 0n]),
      };
      const call = calls[action]();
      const step = { label: `tx.${action}`, params: { id: known.id }, token: known.total.token, call, to: `/order/${known.id}` };
      return await run([step]);
    } finally {
      busy.value = null;
    }
  }

  return { act, busy };
}
