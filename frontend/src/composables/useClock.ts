import { computed, onMounted, onUnmounted, ref } from "vue";
import { useStatusQuery } from "@/queries/market";
import { unix } from "@/lib/duration";

const here = ref(Math.floor(Date.now() / 1000));
let listeners = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Unix seconds of the chain, ticking. A chain that is ahead of this device (a test chain) sets the pace. */
export function useClock() {
  const { data, dataUpdatedAt } = useStatusQuery();
  onMounted(() => {
    here.value = Math.floor(Date.now() / 1000);
    if (listeners++ === 0) timer = setInterval(() => (here.value = Math.floor(Date.now() / 1000)), 1_000);
  });
  onUnmounted(() => {
    if (--listeners === 0) clearInterval(timer);
  });
  const ahead = computed(() => {
    const indexedAt = data.value?.indexed_at;
    return indexedAt ? Math.max(0, unix(indexedAt) - Math.floor(dataUpdatedAt.value / 1000)) : 0;
  });
  return computed(() => here.value + ahead.value);
}
