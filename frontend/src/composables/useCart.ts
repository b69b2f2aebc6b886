import { computed, ref, watch } from "vue";
import type { Listing, ListingSummary } from "@/api/types";
import { added, type CartLine } from "@/lib/cart";

const SHELF = "stoa.cart";
const lines = ref<CartLine[]>(stored());

function stored(): CartLine[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(SHELF) ?? "[]");
    return Array.isArray(found) ? (found as CartLine[]) : [];
  } catch {
    // Somebody's broken storage is an empty cart, not a broken page.
    return [];
  }
}

watch(lines, (now) => localStorage.setItem(SHELF, JSON.stringify(now)), { deep: true });
globalThis.addEventListener?.("storage", (event) => {
  if (event.key === SHELF) lines.value = stored();
});

export function lineOf(listing: ListingSummary | Listing, quantity: number, untitled: string): CartLine {
  return {
    listingId: listing.id,
    version: listing.version,
    price: listing.price,
    title: listing.title ?? untitled,
    image: listing.image?.cid ?? null,
    seller: { address: listing.seller.address, name: listing.seller.name },
    quantity,
  };
}

export function useCart() {
  function setQuantity(id: number, quantity: number): void {
    lines.value = lines.value.map((line) =>
      line.listingId === id ? { ...line, quantity: Math.max(1, quantity) } : line,
    );
  }

  return {
    lines,
    count: computed(() => lines.value.reduce((sum, line) => sum + line.quantity, 0)),
    add: (line: CartLine) => (lines.value = added(lines.value, line)),
    remove: (ids: number[]) => (lines.value = lines.value.filter((line) => !ids.includes(line.listingId))),
    replace: (line: CartLine) =>
      (lines.value = lines.value.map((each) => (each.listingId === line.listingId ? line : each))),
    setQuantity,
  };
}
