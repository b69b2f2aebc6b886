/** One transaction from its check to its block. Every step is told through `emit`; what goes wrong is thrown. */
import type { Address, Hash, Log, PublicClient, TransactionReceipt } from "viem";
import { TransactionReceiptNotFoundError } from "viem";
import type { Status } from "@/api/types";
import { NATIVE } from "@/lib/money";
import type { TrayEvent, TrayItem } from "@/lib/tray";
import type { Call } from "./calls";
import { publicClient } from "./client";
import { decodeRevert, ProblemError, problemOf } from "./errors";
import { walletClient } from "./wallet";

type Emit = (event: TrayEvent) => void;

/** How long to wait before asking whether the nonce was spent by another transaction. */
const PATIENCE_MS = 45_000;
/** A little above the estimate: stock and balances move between estimate and block. */
const GAS_MARGIN = 120n;

export interface Mined {
  block: number;
  logs: Log[];
}

/** Simulates, asks for a signature and sends. Throws `ProblemError` or what the wallet throws. */
export async function sendCall(status: Status, from: string, call: Call, emit: Emit): Promise<void> {
  const client = publicClient(status);
  const wallet = await walletClient();
  const gas = await affordableGas(client, from as Address, call);
  const nonce = await client.getTransactionCount({ address: from as Address, blockTag: "pending" });
  const hash = await wallet.sendTransaction({ ...call, gas, account: from as Address, chain: client.chain });
  emit({ kind: "sent", hash, nonce });
}

/** Whether the wallet takes several calls as one, all or nothing (EIP-5792). */
export async function takesBatches(status: Status, from: string): Promise<boolean> {
  try {
    const wallet = await walletClient();
    const { atomic } = await wallet.getCapabilities({ account: from as Address, chainId: status.chain_id });
    return atomic?.status === "supported" || atomic?.status === "ready";
  } catch {
    // Most wallets do not know the question; the calls then go one by one.
    return false;
  }
}

export async function sendBatch(status: Status, from: string, calls: Call[], emit: Emit): Promise<void> {
  const wallet = await walletClient();
  const chain = publicClient(status).chain;
  const { id } = await wallet.sendCalls({ account: from as Address, chain, calls, forceAtomic: true });
  emit({ kind: "batched", batch: id });
}

/** Waits for the block of something already sent, however long that takes. */
export async function followToBlock(status: Status, item: TrayItem, emit: Emit): Promise<Mined> {
  const client = publicClient(status);
  const receipt = item.batch ? await batchReceipt(client, item.batch) : await receiptOf(client, item, emit);
  if (receipt.status === "reverted") throw new ProblemError(await reasonOf(client, receipt));
  const block = Number(receipt.blockNumber);
  emit({ kind: "mined", block, hash: receipt.transactionHash });
  return { block, logs: receipt.logs };
}

/** Gas to allow. Throws the contract's own refusal, or how much of the native coin is missing. */
async function affordableGas(client: PublicClient, account: Address, call: Call): Promise<bigint> {
  const balance = await client.getBalance({ address: account });
  if (balance < call.value) throw missing(call.value - balance);
  await client.call({ account, ...call });
  const gas = ((await client.estimateGas({ account, ...call })) * GAS_MARGIN) / 100n;
  const price = await client.getGasPrice();
  const needed = call.value + gas * price;
  if (balance < needed) throw missing(needed - balance);
  return gas;
}

function missing(amount: bigint): ProblemError {
  return new ProblemError({ kind: "funds", missing: amount.toString(), token: NATIVE });
}

async function receiptOf(client: PublicClient, item: TrayItem, emit: Emit): Promise<TransactionReceipt> {
  const hash = item.hash as Hash;
  for (;;) {
    try {
      return await awaited(client, hash, emit);
    } catch (failure) {
      if ((failure as Error).name !== "WaitForTransactionReceiptTimeoutError") throw failure;
      if (await nonceSpent(client, item)) throw new ProblemError({ kind: "replaced" });
    }
  }
}

async function awaited(client: PublicClient, hash: Hash, emit: Emit): Promise<TransactionReceipt> {
  let other: "cancelled" | "replaced" | null = null;
  const receipt = await client.waitForTransactionReceipt({
    hash,
    timeout: PATIENCE_MS,
    onReplaced: ({ reason, transaction }) => {
      if (reason === "repriced") emit({ kind: "repriced", hash: transaction.hash });
      else other = reason;
    },
  });
  if (other) throw new ProblemError({ kind: other });
  return receipt;
}

/** Whether another transaction of the account took this one's place while nobody looked. */
async function nonceSpent(client: PublicClient, item: TrayItem): Promise<boolean> {
  if (item.nonce === undefined) return false;
  const spent = await client.getTransactionCount({ address: item.from as Address });
  if (spent <= item.nonce) return false;
  try {
    await client.getTransactionReceipt({ hash: item.hash as Hash });
    return false;
  } catch (failure) {
    if (failure instanceof TransactionReceiptNotFoundError) return true;
    throw failure;
  }
}

async function batchReceipt(client: PublicClient, id: string): Promise<TransactionReceipt> {
  const wallet = await walletClient();
  const { receipts, status } = await wallet.waitForCallsStatus({ id, timeout: 600_000 });
  const hash = receipts?.at(-1)?.transactionHash;
  if (status !== "success" || !hash) throw new ProblemError({ kind: "reverted" });
  return client.getTransactionReceipt({ hash });
}

/** Runs a reverted transaction again on the block before it, to hear why. */
async function reasonOf(
  client: PublicClient,
  receipt: TransactionReceipt,
): Promise<ReturnType<typeof decodeRevert>> {
  const { from, to, input, value } = await client.getTransaction({ hash: receipt.transactionHash });
  try {
    await client.call({ account: from, to, data: input, value, blockNumber: receipt.blockNumber - 1n });
  } catch (failure) {
    return problemOf(failure);
  }
  return { kind: "reverted" };
}
