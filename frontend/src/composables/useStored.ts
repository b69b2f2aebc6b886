import { ref, watch, type Ref } from "vue";

/** A value kept in local storage under `key`, and followed in other tabs. `parse` throws on what it does not know. */
export function stored<T>(key: string, initial: T, parse: (value: unknown) => T): Ref<T> {
  const value = ref(read(key, initial, parse)) as Ref<T>;
  watch(value, (next) => localStorage.setItem(key, JSON.stringify(next)), { deep: true });
  addEventListener("storage", (event) => {
    if (event.key === key) value.value = read(key, initial, parse);
  });
  return value;
}

function read<T>(key: string, initial: T, parse: (value: unknown) => T): T {
  const text = localStorage.getItem(key);
  if (text === null) return initial;
  try {
    return parse(JSON.parse(text));
  } catch {
    // Written by an older page or by hand: start afresh rather than fail for ever.
    return initial;
  }
}
