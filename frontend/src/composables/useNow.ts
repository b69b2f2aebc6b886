import { onScopeDispose, readonly, ref, type Ref } from "vue";

const now = ref(seconds());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Unix seconds, ticking while somebody looks; one clock for the whole page. */
export function useNow(): Readonly<Ref<number>> {
  now.value = seconds();
  if (users++ === 0) timer = setInterval(() => (now.value = seconds()), 1000);
  onScopeDispose(() => {
    if (--users === 0) clearInterval(timer);
  });
  return readonly(now);
}
