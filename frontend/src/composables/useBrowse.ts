import { computed } from "vue";
import { useRoute, useRouter, type LocationQueryRaw } from "vue-router";
import type { Kind, ListingQuery, Token } from "@/api/types";
import { parseUnits, sameToken } from "@/lib/money";
import { useStatusQuery } from "@/queries/market";

export const SORTS = ["newest", "popular", "price", "-price"] as const;
export const KINDS: readonly Kind[] = ["good", "service", "digital"];

/** The filters as the address bar holds them, so that a view can be sent to somebody or come back to. */
export function useBrowse() {
  const route = useRoute();
  const router = useRouter();
  const { data: status } = useStatusQuery();

  const text = (name: string): string => {
    const value = route.query[name];
    return typeof value === "string" ? value : "";
  };
  const set = (change: LocationQueryRaw): void =>
    void router.replace({ query: { ...route.query, ...change } });

  const coins = computed<Token[]>(() => (status.value ? [status.value.native, ...status.value.tokens] : []));
  const coin = computed(() => coins.value.find((each) => sameToken(each.address, text("token"))) ?? null);
  const kind = computed(() => KINDS.find((each) => each === text("kind")) ?? null);
  const category = computed(() => (/^\d{1,6}$/.test(text("category")) ? Number(text("category")) : null));
  const sort = computed(() => [...SORTS, "relevance" as const].find((each) => each === text("sort")) ?? null);

  function bound(name: string): string | undefined {
    const units = coin.value && parseUnits(text(name), coin.value.decimals);
    return units === null || units === undefined ? undefined : units.toString();
  }

  const query = computed<ListingQuery>(() => {
    const q = text("q").trim();
    const minimum = bound("min");
    const maximum = bound("max");
    return {
      limit: 24,
      sort: sort.value ?? (q ? "relevance" : "newest"),
      ...(q && { q }),
      ...(category.value && { category: category.value }),
      ...(kind.value && { kind: kind.value }),
      ...(coin.value && { token: coin.value.address }),
      ...(minimum && { min_price: minimum }),
      ...(maximum && { max_price: maximum }),
      ...(text("stock") === "1" && { in_stock: true }),
    };
  });

  const FILTERS = ["q", "category", "kind", "token", "min", "max", "stock"];
  const filtered = computed(() => FILTERS.some((name) => text(name)));
  const clear = (): void => void router.replace({ query: {} });
  return { query, text, set, coins, coin, kind, category, sort, filtered, clear };
}

export type Browse = ReturnType<typeof useBrowse>;
