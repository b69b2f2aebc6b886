/** Loaded when somebody connects: wagmi, its connectors and the wallets found through EIP-6963. */
import { createConfig, createStorage, http, injected, unstable_connector, type Config } from "@wagmi/vue";
import {
  connect,
  disconnect,
  getConnection,
  getConnectors,
  getWalletClient,
  reconnect,
  switchChain,
  watchConnection,
  watchConnectors,
} from "@wagmi/vue/actions";
import type { EIP1193Provider, WalletClient } from "viem";
import type { Status } from "@/api/types";
import { chainOf, readThrough } from "./client";

const STORAGE = "stoa";
/** Extensions announce themselves late on a slow machine. */
const PATIENCE_MS = 2_000;

export interface Choice {
  id: string;
  name: string;
  icon: string | null;
}

export interface Session {
  address: string | null;
  chainId: number | null;
  wallet: string | null;
}

let config: Config | null = null;

async function open(status: Status): Promise<Config> {
  if (config) return config;
  if (__DEMO__ && status.chain_id === 31337 && status.rpc) {
    const { announceDemoAccounts } = await import("./demo");
    announceDemoAccounts(status);
  }
  const chain = chainOf(status);
  config = createConfig({
    chains: [chain],
    connectors: [],
    storage: createStorage({ storage: localStorage, key: STORAGE }),
    transports: { [chain.id]: status.rpc ? http() : unstable_connector(injected) },
  });
  return config;
}

/** Starts to follow wallets and the connected account; the callbacks get the state now and after each change. */
export async function openWallets(
  status: Status,
  onChoices: (choices: Choice[]) => void,
  onSession: (session: Session) => void,
): Promise<void> {
  const opened = await open(status);
  const choose = (): void =>
    onChoices(getConnectors(opened).map(({ id, name, icon }) => ({ id, name, icon: icon ?? null })));
  watchConnectors(opened, { onChange: choose });
  watchConnection(opened, { onChange: () => void follow(opened, onSession) });
  choose();
  await follow(opened, onSession);
}

async function follow(opened: Config, onSession: (session: Session) => void): Promise<void> {
  const { address, chainId, connector, status } = getConnection(opened);
  if (status !== "connected") {
    readThrough(null);
    onSession({ address: null, chainId: null, wallet: null });
    return;
  }
  readThrough((await connector.getProvider()) as EIP1193Provider);
  onSession({ address, chainId, wallet: connector.name });
}

/** Takes up the connection of the last visit, if its wallet is here and still allows it. */
export async function resumeWallet(): Promise<void> {
  const opened = required();
  const recent = await opened.storage?.getItem("recentConnectorId");
  if (!recent) return;
  const found = await connectorNamed(opened, recent);
  if (found) await reconnect(opened, { connectors: [found] });
}

type Found = ReturnType<typeof getConnectors>[number];

function connectorNamed(opened: Config, id: string): Promise<Found | undefined> {
  const find = (): Found | undefined => getConnectors(opened).find((each) => each.id === id);
  return new Promise((resolve) => {
    if (find()) return resolve(find());
    const end = (found?: Found): void => {
      clearTimeout(timer);
      stop();
      resolve(found);
    };
    const stop = watchConnectors(opened, { onChange: () => find() && end(find()) });
    const timer = setTimeout(end, PATIENCE_MS);
  });
}

export async function connectWallet(id: string): Promise<void> {
  const opened = required();
  const connector = getConnectors(opened).find((each) => each.id === id);
  if (!connector) throw new Error(`no wallet ${id}`);
  if (getConnection(opened).status === "connected") await disconnect(opened);
  await connect(opened, { connector });
}

export async function disconnectWallet(): Promise<void> {
  await disconnect(required());
}

/** Asks the wallet to change to the market's chain, and to add it if the wallet does not know it. */
export async function switchToMarket(): Promise<void> {
  const opened = required();
  await switchChain(opened, { chainId: opened.chains[0].id });
}

/** The wallet that signs. Throws a mismatch error when it is on another chain. */
export async function walletClient(): Promise<WalletClient> {
  const opened = required();
  return (await getWalletClient(opened, { chainId: opened.chains[0].id })) as WalletClient;
}

function required(): Config {
  if (!config) throw new Error("wallets are not open yet");
  return config;
}
