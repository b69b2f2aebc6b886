import { computed } from "vue";
import { accepted, bySeller, issueOf, totalOf, type CartLine } from "@/lib/cart";
import { sumByToken } from "@/lib/money";
import { useListingsNowQuery } from "@/queries/listings";
import { useWallet } from "./useWallet";

/** Lines held against the listings as they are now: what changed, and what can be bought. */
export function useReconciled(source: () => CartLine[]) {
  const { address } = useWallet();
  const now = useListingsNowQuery(computed(() => source().map((line) => line.listingId)));
  const checked = computed(() =>
    source().map((line) => {
      const listing = now.value.known.get(line.listingId);
      return { line, listing, issue: listing === undefined ? null : issueOf(line, listing, address.value) };
    }),
  );
  const groups = computed(() => bySeller(source()));
  return {
    checked,
    groups,
    pending: computed(() => now.value.pending),
    failed: computed(() => now.value.failed),
    retry: () => now.value.retry(),
    totals: computed(() => sumByToken(source().map(totalOf))),
    ready: computed(
      () => checked.value.length > 0 && checked.value.every(({ listing, issue }) => listing && !issue),
    ),
    renew: (line: CartLine) => {
      const listing = now.value.known.get(line.listingId);
      return listing ? accepted(line, listing) : line;
    },
  };
}
