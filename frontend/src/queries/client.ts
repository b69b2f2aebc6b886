import { QueryClient } from "@tanstack/vue-query";
import { ApiProblem } from "@/api/client";

const ATTEMPTS = 2;

/** A question that the server understood and refused is not asked again. */
function worthRetrying(count: number, failure: Error): boolean {
  const refused = failure instanceof ApiProblem && failure.status >= 400 && failure.status < 500;
  return !refused && count < ATTEMPTS;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 15_000, retry: worthRetrying, refetchOnWindowFocus: true } },
  });
}
