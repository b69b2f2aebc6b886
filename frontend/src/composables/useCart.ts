import { computed } from "vue";
import type { Listing, ListingSummary } from "@/api/types";
import { added, bySeller, type CartLine } from "@/lib/cart";
import { stored } from "./useStored";

const lines = stored<CartLine[]>("stoa.cart", [], parseLines);

function parseLines(value: unknown): CartLine[] {
  if (!Array.isArray(value)) throw new TypeError("a cart is a list");
  return value.filter(isLine);
}

function isLine(value: unknown): value is CartLine {
  const line = value as Partial<CartLine> | null;
  return (
    typeof line?.listingId === "number" &&
    typeof line.version === "number" &&
    typeof line.quantity === "number" &&
    typeof line.price?.amount === "string" &&
    typeof line.seller?.address === "string"
  );
}

export function lineOf(listing: Listing | ListingSummary, quantity: number): CartLine {
  const { price, seller } = listing;
  return {
    listingId: listing.id,
    version: listing.version,
    price: { amount: price.amount, token: price.token, symbol: price.symbol, decimals: price.decimals },
    title: listing.title ?? `#${listing.id}`,
    image: listing.image?.cid ?? null,
    seller: { address: seller.address, name: seller.name },
    quantity,
  };
}

/** What somebody means to buy; kept in this browser. */
export function useCart() {
  return {
    lines,
    groups: computed(() => bySeller(lines.value)),
    count: computed(() => lines.value.reduce((sum, line) => sum + line.quantity, 0)),
    add: (line: CartLine) => (lines.value = added(lines.value, line)),
    replace: (line: CartLine) =>
      (lines.value = lines.value.map((each) => (each.listingId === line.listingId ? line : each))),
    remove: (ids: readonly number[]) => (lines.value = lines.value.filter((each) => !ids.includes(each.listingId))),
  };
}
