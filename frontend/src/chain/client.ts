import {
  createPublicClient,
  custom,
  defineChain,
  http,
  type Chain,
  type EIP1193Provider,
  type PublicClient,
} from "viem";
import type { Status } from "@/api/types";

const LOCAL = 31337;
let provider: EIP1193Provider | null = null;
let known: { key: string; client: PublicClient } | null = null;

/** The chain as the market's own server describes it. */
export function chainOf(status: Status): Chain {
  const { native } = status;
  return defineChain({
    id: status.chain_id,
    name: status.chain_name,
    nativeCurrency: {
      name: native.name ?? "Ether",
      symbol: native.symbol ?? "ETH",
      decimals: native.decimals,
    },
    rpcUrls: { default: { http: status.rpc ? [new URL(status.rpc, location.origin).href] : [] } },
  });
}

/** The wallet's own way to the chain, read through where the server offers none. */
export function readThrough(wallet: EIP1193Provider | null): void {
  provider = wallet;
  known = null;
}

/** Reads the chain. Throws where neither the server nor a wallet gives a way to it. */
export function publicClient(status: Status): PublicClient {
  const key = `${status.chain_id} ${status.rpc}`;
  if (known?.key !== key) known = { key, client: connect(status) };
  return known.client;
}

function connect(status: Status): PublicClient {
  if (!status.rpc && !provider) throw new Error("no way to the chain: connect a wallet");
  const transport = status.rpc
    ? http(new URL(status.rpc, location.origin).href, { batch: true })
    : custom(provider as EIP1193Provider);
  const pollingInterval = status.chain_id === LOCAL ? 500 : 4_000;
  return createPublicClient({ chain: chainOf(status), transport, pollingInterval });
}
