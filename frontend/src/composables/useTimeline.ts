import { computed } from "vue";
import { useI18n } from "vue-i18n";
import type { Order, TimelineEvent } from "@/api/types";
import { sameAddress, shorten } from "@/lib/address";
import { cidOf, NO_DOCUMENT, type Digest } from "@/lib/cid";
import { money } from "@/lib/money";
import { useFormat } from "./useFormat";

export interface TimelineStep {
  key: string;
  text: string;
  at: string;
  hash: string;
  /** CID of what the party wrote to this step. */
  note: string | null;
  /** Whether money moved. */
  money: boolean;
}

const MOVES = ["OrderPlaced", "OrderReleased", "OrderRefunded", "OrderCompleted", "OrderCancelled"];
const KNOWN = [...MOVES, "OrderReferred", "OrderAccepted", "OrderStarted", "OrderDelivered"];

/** What happened to an order, in words, for its viewer. */
export function useTimeline(order: () => Order, viewer: () => string | null) {
  const { t } = useI18n();
  const format = useFormat();

  function who(address: string | null): string {
    if (!address) return t("orders.somebody");
    if (sameAddress(address, viewer())) return t("orders.you");
    if (sameAddress(address, order().seller.address)) return order().seller.name ?? t("orders.theSeller");
    return sameAddress(address, order().buyer) ? t("orders.theBuyer") : shorten(address);
  }

  function amount(event: TimelineEvent, name: string): string {
    const units = event.args[name];
    return format.money(
      money(BigInt(typeof units === "string" || typeof units === "number" ? units : 0), order().total),
    );
  }

  function textOf(event: TimelineEvent): string {
    const { kind } = order().listing;
    const key = event.name === "OrderStarted" && kind === "good" ? "OrderShipped" : event.name;
    if (!KNOWN.includes(event.name)) return event.name;
    return t(`orders.events.${key}`, {
      who: who(event.by),
      total: amount(event, "total"),
      paid: amount(event, "paid"),
      fee: amount(event, "fee"),
      amount: amount(event, "amount"),
      refunded: amount(event, "refunded"),
    });
  }

  return computed<TimelineStep[]>(() =>
    order().timeline.map((event) => ({
      key: `${event.block}-${event.log_index}`,
      text: textOf(event),
      at: event.at,
      hash: event.tx_hash,
      note: noteOf(event),
      money: MOVES.includes(event.name),
    })),
  );
}

function noteOf(event: TimelineEvent): string | null {
  const digest = event.args["document"];
  return typeof digest === "string" && digest !== NO_DOCUMENT ? cidOf(digest as Digest) : null;
}
