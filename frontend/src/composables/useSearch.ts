import { onScopeDispose, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

const DEBOUNCE_MS = 90;

/** The search text and the address bar, each following the other. */
export function useSearch() {
  const route = useRoute();
  const router = useRouter();
  const text = ref("");
  let timer: ReturnType<typeof setTimeout> | undefined;

  const addressed = (): string => (route.name === "browse" ? String(route.query["q"] ?? "") : "");

  async function submit(): Promise<void> {
    clearTimeout(timer);
    const q = text.value.trim() || undefined;
    if ((q ?? "") === addressed()) return;
    // On the list each letter replaces the last; from elsewhere the way back leads to where one was.
    if (route.name === "browse") await router.replace({ query: { ...route.query, q } });
    else if (q) await router.push({ name: "browse", query: { q } });
  }

  watch(addressed, (q) => q !== text.value.trim() && (text.value = q), { immediate: true });
  watch(text, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void submit(), DEBOUNCE_MS);
  });
  onScopeDispose(() => clearTimeout(timer));

  return { text, submit, clear: () => (text.value = "") };
}
