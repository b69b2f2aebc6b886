import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { answer, api } from "@/api/client";
import { keys } from "./keys";

export function useOrderQuery(id: Ref<number>) {
  return useQuery({
    queryKey: computed(() => keys.order(id.value)),
    queryFn: () => answer(api.GET("/api/orders/{order_id}", { params: { path: { order_id: id.value } } })),
    enabled: computed(() => id.value > 0),
    // The other party acts too, and is told that this one sees it at once.
    refetchInterval: 3_000,
  });
}
