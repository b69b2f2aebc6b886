import { computed, ref, type Ref } from "vue";
import type { Status } from "@/api/types";
import type { Call } from "@/chain/calls";
import type { Mined } from "@/chain/send";
import { sortedByToken, totalOf, type CartLine } from "@/lib/cart";
import { NATIVE, money, sameToken, smaller, sumByToken, type Money } from "@/lib/money";
import { useBalancesQuery } from "@/queries/accounts";
import { useStatusQuery } from "@/queries/market";
import { usePurseQuery } from "@/queries/purse";
import { useTransactions, type Step } from "./useTransactions";
import { useWallet } from "./useWallet";

/** How long a signed checkout stays valid. */
export const VALID_SECONDS = 1_200;
const NOBODY = `0x${"0".repeat(40)}` as const;

/** One coin of a checkout: what is due, from where it comes, and what is missing. */
export interface Due {
  total: Money;
  fromBalance: Money;
  fromWallet: Money;
  missing: Money | null;
}

export function duesOf(
  totals: Money[],
  balances: Money[],
  purse: Money[] | undefined,
  useBalance: boolean,
): Due[] {
  return totals.map((total) => {
    const due = BigInt(total.amount);
    const held = useBalance ? amountOf(balances, total.token) : 0n;
    const rest = due - smaller(held, due);
    const short = purse ? rest - smaller(amountOf(purse, total.token), rest) : 0n;
    return {
      total,
      fromBalance: money(due - rest, total),
      fromWallet: money(rest, total),
      missing: short > 0n ? money(short, total) : null,
    };
  });
}

export function amountOf(amounts: readonly Money[], token: string): bigint {
  return BigInt(amounts.find((each) => sameToken(each.token, token))?.amount ?? "0");
}

/** Pays for lines: what is due, and the transactions that do it. */
export function useCheckout(lines: Ref<CartLine[]>) {
  const { address } = useWallet();
  const { data: status } = useStatusQuery();
  const { data: balances } = useBalancesQuery(address);
  const { data: purse } = usePurseQuery(address, status);
  const transactions = useTransactions();
  const useBalance = ref(true);
  const paying = ref(false);

  const totals = computed(() => sumByToken(lines.value.map(totalOf)));
  const dues = computed(() => duesOf(totals.value, balances.value ?? [], purse.value, useBalance.value));
  const hasBalance = computed(() =>
    totals.value.some((total) => amountOf(balances.value ?? [], total.token) > 0n),
  );

  async function pay() {
    if (!status.value || !address.value) return null;
    paying.value = true;
    try {
      return await transactions.run(await stepsOf(status.value, address.value));
    } finally {
      paying.value = false;
    }
  }

  async function stepsOf(known: Status, account: string): Promise<Step[]> {
    const outside = dues.value.filter(
      (due) => !sameToken(due.total.token, NATIVE) && due.fromWallet.amount !== "0",
    );
    const { approvals, permit } = await allowances(known, account, outside);
    const shops = new Set(lines.value.map((line) => line.seller.address)).size;
    const label = shops > 1 ? "tx.checkoutMany" : "tx.checkout";
    const last = permit ? () => withPermit(known, account, permit) : await plain(known);
    return [...approvals, { label, params: { count: lines.value.length, shops }, call: last, to: orderMade }];
  }

  /** Approvals that are still needed; the last one becomes a permit if its token takes permits. */
  async function allowances(known: Status, account: string, outside: Due[]) {
    const [{ readAllowance }, { approveCall, contractOf }, { permitDomain }] = await Promise.all([
      import("@/chain/reads"),
      import("@/chain/calls"),
      import("@/chain/permit"),
    ]);
    const market = contractOf(known, "Market");
    const needed: Due[] = [];
    for (const due of outside) {
      const allowed = await readAllowance(known, account, due.total.token, market);
      if (allowed < BigInt(due.fromWallet.amount)) needed.push(due);
    }
    const candidate = needed.at(-1);
    const permit = candidate && (await permitDomain(known, candidate.total.token)) ? candidate : null;
    const approvals: Step[] = needed
      .filter((due) => due !== permit)
      .map((due) => ({
        label: "tx.approve",
        params: { symbol: due.total.symbol ?? "" },
        call: approveCall(known, due.total.token, BigInt(due.fromWallet.amount)),
      }));
    return { approvals, permit };
  }

  async function plain(known: Status): Promise<Call> {
    const { marketCall } = await import("@/chain/calls");
    const { signed, payment, value } = await terms(known);
    const [only] = signed;
    if (only && signed.length === 1) return marketCall(known, "buy", [only, payment], value);
    return marketCall(known, "checkout", [signed, payment], value);
  }

  async function withPermit(known: Status, account: string, due: Due): Promise<Call> {
    const [{ marketCall }, { permitDomain, signPermit }] = await Promise.all([
      import("@/chain/calls"),
      import("@/chain/permit"),
    ]);
    const { signed, payment, value } = await terms(known);
    const token = due.total.token as `0x${string}`;
    const domain = await permitDomain(known, token);
    if (!domain) throw new Error("the token takes no permits");
    const permit = await signPermit(known, account, domain, BigInt(due.fromWallet.amount), payment.deadline);
    return marketCall(known, "checkoutWithPermit", [signed, payment, token, permit], value);
  }

  async function terms(known: Status) {
    const { readNow } = await import("@/chain/reads");
    const deadline = (await readNow(known)) + VALID_SECONDS;
    const native = dues.value.find((due) => sameToken(due.total.token, NATIVE));
    return {
      signed: sortedByToken(lines.value).map((line) => ({
        listingId: BigInt(line.listingId),
        version: line.version,
        quantity: line.quantity,
        maxTotal: BigInt(totalOf(line).amount),
        membershipId: 0n,
      })),
      payment: { deadline, useBalance: useBalance.value && hasBalance.value, referrer: NOBODY },
      value: BigInt(native?.fromWallet.amount ?? "0"),
    };
  }

  return { status, address, dues, totals, hasBalance, useBalance, paying, pay };
}

/** The first order of the checkout, from the log of its block. */
function orderMade(mined: Mined): string | undefined {
  const topic = mined.logs.find((log) => log.topics.length === 4)?.topics[1];
  return topic ? `/order/${BigInt(topic)}` : undefined;
}
