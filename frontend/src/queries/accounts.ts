import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { answer, api } from "@/api/client";
import type { LedgerQuery, OrderQuery } from "@/api/types";
import { keys } from "./keys";

/** Buyers, sellers and the clock move orders and money without this page. */
const OTHERS_ACT_MS = 15_000;

/** What an account holds in the market's ledger. */
export function useBalancesQuery(address: Ref<string | null>) {
  return useQuery({
    queryKey: computed(() => keys.balances(address.value ?? "")),
    queryFn: async () => {
      const path = { address: address.value ?? "" };
      return (await answer(api.GET("/api/accounts/{address}/balances", { params: { path } }))).items;
    },
    enabled: computed(() => !!address.value),
    refetchInterval: OTHERS_ACT_MS,
  });
}

export function useLedgerQuery(address: Ref<string | null>, query: Ref<LedgerQuery>) {
  return useInfiniteQuery({
    queryKey: computed(() => keys.ledger(address.value ?? "", query.value)),
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/api/accounts/{address}/ledger", {
          params: {
            path: { address: address.value ?? "" },
            query: { ...query.value, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: computed(() => !!address.value),
  });
}

export function useOrdersQuery(address: Ref<string | null>, query: Ref<OrderQuery>) {
  return useInfiniteQuery({
    queryKey: computed(() => keys.orders(address.value ?? "", query.value)),
    queryFn: ({ pageParam }) =>
      answer(
        api.GET("/api/accounts/{address}/orders", {
          params: {
            path: { address: address.value ?? "" },
            query: { ...query.value, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: OTHERS_ACT_MS,
    enabled: computed(() => !!address.value),
  });
}
