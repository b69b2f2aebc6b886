import { describe, expect, test } from "vitest";
import { feeOf, formatUnits, parseUnits, plainUnits, sumByToken } from "@/lib/money";

const WEI = 10n ** 18n;

describe("formatUnits", () => {
  test.each([
    [0n, 18, "0"],
    [1n, 18, "0.000000000000000001"],
    [WEI, 18, "1"],
    [1_234_567n * WEI + 5n, 18, "1,234,567.000000000000000005"],
    [3_900_000n, 6, "3.90"],
    [-1_500_000n, 6, "−1.50"],
    [
      2n ** 256n - 1n,
      0,
      "115,792,089,237,316,195,423,570,985,008,687,907,853,269,984,665,640,564,039,457,584,007,913,129,639,935",
    ],
  ])("%s of %s decimals reads %s", (amount, decimals, text) => {
    expect(formatUnits(amount, decimals, "en")).toBe(text);
  });

  test("speaks the reader's language", () => {
    expect(formatUnits(1_234n * WEI + WEI / 4n, 18, "de")).toBe("1.234,25");
  });

  test("says that something was cut off, and never rounds up", () => {
    expect(formatUnits(1_999_999n, 6, "en", { places: 2 })).toBe("≈ 1.99");
    expect(formatUnits(1_990_000n, 6, "en", { places: 2 })).toBe("1.99");
  });
});

describe("parseUnits", () => {
  test.each([
    ["1", 18, WEI],
    ["0.1", 18, WEI / 10n],
    [" 1,5 ", 6, 1_500_000n],
    [".5", 6, 500_000n],
    ["1.", 6, 1_000_000n],
    ["1.5000000", 6, 1_500_000n],
  ])("%s is exact", (text, decimals, amount) => {
    expect(parseUnits(text, decimals)).toBe(amount);
  });

  test.each(["", ".", "-1", "1e3", "0x10", "1.2.3", "1,000.5", "0.0000001", "NaN"])(
    "%s is no amount of six decimals",
    (text) => {
      expect(parseUnits(text, 6)).toBeNull();
    },
  );

  test("takes back what plainUnits writes", () => {
    for (const amount of [0n, 1n, 999_999n, 1_000_000n, 123_456_789n])
      expect(parseUnits(plainUnits(amount, 6), 6)).toBe(amount);
  });
});

test("the fee is rounded down, as the contract does", () => {
  expect(feeOf(39n, 250)).toBe(0n);
  expect(feeOf(40n, 250)).toBe(1n);
  expect(feeOf(10n ** 30n + 1n, 1_000)).toBe(10n ** 29n);
});

test("sums keep tokens apart, whatever the case of their address", () => {
  const coin = { symbol: "USDC", decimals: 6 };
  const sums = sumByToken([
    { amount: "9007199254740993", token: "0xAb", ...coin },
    { amount: "1", token: "0xaB", ...coin },
    { amount: "7", token: "0xcd", ...coin },
  ]);
  expect(sums.map((sum) => sum.amount)).toEqual(["9007199254740994", "7"]);
});
