import { encodeErrorResult, UserRejectedRequestError, type Hex } from "viem";
import { describe, expect, test } from "vitest";
import { marketAbi } from "@/chain/abi";
import { errorInputs, errorNames, problemOf } from "@/chain/errors";
import de from "@/locales/de.json";
import en from "@/locales/en.json";

const outOfStock = encodeErrorResult({ abi: marketAbi, errorName: "OutOfStock", args: [7n, 3n, 1n] });

describe("problemOf", () => {
  test("a refusal in the wallet, however deep", () => {
    expect(problemOf(new UserRejectedRequestError(new Error("no")))).toEqual({ kind: "rejected" });
    expect(problemOf({ message: "failed", cause: { code: 4001 } })).toEqual({ kind: "rejected" });
  });

  test.each([
    { data: outOfStock },
    { cause: { data: { data: outOfStock } } },
    { cause: { cause: { data: { originalError: { data: outOfStock } } } } },
  ])("the contract's error, wherever a node puts it", (failure) => {
    expect(problemOf(failure)).toEqual({ kind: "revert", name: "OutOfStock", args: ["7", "3", "1"] });
  });

  test("an error of no contract of ours", () => {
    expect(problemOf({ data: "0xdeadbeef" as Hex })).toEqual({ kind: "reverted" });
  });

  test("a network that does not answer, a chain the wallet does not know, anything else", () => {
    expect(problemOf({ name: "HttpRequestError", message: "HTTP request failed" })).toEqual({
      kind: "unreachable",
    });
    expect(problemOf({ code: 4902, message: "Unrecognized chain" })).toEqual({ kind: "wrongChain" });
    expect(problemOf({ name: "ConnectorChainMismatchError", message: "" })).toEqual({ kind: "wrongChain" });
    expect(problemOf(new Error("odd"))).toEqual({ kind: "unknown", message: "odd" });
  });
});

describe.each(Object.entries({ en, de }))("in %s", (_, messages) => {
  const words: Record<string, string> = messages.revert;

  test.each(errorNames())("%s is said in words, with arguments that it has", (name) => {
    const text = words[name] ?? "";
    expect(text).not.toBe("");
    const known = errorInputs(name).map((input) => input.name);
    const asked = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(known).toEqual(expect.arrayContaining(asked));
  });
});
