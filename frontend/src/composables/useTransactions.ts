import { useQueryClient, type QueryClient } from "@tanstack/vue-query";
import { computed, ref, watch } from "vue";
import type { Status } from "@/api/types";
import type { Call } from "@/chain/calls";
import type { Mined } from "@/chain/send";
import { advance, isPending, resumable, type Problem, type TrayEvent, type TrayItem } from "@/lib/tray";
import { statusQuery, untilIndexed, useStatusQuery } from "@/queries/market";
import { useWallet } from "./useWallet";

/** One transaction to make. A call that needs a signature of its own first (a permit) is a function. */
export interface Step {
  label: string;
  params?: Record<string, string | number>;
  /** Token that its amounts are in, for the words of an error. */
  token?: string;
  call: Call | (() => Promise<Call>);
  /** Where its result can be seen; may be known only from what was mined. */
  to?: string | ((mined: Mined) => string | undefined);
}

export type Outcome = { ok: true; mined: Mined } | { ok: false; problem: Problem };

const KEPT = 12;
const items = ref<TrayItem[]>([]);
const open = ref(false);
let shelf = "";

function save(): void {
  if (shelf) localStorage.setItem(shelf, JSON.stringify(items.value));
}

function load(name: string): void {
  shelf = name;
  const stored = localStorage.getItem(name);
  const kept = stored ? (JSON.parse(stored) as TrayItem[]) : [];
  // A signature request ends with the page that asked.
  items.value = kept.filter((item) => item.state !== "signing");
}

function update(id: string, event: TrayEvent): void {
  items.value = items.value.map((item) => (item.id === id ? advance(item, event) : item));
  save();
}

function put(step: Pick<Step, "label" | "params" | "token">, chainId: number, from: string): TrayItem {
  const item: TrayItem = {
    id: crypto.randomUUID(),
    label: step.label,
    params: step.params ?? {},
    token: step.token,
    chainId,
    from,
    state: "signing",
    at: Date.now(),
  };
  items.value = [item, ...items.value].slice(0, KEPT);
  open.value = true;
  return item;
}

function pointTo(id: string, to: string | undefined): void {
  if (to) items.value = items.value.map((item) => (item.id === id ? { ...item, to } : item));
}

/** From sent to indexed; then everything that the market tells is asked again. */
async function finish(status: Status, id: string, queries: QueryClient, to?: Step["to"]): Promise<Mined> {
  const send = await import("@/chain/send");
  const item = items.value.find((each) => each.id === id);
  if (!item) throw new Error("no such transaction");
  const mined = await send.followToBlock(status, item, (event) => update(id, event));
  pointTo(id, typeof to === "function" ? to(mined) : to);
  await indexed(id, mined.block, queries);
  return mined;
}

async function indexed(id: string, block: number, queries: QueryClient): Promise<void> {
  await untilIndexed(block, new AbortController().signal);
  update(id, { kind: "indexed" });
  await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "categories" });
}

async function failed(id: string, failure: unknown): Promise<Problem> {
  const { problemOf } = await import("@/chain/errors");
  const problem = problemOf(failure);
  update(id, { kind: "failed", problem });
  return problem;
}

/** The tray: what this account has sent from this page, and how far it is. */
export function useTransactions() {
  const queries = useQueryClient();
  const wallet = useWallet();

  async function current(): Promise<{ status: Status; from: string } | null> {
    const status = await queries.ensureQueryData(statusQuery);
    return wallet.address.value ? { status, from: wallet.address.value } : null;
  }

  /** Makes the steps one after the other, or as one where the wallet can. Ends when the last is indexed. */
  async function run(steps: Step[]): Promise<Outcome> {
    const account = await current();
    if (!account) {
      wallet.ask();
      return { ok: false, problem: { kind: "rejected" } };
    }
    const ready = steps.map(({ call }) => call).filter((call): call is Call => typeof call !== "function");
    const send = await import("@/chain/send");
    const batched =
      steps.length > 1 &&
      ready.length === steps.length &&
      (await send.takesBatches(account.status, account.from));
    return batched ? together(account, steps, ready) : inTurn(account, steps);
  }

  async function together(
    account: { status: Status; from: string },
    steps: Step[],
    calls: Call[],
  ): Promise<Outcome> {
    const last = steps[steps.length - 1] as Step;
    const send = await import("@/chain/send");
    return attempt(account, last, (emit) => send.sendBatch(account.status, account.from, calls, emit));
  }

  async function inTurn(account: { status: Status; from: string }, steps: Step[]): Promise<Outcome> {
    let outcome: Outcome = { ok: false, problem: { kind: "reverted" } };
    for (const step of steps) {
      outcome = await one(account, step);
      if (!outcome.ok) return outcome;
    }
    return outcome;
  }

  async function one(account: { status: Status; from: string }, step: Step): Promise<Outcome> {
    const send = await import("@/chain/send");
    return attempt(account, step, async (emit) => {
      const call = typeof step.call === "function" ? await step.call() : step.call;
      await send.sendCall(account.status, account.from, call, emit);
    });
  }

  async function attempt(
    { status, from }: { status: Status; from: string },
    step: Step,
    sign: (emit: (event: TrayEvent) => void) => Promise<void>,
  ): Promise<Outcome> {
    const { id } = put(step, status.chain_id, from);
    try {
      await sign((event) => update(id, event));
      return { ok: true, mined: await finish(status, id, queries, step.to) };
    } catch (failure) {
      return { ok: false, problem: await failed(id, failure) };
    }
  }

  return { items, open, run, current, dismiss, clear };
}

function dismiss(id: string): void {
  items.value = items.value.filter((item) => item.id !== id);
  save();
}

function clear(): void {
  items.value = items.value.filter(isPending);
  save();
}

/** Call once, at the root: the tray follows the account, and takes up after a reload what was on its way. */
export function useTrayMemory(): void {
  const queries = useQueryClient();
  const { data: status } = useStatusQuery();
  const { address } = useWallet();
  const name = computed(() =>
    status.value && address.value ? `stoa.tray.${status.value.chain_id}.${address.value.toLowerCase()}` : "",
  );
  watch(
    name,
    (now) => {
      const known = status.value;
      if (!now || !known || !address.value) {
        shelf = "";
        items.value = [];
        return;
      }
      load(now);
      const unfinished = resumable(items.value, known.chain_id, address.value);
      open.value = unfinished.length > 0;
      for (const item of unfinished) void resume(known, item, queries);
    },
    { immediate: true },
  );
}

async function resume(status: Status, item: TrayItem, queries: QueryClient): Promise<void> {
  try {
    if (item.state === "mined" && item.block !== undefined) await indexed(item.id, item.block, queries);
    else await finish(status, item.id, queries);
  } catch (failure) {
    await failed(item.id, failure);
  }
}
