import { computed } from "vue";
import type { Status } from "@/api/types";
import { money, NATIVE, sameToken, type Coin, type Money } from "@/lib/money";
import { useBalancesQuery } from "@/queries/accounts";
import { useStatusQuery } from "@/queries/market";
import { usePurseQuery } from "@/queries/purse";
import { useSubmit } from "./useSubmit";
import type { Step } from "./useTransactions";
import { useWallet } from "./useWallet";

/** How long a signed permit stays valid, in seconds. */
const PERMIT_SECONDS = 1_200;

export interface Holding {
  coin: Coin;
  /** In the market's ledger; undefined while unknown. */
  market: Money | undefined;
  /** In the account's own wallet. */
  wallet: Money | undefined;
}

/** What an account has, in the market and outside, and the way between them. */
export function usePurse() {
  const { address } = useWallet();
  const { data: status } = useStatusQuery();
  const balances = useBalancesQuery(address);
  const purse = usePurseQuery(address, status);
  const { busy, problem, submit } = useSubmit();

  const holdings = computed<Holding[]>(() => {
    const known = status.value;
    const find = (amounts: Money[] | undefined, coin: Coin) =>
      amounts && (amounts.find((each) => sameToken(each.token, coin.token)) ?? money(0n, coin));
    return (known ? [known.native, ...known.tokens] : []).map(({ address: token, symbol, decimals }) => {
      const coin = { token, symbol, decimals };
      return { coin, market: find(balances.data.value, coin), wallet: find(purse.data.value, coin) };
    });
  });

  const account = () => {
    if (!status.value || !address.value) throw new Error("connect a wallet first");
    return { known: status.value, owner: address.value as `0x${string}` };
  };

  function deposit(coin: Coin, amount: bigint) {
    const { known, owner } = account();
    return submit(() => depositSteps(known, owner, coin, amount), coin.token);
  }

  function withdraw(coin: Coin, amount: bigint, to: string) {
    const { known } = account();
    return submit(async () => {
      const { marketCall } = await import("@/chain/calls");
      const call = marketCall(known, "withdraw", [coin.token as `0x${string}`, amount, to as `0x${string}`]);
      return [{ label: "tx.withdraw", params: { symbol: coin.symbol ?? "" }, call, to: "/wallet" }];
    }, coin.token);
  }

  return { address, holdings, balances, busy, problem, deposit, withdraw };
}

async function depositSteps(
  known: Status,
  owner: `0x${string}`,
  coin: Coin,
  amount: bigint,
): Promise<Step[]> {
  const [{ approveCall, contractOf, marketCall }, reads, permits] = await Promise.all([
    import("@/chain/calls"),
    import("@/chain/reads"),
    import("@/chain/permit"),
  ]);
  const token = coin.token as `0x${string}`;
  const step = { label: "tx.deposit", params: { symbol: coin.symbol ?? "" }, to: "/wallet" };
  if (sameToken(token, NATIVE))
    return [{ ...step, call: marketCall(known, "deposit", [token, amount, owner], amount) }];
  const plain: Step = { ...step, call: marketCall(known, "deposit", [token, amount, owner]) };
  if ((await reads.readAllowance(known, owner, token, contractOf(known, "Market"))) >= amount) return [plain];
  const domain = await permits.permitDomain(known, token);
  if (!domain)
    return [{ label: "tx.approve", params: step.params, call: approveCall(known, token, amount) }, plain];
  const signed = async () => {
    const permit = await permits.signPermit(
      known,
      owner,
      domain,
      amount,
      (await reads.readNow(known)) + PERMIT_SECONDS,
    );
    return marketCall(known, "depositWithPermit", [token, amount, owner, permit]);
  };
  return [{ ...step, call: signed }];
}
