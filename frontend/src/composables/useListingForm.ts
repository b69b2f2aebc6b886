import { computed, reactive, ref, watch, type Ref } from "vue";
import type { Listing, Status } from "@/api/types";
import { storeDocument } from "@/api/content";
import {
  documentOf,
  emptyForm,
  faultsOf,
  KIND_NUMBER,
  termsOf,
  UNLIMITED,
  windowsFor,
  type KeptTerms,
  type ListingForm,
} from "@/lib/listing";
import { NATIVE, plainUnits, sameToken } from "@/lib/money";
import { useStatusQuery } from "@/queries/market";
import { useSubmit } from "./useSubmit";
import type { Step } from "./useTransactions";

const NEW_TERMS: KeptTerms = { memberDiscountBps: 0, memberTier: 0, arbitrator: 0 };

function formOf(listing: Listing): ListingForm {
  const { document: text, price } = listing;
  return {
    ...emptyForm(price.token),
    kind: listing.kind,
    title: text?.title ?? "",
    summary: text?.summary ?? "",
    description: text?.description ?? "",
    images: [...(text?.images ?? [])],
    attributes: (text?.attributes ?? []).map((each) => ({ ...each })),
    tags: (text?.tags ?? []).join(", "),
    place: text?.place?.name ?? "",
    category: listing.category.id,
    price: plainUnits(BigInt(price.amount), price.decimals),
    unlimited: listing.unlimited,
    stock: listing.stock ?? 0,
    acceptAtOnce: listing.accept_window === 0,
    acceptWindow: listing.accept_window || windowsFor(listing.kind).acceptWindow,
    deliverWindow: listing.deliver_window,
    inspectWindow: listing.inspect_window,
  };
}

/** A listing being written: a new one, or the next version of `listing`. */
export function useListingForm(listing: Ref<Listing | undefined>) {
  const { data: status } = useStatusQuery();
  const { busy, problem, submit } = useSubmit();
  const form = reactive<ListingForm>(emptyForm(NATIVE));
  const tried = ref(false);

  watch(
    listing,
    (known, before) => known && known.version !== before?.version && Object.assign(form, formOf(known)),
    { immediate: true },
  );
  watch(
    () => form.kind,
    (kind) => !listing.value && Object.assign(form, windowsFor(kind)),
  );

  const coins = computed(() => (status.value ? [status.value.native, ...status.value.tokens] : []));
  const coin = computed(() => coins.value.find((each) => sameToken(each.address, form.token)));
  const decimals = computed(() => coin.value?.decimals ?? 18);
  const faults = computed(() => (tried.value ? faultsOf(form, decimals.value) : {}));

  /** Stores the document, then lists it. Null while something is missing or went wrong. */
  async function save() {
    tried.value = true;
    const known = status.value;
    if (!known || Object.keys(faultsOf(form, decimals.value)).length) return null;
    return submit(() => stepsOf(known), form.token);
  }

  async function stepsOf(known: Status): Promise<Step[]> {
    const [{ digest }, { marketCall }] = await Promise.all([
      storeDocument(documentOf(form)),
      import("@/chain/calls"),
    ]);
    const old = listing.value;
    if (old) {
      const kept = {
        memberDiscountBps: old.member_discount_bps,
        memberTier: old.member_tier,
        arbitrator: old.arbitrator,
      };
      const terms = termsOf(form, decimals.value, digest, kept);
      return [
        {
          label: "tx.update",
          params: { title: form.title },
          call: marketCall(known, "updateListing", [BigInt(old.id), terms]),
          to: `/listing/${old.id}`,
        },
      ];
    }
    const terms = termsOf(form, decimals.value, digest, NEW_TERMS);
    const stock = form.unlimited ? UNLIMITED : form.stock;
    const token = form.token as `0x${string}`;
    const call = marketCall(known, "createListing", [KIND_NUMBER[form.kind], token, stock, terms]);
    return [{ label: "tx.create", params: { title: form.title }, call, to: "/sell" }];
  }

  return { form, coins, coin, faults, busy, problem, save };
}
