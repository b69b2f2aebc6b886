import { useQuery } from "@tanstack/vue-query";
import { answer, api } from "@/api/client";
import { keys } from "./keys";

export const statusQuery = {
  queryKey: keys.status(),
  queryFn: () => answer(api.GET("/api/status")),
  staleTime: 15_000,
  refetchInterval: 30_000,
};

/** Chain, contracts, tokens and fee: everything else starts from it. */
export function useStatusQuery() {
  return useQuery(statusQuery);
}

export function useCategoriesQuery() {
  return useQuery({
    queryKey: keys.categories(),
    queryFn: async () => (await answer(api.GET("/api/categories"))).items,
    staleTime: 60_000,
  });
}

/** Resolves once the server has indexed `block`; asks again when it says "not yet". */
export async function untilIndexed(block: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await answer(api.GET("/api/status", { params: { query: { min_block: block } }, signal }));
      return;
    } catch (failure) {
      if (signal.aborted) throw failure;
      await pause(2_000);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
