import type { Address } from "viem";
import type { Status } from "@/api/types";
import { NATIVE, sameToken } from "@/lib/money";
import { tokenAbi } from "./abi";
import { publicClient } from "./client";

/** Holdings of an account's wallet, smallest units, in the order of `tokens`. */
export function readPurse(status: Status, account: string, tokens: readonly string[]): Promise<bigint[]> {
  return Promise.all(tokens.map((token) => readHolding(status, account, token)));
}

export function readHolding(status: Status, account: string, token: string): Promise<bigint> {
  const client = publicClient(status);
  const owner = account as Address;
  if (sameToken(token, NATIVE)) return client.getBalance({ address: owner });
  return client.readContract({
    address: token as Address,
    abi: tokenAbi,
    functionName: "balanceOf",
    args: [owner],
  });
}

/** How much of a token the market may take from an account. */
export function readAllowance(
  status: Status,
  account: string,
  token: string,
  spender: string,
): Promise<bigint> {
  return publicClient(status).readContract({
    address: token as Address,
    abi: tokenAbi,
    functionName: "allowance",
    args: [account as Address, spender as Address],
  });
}

/** Unix seconds of the chain's newest block, or of this device if that is later. */
export async function readNow(status: Status): Promise<number> {
  const { timestamp } = await publicClient(status).getBlock();
  return Math.max(Number(timestamp), Math.floor(Date.now() / 1000));
}
