import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { problemOf } from "@/api/client";

/** What a party wrote to a step of an order: free text and named values (carrier, tracking number). */
export interface Note {
  title: string;
  description: string;
  attributes: { name: string; value: string }[];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function noteOf(value: unknown): Note {
  const body = (value ?? {}) as Record<string, unknown>;
  const attributes = Array.isArray(body["attributes"])
    ? (body["attributes"] as Record<string, unknown>[])
    : [];
  return {
    title: text(body["title"]),
    description: text(body["description"]),
    attributes: attributes.map((each) => ({ name: text(each?.["name"]), value: text(each?.["value"]) })),
  };
}

async function fetchNote(cid: string): Promise<Note> {
  const response = await fetch(`/api/content/${encodeURIComponent(cid)}`);
  if (!response.ok) throw await problemOf(response);
  return noteOf(await response.json());
}

/** A document never changes: its name is its hash. */
export function useNoteQuery(cid: Ref<string | null>) {
  return useQuery({
    queryKey: computed(() => ["document", cid.value]),
    queryFn: () => fetchNote(cid.value ?? ""),
    enabled: computed(() => !!cid.value),
    staleTime: Infinity,
    retry: false,
  });
}
