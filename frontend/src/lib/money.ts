/** Amounts of money: always bigint counts of the smallest unit (wei), never floats. */

export interface Money {
  /** Smallest units as a decimal string; negative for what left an account. */
  amount: string;
  /** EIP-55 address, address 0 for the chain's native coin. */
  token: string;
  symbol: string | null;
  decimals: number;
}

export type Coin = Omit<Money, "amount">;

export const NATIVE = "0x0000000000000000000000000000000000000000";
export const BPS = 10_000n;

export interface Precision {
  /** Digits after the point to show at most; all of them if left out. */
  places?: number;
}

/**
 * An exact decimal in the locale's digits. Nothing is rounded away unless `places` is given; then the value is cut
 * towards zero and marked with "≈", so that rounding never hides a difference.
 */
export function formatUnits(
  amount: bigint,
  decimals: number,
  locale: string,
  precision: Precision = {},
): string {
  const unsigned = amount < 0n ? -amount : amount;
  const scale = 10n ** BigInt(decimals);
  const digits = (unsigned % scale).toString().padStart(decimals, "0").slice(0, decimals);
  const exact = digits.replace(/0+$/, "");
  const shown = exact.slice(0, precision.places ?? exact.length).replace(/0+$/, "");
  const cut = shown.length < exact.length;
  // Coins counted in cents look unfinished with one digit.
  const fraction = shown.length === 1 && decimals <= 8 ? shown.padEnd(2, "0") : shown;
  const sign = amount < 0n ? "−" : "";
  return (cut ? "≈ " : "") + sign + group(unsigned / scale, locale) + (fraction && point(locale) + fraction);
}

function group(whole: bigint, locale: string): string {
  return new Intl.NumberFormat(locale).format(whole);
}

export function point(locale: string): string {
  return (
    new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === "decimal")?.value ?? "."
  );
}

/** What somebody typed as smallest units; null if it is no number, negative, or finer than the token can be. */
export function parseUnits(text: string, decimals: number): bigint | null {
  const plain = text.trim().replace(",", ".");
  const match = /^(\d+)(?:\.(\d*))?$|^\.(\d+)$/.exec(plain);
  if (!match) return null;
  const fraction = match[2] ?? match[3] ?? "";
  if (fraction.replace(/0+$/, "").length > decimals) return null;
  return BigInt((match[1] ?? "0") + fraction.slice(0, decimals).padEnd(decimals, "0"));
}

/** An amount as somebody would type it: a point, no groups. */
export function plainUnits(amount: bigint, decimals: number): string {
  const digits = amount.toString().padStart(decimals + 1, "0");
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return digits.slice(0, digits.length - decimals) + (decimals && fraction ? `.${fraction}` : "");
}

export function money(amount: bigint, coin: Coin): Money {
  return { amount: amount.toString(), token: coin.token, symbol: coin.symbol, decimals: coin.decimals };
}

/** The market's fee on an amount paid to a seller: rounded down, as the contract does (`Bps.splitSale`). */
export function feeOf(amount: bigint, feeBps: number): bigint {
  return (amount * BigInt(feeBps)) / BPS;
}

export function sameToken(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Sums by token, in the order in which tokens first appear. */
export function sumByToken(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, Money>();
  for (const each of amounts) {
    const key = each.token.toLowerCase();
    const before = sums.get(key);
    sums.set(key, money(BigInt(before?.amount ?? "0") + BigInt(each.amount), each));
  }
  return [...sums.values()];
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
