/** Accounts for a visitor without a wallet, on a local chain only. Their keys are public: the coins are play money. */
import { createPublicClient, http, numberToHex, type Address, type EIP1193RequestFn, type Hex } from "viem";
import { mnemonicToAccount, type HDAccount } from "viem/accounts";
import type { Status } from "@/api/types";
import { chainOf } from "./client";

const MNEMONIC = "test test test test test test test test test test test junk";
const APPROVED = "stoa.demo";

const PEOPLE = [
  { name: "Bea", role: "buyer", index: 1, color: "#0f5b57" },
  { name: "Silas", role: "seller", index: 2, color: "#96401a" },
  { name: "Selma", role: "seller", index: 3, color: "#5b4a78" },
] as const;

/** Announces each person as a wallet of their own (EIP-6963), so that nothing else knows of them. */
export function announceDemoAccounts(status: Status): void {
  for (const person of PEOPLE) {
    const account = mnemonicToAccount(MNEMONIC, { addressIndex: person.index });
    const info = {
      uuid: crypto.randomUUID(),
      name: `${person.name}, demo ${person.role}`,
      icon: portrait(person.name, person.color),
      rdns: `stoa.demo.${person.name.toLowerCase()}`,
    };
    const detail = Object.freeze({ info, provider: providerOf(status, account) });
    const announce = (): boolean =>
      window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  }
}

interface Asked {
  to: Address;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
}

/** A method that this wallet does not have, as EIP-1193 says it. */
class Unsupported extends Error {
  readonly code = 4200;
}

function providerOf(
  status: Status,
  account: HDAccount,
): { request: EIP1193RequestFn; on(): void; removeListener(): void } {
  const chain = chainOf(status);
  const client = createPublicClient({ chain, transport: http() });

  async function send({ to, data, value, gas }: Asked): Promise<Hex> {
    const call = { to, data, value: value === undefined ? 0n : BigInt(value) };
    const [nonce, fees, limit] = await Promise.all([
      client.getTransactionCount({ address: account.address, blockTag: "pending" }),
      client.estimateFeesPerGas(),
      gas === undefined ? client.estimateGas({ account: account.address, ...call }) : BigInt(gas),
    ]);
    const serializedTransaction = await account.signTransaction({
      ...call,
      ...fees,
      chainId: chain.id,
      type: "eip1559",
      nonce,
      gas: limit,
    });
    return client.sendRawTransaction({ serializedTransaction });
  }

  const own: Record<string, (params: never) => unknown> = {
    eth_chainId: () => numberToHex(chain.id),
    eth_accounts: () => (localStorage.getItem(APPROVED) === account.address ? [account.address] : []),
    eth_requestAccounts: () => {
      localStorage.setItem(APPROVED, account.address);
      return [account.address];
    },
    wallet_revokePermissions: () => localStorage.removeItem(APPROVED),
    wallet_switchEthereumChain: () => null,
    personal_sign: ([message]: [Hex]) => account.signMessage({ message: { raw: message } }),
    eth_signTypedData_v4: ([, data]: [Hex, string]) => account.signTypedData(JSON.parse(data)),
    eth_sendTransaction: ([asked]: [Asked]) => send(asked),
  };
  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const known = own[method];
    if (known) return known(params as never);
    if (method.startsWith("wallet_")) throw new Unsupported(method);
    // What is no question to a wallet is the chain's to answer.
    return client.request({ method, params } as never);
  };
  const silent = (): void => undefined;
  return { request: request as EIP1193RequestFn, on: silent, removeListener: silent };
}

function portrait(name: string, color: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="16" fill="${color}"/><text x="16" y="21" font-family="serif" font-size="15" text-anchor="middle" fill="#fffdf9">${name[0]}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
