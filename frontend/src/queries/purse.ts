import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import type { Status } from "@/api/types";
import { money, type Money } from "@/lib/money";
import { keys } from "./keys";

/** What an account's own wallet holds of the market's coins, read from the chain: outside the market's ledger. */
export function usePurseQuery(address: Ref<string | null>, status: Ref<Status | undefined>) {
  return useQuery({
    queryKey: computed(() => keys.purse(address.value ?? "")),
    queryFn: async (): Promise<Money[]> => {
      const known = status.value;
      if (!known || !address.value) return [];
      const { readPurse } = await import("@/chain/reads");
      const coins = [known.native, ...known.tokens];
      const amounts = await readPurse(
        known,
        address.value,
        coins.map((coin) => coin.address),
      );
      return coins.map((coin, i) => money(amounts[i] ?? 0n, { ...coin, token: coin.address }));
    },
    enabled: computed(() => !!address.value && !!status.value),
    staleTime: 10_000,
  });
}
