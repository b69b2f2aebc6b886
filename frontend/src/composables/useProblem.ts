import { useI18n } from "vue-i18n";
import { shorten } from "@/lib/address";
import { money, type Coin } from "@/lib/money";
import type { Problem } from "@/lib/tray";
import { useStatusQuery } from "@/queries/market";
import { useFormat } from "./useFormat";

// What an error's argument counts, by the names that the contracts give them.
const TIMES = new Set(["deadline", "timestamp", "expiresAt"]);
const AMOUNTS: Record<string, readonly string[]> = {
  AmountNotPartial: ["amount", "escrow"],
  AmountNotReceived: ["expected", "received"],
  ERC6909InsufficientBalance: ["balance", "needed"],
  ERC20InsufficientBalance: ["balance", "needed"],
  ERC20InsufficientAllowance: ["allowance", "needed"],
  NativeTransferFailed: ["amount"],
  PaymentTooLow: ["required", "sent"],
  TotalAboveMaximum: ["total", "maximum"],
  ValueMismatch: ["expected", "sent"],
};
const STATES = [
  "none",
  "placed",
  "accepted",
  "in_progress",
  "delivered",
  "disputed",
  "completed",
  "cancelled",
  "resolved",
];

/** What went wrong, in words. */
export function useProblem() {
  const { t, te } = useI18n();
  const format = useFormat();
  const { data: status } = useStatusQuery();

  function coinOf(token?: string): Coin {
    const known = status.value;
    const coins = known ? [known.native, ...known.tokens] : [];
    const found = coins.find((coin) => coin.address.toLowerCase() === token?.toLowerCase()) ?? known?.native;
    return { token: found?.address ?? "", symbol: found?.symbol ?? null, decimals: found?.decimals ?? 18 };
  }

  function argument(error: string, input: { name: string; type: string }, value: string, coin: Coin): string {
    if (AMOUNTS[error]?.includes(input.name)) return format.money(money(BigInt(value), coin));
    if (TIMES.has(input.name)) return format.moment(Number(value));
    if (input.type === "address") return shorten(value);
    if (input.name === "state") return t(`orders.states.${STATES[Number(value)] ?? "none"}`);
    if (error === "WindowOutOfRange") return format.duration(Number(value));
    if (input.name === "bps" || error === "DiscountTooHigh") return format.percent(Number(value));
    return value;
  }

  /** A sentence. `token` is the coin that the failed call was about, for its amounts. */
  async function describe(problem: Problem, token?: string): Promise<string> {
    if (problem.kind === "funds") {
      return t("problem.funds", {
        missing: format.money(money(BigInt(problem.missing), coinOf(problem.token))),
      });
    }
    if (problem.kind === "unknown") return t("problem.unknown", { message: problem.message });
    if (problem.kind !== "revert") return t(`problem.${problem.kind}`);
    const key = `revert.${problem.name}`;
    if (!te(key, "en")) return t("problem.unnamedRevert", { name: problem.name });
    const { errorInputs } = await import("@/chain/errors");
    const inputs = errorInputs(problem.name);
    const told = inputs.map((input, i) => [
      input.name,
      argument(problem.name, input, problem.args[i] ?? "", coinOf(tokenOf(problem, inputs) ?? token)),
    ]);
    return t(key, Object.fromEntries(told) as Record<string, string>);
  }

  return { describe };
}

/** Some errors name the token themselves; a ledger id is a token's address as a number. */
function tokenOf(problem: { args: string[] }, inputs: { name: string }[]): string | undefined {
  const token = inputs.findIndex(({ name }) => name === "token");
  if (token >= 0) return problem.args[token];
  const id = inputs.findIndex(({ name }) => name === "id");
  return id >= 0
    ? `0x${BigInt(problem.args[id] ?? "0")
        .toString(16)
        .padStart(40, "0")}`
    : undefined;
}
