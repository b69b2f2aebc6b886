import { decodeErrorResult, type Abi, type Hex } from "viem";
import type { Problem } from "@/lib/tray";
import { marketAbi, sellersAbi, tokenAbi } from "./abi";

const ERRORS: Abi = [...marketAbi, ...sellersAbi, ...tokenAbi].filter((entry) => entry.type === "error");
const REJECTED = 4001;
const UNKNOWN_CHAIN = 4902;

/** Throw it where the page itself knows what is wrong. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(readonly problem: Problem) {
    super(problem.kind);
  }
}

/** What went wrong, from whatever a wallet, a node or viem threw. */
export function problemOf(failure: unknown): Problem {
  for (const cause of causes(failure)) {
    if (cause instanceof ProblemError) return cause.problem;
    if (isRejection(cause)) return { kind: "rejected" };
    const data = revertData(cause);
    if (data) return decodeRevert(data);
  }
  return byName(failure);
}

/** The contract's named error with its arguments as text, or `reverted` for one that no contract of ours has. */
export function decodeRevert(data: Hex): Problem {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: ERRORS, data });
    return { kind: "revert", name: errorName, args: (args as readonly unknown[]).map(String) };
  } catch {
    return { kind: "reverted" };
  }
}

function byName(failure: unknown): Problem {
  const all = [...causes(failure)];
  const names = all.map((cause) => String((cause as { name?: unknown }).name ?? ""));
  const message = all.map((cause) => String((cause as { message?: unknown }).message ?? "")).join(" ");
  if (
    names.some((name) => name.endsWith("ChainMismatchError")) ||
    all.some((cause) => codeOf(cause) === UNKNOWN_CHAIN)
  ) {
    return { kind: "wrongChain" };
  }
  if (
    names.some((name) => /^(HttpRequestError|TimeoutError)$/.test(name)) ||
    /failed to fetch/i.test(message)
  ) {
    return { kind: "unreachable" };
  }
  if (/revert/i.test(message)) return { kind: "reverted" };
  return { kind: "unknown", message: shortMessage(failure) };
}

function* causes(failure: unknown): Generator<object> {
  let at = failure;
  for (let depth = 0; at !== null && typeof at === "object" && depth < 12; depth++) {
    yield at;
    at = (at as { cause?: unknown }).cause;
  }
}

function codeOf(cause: object): unknown {
  return (cause as { code?: unknown }).code;
}

function isRejection(cause: object): boolean {
  return codeOf(cause) === REJECTED || codeOf(cause) === "ACTION_REJECTED";
}

/** Nodes and wallets nest revert data in different places. */
function revertData(cause: object): Hex | null {
  const { data } = cause as { data?: unknown };
  const inner = data as { data?: unknown; originalError?: { data?: unknown } } | null | undefined;
  const found = [data, inner?.data, inner?.originalError?.data].find(isErrorData);
  return found ?? null;
}

function isErrorData(value: unknown): value is Hex {
  return typeof value === "string" && /^0x([0-9a-f]{2}){4,}$/i.test(value);
}

function shortMessage(failure: unknown): string {
  const { shortMessage: short, message } = failure as { shortMessage?: string; message?: string };
  return short ?? message ?? String(failure);
}

/** The arguments' names, to know which are amounts, times or addresses. */
export function errorInputs(name: string): { name: string; type: string }[] {
  const entry = ERRORS.find((each) => each.type === "error" && each.name === name);
  return entry && "inputs" in entry ? entry.inputs.map(({ name = "", type }) => ({ name, type })) : [];
}

export function errorNames(): string[] {
  return [...new Set(ERRORS.flatMap((entry) => (entry.type === "error" ? [entry.name] : [])))];
}
