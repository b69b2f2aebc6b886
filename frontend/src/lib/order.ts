/** Who may do what with an order, and when: the picture at the top of `IOrders.sol`. */

export type OrderState =
  "placed" | "accepted" | "in_progress" | "delivered" | "disputed" | "completed" | "cancelled" | "resolved";
export type Party = "buyer" | "seller" | "other";
export type OrderAction = "accept" | "start" | "deliver" | "complete" | "cancel" | "release" | "refund";

export interface OrderFacts {
  state: OrderState;
  /** Unix seconds; the last second of the party whose turn it is. Null once closed. */
  deadline: number | null;
  /** Smallest units that the contract still holds. */
  escrow: bigint;
}

export interface OrderChoices {
  /** The one thing that this party would do next, if there is one. */
  primary: OrderAction | null;
  others: OrderAction[];
}

const LIVE: readonly OrderState[] = ["placed", "accepted", "in_progress", "delivered"];

export function isLive(state: OrderState): boolean {
  return LIVE.includes(state);
}

/** `deadline` is inclusive: timed exits open one second later. */
export function isOverdue(order: OrderFacts, now: number): boolean {
  return isLive(order.state) && order.deadline !== null && now > order.deadline;
}

/** What anyone may do once the deadline has passed. */
export function timedExit(state: OrderState): "cancel" | "complete" | null {
  if (!isLive(state)) return null;
  return state === "delivered" ? "complete" : "cancel";
}

/** Whose turn it is before the deadline. */
export function turnOf(state: OrderState): "buyer" | "seller" | null {
  if (!isLive(state)) return null;
  return state === "delivered" ? "buyer" : "seller";
}

export function orderChoices(order: OrderFacts, party: Party, now: number): OrderChoices {
  if (!isLive(order.state)) return { primary: null, others: [] };
  const overdue = isOverdue(order, now);
  if (party === "seller") return sellerChoices(order, overdue);
  if (party === "buyer") return buyerChoices(order, overdue);
  return { primary: overdue ? timedExit(order.state) : null, others: [] };
}

function sellerChoices(order: OrderFacts, overdue: boolean): OrderChoices {
  const back: OrderAction[] = divisible(order) ? ["refund", "cancel"] : ["cancel"];
  if (order.state === "delivered") return { primary: overdue ? "complete" : null, others: back };
  if (overdue) return { primary: null, others: back };
  if (order.state === "placed") return { primary: "accept", others: ["start", "deliver", ...back] };
  if (order.state === "accepted") return { primary: "start", others: ["deliver", ...back] };
  return { primary: "deliver", others: back };
}

function buyerChoices(order: OrderFacts, overdue: boolean): OrderChoices {
  const part: OrderAction[] = divisible(order) ? ["release"] : [];
  if (order.state === "delivered") return { primary: "complete", others: part };
  if (overdue) return { primary: "cancel", others: ["complete", ...part] };
  const back: OrderAction[] = order.state === "placed" ? ["cancel"] : [];
  return { primary: null, others: ["complete", ...part, ...back] };
}

/** A part must leave something in escrow (`AmountNotPartial`). */
function divisible(order: OrderFacts): boolean {
  return order.escrow > 1n;
}

export function partyOf(viewer: string | null, buyer: string, seller: string): Party {
  const me = viewer?.toLowerCase();
  if (me === buyer.toLowerCase()) return "buyer";
  if (me === seller.toLowerCase()) return "seller";
  return "other";
}
