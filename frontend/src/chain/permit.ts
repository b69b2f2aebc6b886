import { parseSignature, type Address } from "viem";
import type { Status } from "@/api/types";
import { tokenAbi } from "./abi";
import { contractOf } from "./calls";
import { publicClient } from "./client";
import { walletClient } from "./wallet";

export interface Permit {
  value: bigint;
  deadline: bigint;
  v: number;
  r: `0x${string}`;
  s: `0x${string}`;
}

interface Domain {
  name: string;
  version: string;
  chainId: number;
  verifyingContract: Address;
}

/**
 * The token's EIP-712 domain as it says itself (EIP-5267), or null if it does not: then an ordinary approval is the safe
 * way, for a guessed domain would be a signature that the token refuses.
 */
export async function permitDomain(status: Status, token: string): Promise<Domain | null> {
  const contract = { address: token as Address, abi: tokenAbi } as const;
  try {
    const client = publicClient(status);
    const [, name, version, chainId, verifyingContract] = await client.readContract({
      ...contract,
      functionName: "eip712Domain",
    });
    await client.readContract({ ...contract, functionName: "nonces", args: [contract.address] });
    return { name, version, chainId: Number(chainId), verifyingContract };
  } catch {
    return null;
  }
}

/** Asks the wallet for an EIP-2612 signature that lets the market take `value`, until `deadline` (Unix seconds). */
export async function signPermit(
  status: Status,
  owner: string,
  domain: Domain,
  value: bigint,
  deadline: number,
): Promise<Permit> {
  const account = owner as Address;
  const nonce = await publicClient(status).readContract({
    address: domain.verifyingContract,
    abi: tokenAbi,
    functionName: "nonces",
    args: [account],
  });
  const wallet = await walletClient();
  const signature = await wallet.signTypedData({
    account,
    domain,
    primaryType: "Permit",
    types: {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    message: {
      owner: account,
      spender: contractOf(status, "Market"),
      value,
      nonce,
      deadline: BigInt(deadline),
    },
  });
  const { r, s, yParity } = parseSignature(signature);
  return { value, deadline: BigInt(deadline), v: 27 + yParity, r, s };
}
