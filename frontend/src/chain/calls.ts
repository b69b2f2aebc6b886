import {
  encodeFunctionData,
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type Hex,
} from "viem";
import type { Status } from "@/api/types";
import { marketAbi, sellersAbi, tokenAbi } from "./abi";

/** A call as a wallet signs it: value in wei. */
export interface Call {
  to: Address;
  data: Hex;
  value: bigint;
}

type Args<A extends Abi, N extends ContractFunctionName<A>> = ContractFunctionArgs<
  A,
  "payable" | "nonpayable",
  N
>;

function encode(to: string, abi: Abi, functionName: string, args: readonly unknown[], value: bigint): Call {
  return { to: to as Address, data: encodeFunctionData({ abi, functionName, args }), value };
}

export function contractOf(status: Status, name: "Market" | "Sellers"): Address {
  const address = status.market.contracts[name];
  if (!address) throw new Error(`the deployment names no ${name} contract`);
  return address as Address;
}

export function marketCall<N extends ContractFunctionName<typeof marketAbi, "payable" | "nonpayable">>(
  status: Status,
  name: N,
  args: Args<typeof marketAbi, N>,
  value = 0n,
): Call {
  return encode(contractOf(status, "Market"), marketAbi, name, args as readonly unknown[], value);
}

export function sellersCall<N extends ContractFunctionName<typeof sellersAbi, "payable" | "nonpayable">>(
  status: Status,
  name: N,
  args: Args<typeof sellersAbi, N>,
): Call {
  return encode(contractOf(status, "Sellers"), sellersAbi, name, args as readonly unknown[], 0n);
}

/** Lets the market take exactly `amount` of a token. */
export function approveCall(status: Status, token: string, amount: bigint): Call {
  return encode(token, tokenAbi, "approve", [contractOf(status, "Market"), amount], 0n);
}
