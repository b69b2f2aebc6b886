import { storeDocument } from "@/api/content";
import type { ListingSummary } from "@/api/types";
import { useStatusQuery } from "@/queries/market";
import { useSubmit } from "./useSubmit";

export interface ProfileForm {
  name: string;
  bio: string;
  image: string | null;
  place: string;
}

/** What a seller does beside writing listings. */
export function useShop() {
  const { data: status } = useStatusQuery();
  const { busy, problem, submit } = useSubmit();

  const known = () => {
    if (!status.value) throw new Error("the market has not answered yet");
    return status.value;
  };

  function pause(listing: ListingSummary, paused: boolean) {
    return submit(async () => {
      const { marketCall } = await import("@/chain/calls");
      const call = marketCall(known(), "setListingPaused", [BigInt(listing.id), paused]);
      return [
        { label: paused ? "tx.pause" : "tx.unpause", params: { title: listing.title ?? listing.id }, call },
      ];
    });
  }

  /** Adds `change` units to the stock, or takes some off. */
  function restock(listing: ListingSummary, change: number) {
    return submit(async () => {
      const { marketCall } = await import("@/chain/calls");
      const call = marketCall(known(), "restock", [BigInt(listing.id), BigInt(change)]);
      return [{ label: "tx.restock", params: { title: listing.title ?? listing.id }, call }];
    });
  }

  /** Registers the account as a seller, or changes what it says of itself. */
  function saveProfile(form: ProfileForm, registered: boolean) {
    return submit(async () => {
      const { name, bio, image, place } = form;
      const document = {
        name: name.trim(),
        bio: bio.trim(),
        image,
        place: place.trim() ? { name: place.trim() } : null,
        links: [],
      };
      const [{ digest }, { sellersCall }] = await Promise.all([
        storeDocument(document),
        import("@/chain/calls"),
      ]);
      const call = sellersCall(known(), registered ? "setProfile" : "register", [digest]);
      return [
        {
          label: registered ? "tx.profile" : "tx.register",
          params: { name: document.name },
          call,
          to: "/sell",
        },
      ];
    });
  }

  return { busy, problem, pause, restock, saveProfile };
}
