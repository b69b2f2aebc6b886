import { readFileSync } from "node:fs";
import { createConfig } from "ponder";
import type { Abi } from "viem";

const abi = (name: string): Abi => JSON.parse(readFileSync(`${process.env.STOA_ABI}/${name}.json`, "utf8")) as Abi;

export const marketAbi = abi("Market");
export const sellersAbi = abi("Sellers");

export default createConfig({
  database: { kind: "postgres", connectionString: process.env.DATABASE_URL },
  chains: { local: { id: 31337, rpc: process.env.RPC_URL, ws: process.env.RPC_WS || undefined } },
  contracts: {
    Market: { abi: marketAbi, chain: "local", address: process.env.MARKET as `0x${string}`, startBlock: 1 },
    Sellers: { abi: sellersAbi, chain: "local", address: process.env.SELLERS as `0x${string}`, startBlock: 1 },
  },
});
