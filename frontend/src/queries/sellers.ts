import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { answer, api, ApiProblem } from "@/api/client";
import type { Seller } from "@/api/types";
import { keys } from "./keys";

async function fetchSeller(address: string): Promise<Seller | null> {
  try {
    return await answer(api.GET("/api/sellers/{address}", { params: { path: { address } } }));
  } catch (failure) {
    if (failure instanceof ApiProblem && failure.status === 404) return null;
    throw failure;
  }
}

/** A registered seller; null for an address that never registered. */
export function useSellerQuery(address: Ref<string | null>) {
  return useQuery({
    queryKey: computed(() => keys.seller(address.value ?? "")),
    queryFn: () => fetchSeller(address.value ?? ""),
    enabled: computed(() => !!address.value),
  });
}
