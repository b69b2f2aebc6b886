import { computed, ref, shallowRef, watch } from "vue";
import type { Status } from "@/api/types";
import { useStatusQuery } from "@/queries/market";
import type { Choice, Session } from "@/chain/wallet";

// One wallet for the whole page.
const choices = ref<Choice[]>([]);
const session = shallowRef<Session>({ address: null, chainId: null, wallet: null });
const asking = ref(false);
const opening = ref(false);
const RECENT = "stoa.recentConnectorId";
/** Not known yet whether the last visit's wallet is still here: nobody is told to connect meanwhile. */
const resuming = ref(localStorage.getItem(RECENT) !== null);
let opened: Promise<typeof import("@/chain/wallet")> | null = null;

async function load(status: Status): Promise<typeof import("@/chain/wallet")> {
  opening.value = true;
  try {
    const wallets = await import("@/chain/wallet");
    await wallets.openWallets(
      status,
      (found) => (choices.value = found),
      (now) => (session.value = now),
    );
    return wallets;
  } catch (failure) {
    // A lost download is no reason to never try again.
    opened = null;
    throw failure;
  } finally {
    opening.value = false;
  }
}

/** The connected account, and the ways to connect one. Wallet code is loaded on first need. */
export function useWallet() {
  const { data: status } = useStatusQuery();

  async function open() {
    const known = status.value;
    if (!known) throw new Error("the market has not answered yet");
    opened ??= load(known);
    return opened;
  }

  /** Opens the dialog of wallets. */
  function ask(): void {
    asking.value = true;
    void open();
  }

  async function connect(id: string): Promise<void> {
    await (await open()).connectWallet(id);
    asking.value = false;
  }

  /** Takes up the last visit's wallet once the market has answered; a visitor without one loads nothing. */
  function resume(): void {
    if (!resuming.value) return;
    const stop = watch(
      status,
      async (known) => {
        if (!known) return;
        queueMicrotask(() => stop());
        try {
          await (await open()).resumeWallet();
        } finally {
          resuming.value = false;
        }
      },
      { immediate: true },
    );
  }

  return {
    choices,
    asking,
    opening,
    resuming,
    ask,
    open,
    connect,
    resume,
    disconnect: async () => (await open()).disconnectWallet(),
    switchChain: async () => (await open()).switchToMarket(),
    address: computed(() => session.value.address),
    walletName: computed(() => session.value.wallet),
    wrongChain: computed(
      () =>
        session.value.address !== null && !!status.value && session.value.chainId !== status.value.chain_id,
    ),
  };
}
