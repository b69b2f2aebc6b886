/** What a seller fills in, what is wrong with it, and what of it goes on chain. The limits are those of `Listings.sol`. */
import type { Digest } from "./cid";
import { parseUnits } from "./money";

export const UNLIMITED = 4_294_967_295;
export const HOUR = 3_600;
export const DAY = 86_400;
const YEAR = 365 * DAY;
const PRICE_MOST = 2n ** 96n - 1n;
const LOW_STOCK_MOST = 2 ** 24 - 1;

export type ListingKind = "good" | "service" | "digital";
/** Order of the contract's enum `Kind`. */
export const KIND_NUMBER: Record<ListingKind, number> = { good: 0, service: 1, digital: 2 };

export interface ListingPicture {
  cid: string;
  width: number;
  height: number;
  alt: string;
}

export interface ListingForm {
  kind: ListingKind;
  title: string;
  summary: string;
  description: string;
  images: ListingPicture[];
  attributes: { name: string; value: string }[];
  /** Separated by commas. */
  tags: string;
  place: string;
  category: number;
  token: string;
  price: string;
  unlimited: boolean;
  stock: number;
  lowStock: number;
  acceptAtOnce: boolean;
  /** Seconds. */
  acceptWindow: number;
  deliverWindow: number;
  inspectWindow: number;
}

export type Fault = "required" | "price" | "stock" | "window";
export type Faults = Partial<Record<keyof ListingForm, Fault>>;

const WINDOWS: Record<
  ListingKind,
  Pick<ListingForm, "acceptWindow" | "deliverWindow" | "inspectWindow" | "acceptAtOnce">
> = {
  good: { acceptAtOnce: false, acceptWindow: 2 * DAY, deliverWindow: 7 * DAY, inspectWindow: 5 * DAY },
  service: { acceptAtOnce: false, acceptWindow: 2 * DAY, deliverWindow: 14 * DAY, inspectWindow: 5 * DAY },
  digital: { acceptAtOnce: true, acceptWindow: 1 * DAY, deliverWindow: 1 * DAY, inspectWindow: 3 * DAY },
};

export function windowsFor(kind: ListingKind) {
  return WINDOWS[kind];
}

export function emptyForm(token: string): ListingForm {
  return {
    kind: "good",
    title: "",
    summary: "",
    description: "",
    images: [],
    attributes: [],
    tags: "",
    place: "",
    category: 0,
    token,
    price: "",
    unlimited: false,
    stock: 1,
    lowStock: 0,
    ...WINDOWS.good,
  };
}

export function faultsOf(form: ListingForm, decimals: number): Faults {
  const faults: Faults = {};
  const price = parseUnits(form.price, decimals);
  if (!form.title.trim()) faults.title = "required";
  if (!form.category) faults.category = "required";
  if (price === null || price < 1n || price > PRICE_MOST) faults.price = "price";
  if (!form.unlimited && !isCount(form.stock, UNLIMITED - 1)) faults.stock = "stock";
  if (!isCount(form.lowStock, LOW_STOCK_MOST)) faults.lowStock = "stock";
  if (!form.acceptAtOnce && !isWindow(form.acceptWindow)) faults.acceptWindow = "window";
  if (!isWindow(form.deliverWindow)) faults.deliverWindow = "window";
  if (!isWindow(form.inspectWindow)) faults.inspectWindow = "window";
  return faults;
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function isWindow(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= HOUR && seconds <= YEAR;
}

/** The document that a version commits to by its hash. */
export function documentOf(form: ListingForm): object {
  const place = form.place.trim();
  return {
    title: form.title.trim(),
    summary: form.summary.trim(),
    description: form.description.trim(),
    images: form.images,
    attributes: form.attributes.filter((each) => each.name.trim() && each.value.trim()),
    tags: [
      ...new Set(
        form.tags
          .split(",")
          .map((tag) => tag.trim())
          .filter(Boolean),
      ),
    ].slice(0, 20),
    ...(place && { place: { name: place } }),
  };
}

/** What a version keeps that this form does not show. */
export interface KeptTerms {
  memberDiscountBps: number;
  memberTier: number;
  arbitrator: number;
}

export function termsOf(form: ListingForm, decimals: number, content: Digest, kept: KeptTerms) {
  return {
    price: parseUnits(form.price, decimals) ?? 0n,
    ...kept,
    acceptWindow: form.acceptAtOnce ? 0 : form.acceptWindow,
    deliverWindow: form.deliverWindow,
    inspectWindow: form.inspectWindow,
    lowStock: form.lowStock,
    category: form.category,
    content,
  };
}
