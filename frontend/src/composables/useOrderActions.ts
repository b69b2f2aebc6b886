import { computed, ref, type Ref } from "vue";
import type { Order, Status } from "@/api/types";
import type { Call } from "@/chain/calls";
import type { Digest } from "@/lib/cid";
import { unix } from "@/lib/duration";
import { orderChoices, partyOf, type OrderAction } from "@/lib/order";
import { useStatusQuery } from "@/queries/market";
import { useClock } from "./useClock";
import { useSubmit } from "./useSubmit";
import { useWallet } from "./useWallet";

const NO_DOCUMENT: Digest = `0x${"0".repeat(64)}`;

export interface ActionDetails {
  amount?: bigint;
  document?: Digest | undefined;
}

/** What the connected account may do with an order now, and doing it. */
export function useOrderActions(order: Ref<Order>) {
  const { address } = useWallet();
  const { data: status } = useStatusQuery();
  const now = useClock();
  const { problem, submit } = useSubmit();
  const busy = ref<OrderAction | null>(null);

  const party = computed(() => partyOf(address.value, order.value.buyer, order.value.seller.address));
  const choices = computed(() => {
    const { state, deadline, escrow } = order.value;
    const facts = { state, deadline: deadline ? unix(deadline) : null, escrow: BigInt(escrow.amount) };
    return orderChoices(facts, party.value, now.value);
  });

  async function act(action: OrderAction, details: ActionDetails = {}): Promise<boolean> {
    const known = status.value;
    if (!known) return false;
    busy.value = action;
    const { id, escrow, listing } = order.value;
    const shipped = action === "start" && listing.kind === "good";
    const step = { label: `tx.${shipped ? "ship" : action}`, params: { id }, to: `/order/${id}` };
    try {
      return !!(await submit(
        async () => [{ ...step, call: await callOf(known, id, action, details) }],
        escrow.token,
      ));
    } finally {
      busy.value = null;
    }
  }

  return { party, choices, busy, problem, act };
}

async function callOf(
  status: Status,
  id: number,
  action: OrderAction,
  { amount, document }: ActionDetails,
): Promise<Call> {
  const { marketCall } = await import("@/chain/calls");
  const order = BigInt(id);
  if (action === "start" || action === "deliver")
    return marketCall(status, action, [order, document ?? NO_DOCUMENT]);
  if (action === "release" || action === "refund") return marketCall(status, action, [order, amount ?? 0n]);
  return marketCall(status, action, [order]);
}
