import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { answer, api, ApiProblem } from "@/api/client";
import type { paths } from "@/api/schema";
import type { Listing, ListingQuery } from "@/api/types";
import { keys } from "./keys";

export function useListingsQuery(query: Ref<ListingQuery>, enabled?: Ref<boolean>) {
  return useInfiniteQuery({
    queryKey: computed(() => keys.listings(query.value)),
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/listings", {
          params: { query: parametersOf(query.value, pageParam) },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    ...(enabled ? { enabled } : {}),
  });
}

type Parameters = NonNullable<paths["/api/listings"]["get"]["parameters"]["query"]>;

/** The schema calls prices integers; in a query string they are digits, of any length. */
function parametersOf(query: ListingQuery, cursor: string | null): Parameters {
  return { ...query, ...(cursor ? { cursor } : {}) } as Parameters;
}

async function fetchListing(id: number): Promise<Listing> {
  return answer(api.GET("/api/listings/{listing_id}", { params: { path: { listing_id: id } } }));
}

export function useListingQuery(id: Ref<number>) {
  return useQuery({
    queryKey: computed(() => keys.listing(id.value)),
    queryFn: () => fetchListing(id.value),
    enabled: computed(() => id.value > 0),
  });
}

/** Listings as they are now, by id; null for one that does not exist. Left out while not known. */
export function useListingsNowQuery(ids: Ref<number[]>) {
  return useQueries({
    queries: computed(() =>
      ids.value.map((id) => ({
        queryKey: keys.listing(id),
        queryFn: () => fetchListing(id),
        staleTime: 0,
        retry: false,
      })),
    ),
    combine: (results) => ({
      pending: results.some((each) => each.isPending),
      failed: results.some((each) => each.isError && !isGone(each.error)),
      retry: () => results.forEach((each) => void each.refetch()),
      known: new Map(
        ids.value.flatMap((id, i): [number, Listing | null][] => {
          const result = results[i];
          if (result?.data) return [[id, result.data]];
          return isGone(result?.error) ? [[id, null]] : [];
        }),
      ),
    }),
  });
}

export function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 404 || error.status === 422);
}
